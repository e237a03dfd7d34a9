/** The server of the requests benchmark, in a process of its own so that the client's CPU is measured alone. */
import { TokenBucket } from '../../support/model-server/rate-limit.ts';
import { createServer } from 'node:http';
import type { ServerCommand, ServerReport } from './protocol.ts';

const latencyMs = 50;
/** About six hundred characters that say nothing twice: a reply that repeats itself is stopped. */
const reply =
  'Energy is kept because the force of the spring depends on the place alone, and not on the time. Stretched by a hand, it takes up work; ' +
  'let go, it gives all of that back to the mass at its end. Half way the two share the sum, one as motion, the other as tension. ' +
  'Friction in the air takes a little at each turn, so that a real swing dies down: what is lost there warms the room by less than anybody ' +
  'could feel. In a thought without air the mass would go to and fro for ever, at a rate that its weight and the stiffness set, whatever ' +
  'the first pull was. ';
const usage = { prompt_tokens: 200, completion_tokens: 120, total_tokens: 320 };
const whole = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'test',
  choices: [{ index: 0, message: { role: 'assistant', content: reply }, finish_reason: 'stop' }],
  usage,
});
const event = (more: object): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'test', ...more })}\n\n`;
const pieces = 10;
const size = Math.ceil(reply.length / pieces);
const streamed = [
  ...Array.from({ length: pieces }, (_, at) =>
    event({ choices: [{ index: 0, delta: { content: reply.slice(at * size, (at + 1) * size) } }] }),
  ),
  event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  event({ choices: [], usage }),
  'data: [DONE]\n\n',
].join('');
const refusal = JSON.stringify({ error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } });

interface Phase {
  readonly perSecond: number | null;
  readonly until: number;
}

let phases: readonly Phase[] = [{ perSecond: null, until: Infinity }];
let [phase, accepted] = [0, 0];
let bucket: TokenBucket | undefined;
let counts: ServerReport['phases'] = [];

function enter(index: number): void {
  phase = index;
  const { perSecond } = phases[index]!;
  // A tenth of a second's worth may come at once, as where limits are enforced over short windows.
  bucket = perSecond === null ? undefined : new TokenBucket({ perSecond, burst: perSecond / 10, retryAfter: 'seconds' }, performance.now());
  counts.push({ perSecond, accepted: 0, refused: 0, startedAt: performance.now(), endedAt: performance.now() });
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  let stream = false;
  request.on('data', (part: Buffer) => {
    stream ||= part.includes('"stream":true');
  });
  request.on('end', () => {
    const now = performance.now();
    if (phases[phase + 1] && accepted >= phases[phase]!.until) enter(phase + 1);
    const count = counts.at(-1)!;
    if (count.accepted + count.refused === 0) count.startedAt = now;
    const wait = bucket?.take(now) ?? 0;
    if (wait > 0) {
      count.refused += 1;
      response.writeHead(429, { 'content-type': 'application/json', ...bucket!.headers(wait) }).end(refusal);
      return;
    }
    accepted += 1;
    count.accepted += 1;
    count.endedAt = now;
    setTimeout(() => {
      response.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' }).end(stream ? streamed : whole);
    }, latencyMs);
  });
});

process.on('message', (command: ServerCommand) => {
  if (command.kind === 'phases') {
    phases = command.phases.map(({ perSecond, until }) => ({ perSecond, until: until ?? Infinity }));
    accepted = 0;
    counts = [];
    enter(0);
  }
  const report: ServerReport = { phases: counts };
  process.send!(report);
});
process.on('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  process.send!(`http://127.0.0.1:${address.port}/v1`);
});
