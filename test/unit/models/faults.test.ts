/** Every way in which a server can fail, over real HTTP, with the words that the user sees. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiModel, type OpenAiModelOptions } from '../../../src/engine/models/openai/openai-model.ts';
import { systemClock } from '../../../src/engine/models/clock.ts';
import type { ModelErrorKind } from '../../../src/engine/models/model-error.ts';
import { type Timeouts, withTimeouts } from '../../../src/engine/models/requests/timeouts.ts';
import { type Fault, ModelServer } from '../../support/model-server.ts';
import { modelErrorOf, never, promptText, request } from './support.ts';

let server: ModelServer;

beforeAll(async () => {
  server = await ModelServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.release();
});

const key = 'sk-test-0123456789abcdef';
const model = (options: OpenAiModelOptions = {}, baseUrl = server.url) => createOpenAiModel({ baseUrl, apiKey: key }, 'm1', options);

async function failing(fault: Fault, options?: OpenAiModelOptions) {
  server.fail(fault);
  const error = await modelErrorOf(model(options).chat(request(), never));
  expect(error.message).toContain(server.url);
  expect(error.message).not.toContain(key);
  expect(error.message).not.toContain('harmonic');
  const { kind, retryable, retryAfterMs, usage } = error;
  return { kind, retryable, retryAfterMs, usage, message: error.message.replace(`${server.url} (m1) `, '') };
}

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly kind: ModelErrorKind;
  readonly retryable: boolean;
  readonly message: string;
}

const cases: Case[] = [
  {
    name: 'a wrong key',
    fault: { kind: 'status', status: 401, code: 'invalid_api_key', message: `Incorrect API key provided: ${key}.` },
    kind: 'auth',
    retryable: false,
    message: 'answered 401: Incorrect API key provided: ‹key›. Set a key that this endpoint accepts for this model.',
  },
  {
    name: 'a model that is gone',
    fault: { kind: 'status', status: 404, code: 'model_not_found', message: 'The model `m1` does not exist' },
    kind: 'not-found',
    retryable: false,
    message:
      'answered 404: The model `m1` does not exist. Check the model’s id (loom models lists them) and the URL, which usually ends in /v1.',
  },
  {
    name: 'an account without credit',
    fault: { kind: 'status', status: 429, code: 'insufficient_quota', message: 'You exceeded your current quota' },
    kind: 'quota',
    retryable: false,
    message: 'answered 429: You exceeded your current quota. The account has no credit left: add some, or choose another endpoint.',
  },
  {
    name: 'a rate limit',
    fault: { kind: 'status', status: 429, message: 'Slow down' },
    kind: 'rate-limited',
    retryable: true,
    message: 'answered 429: Slow down. Requests are slowed down and tried again; let others finish first.',
  },
  {
    name: 'an error within the server',
    fault: { kind: 'status', status: 500, message: 'Internal error' },
    kind: 'server',
    retryable: true,
    message: 'answered 500: Internal error. The fault is the server’s; the request can be tried again.',
  },
  {
    name: 'a gateway without its server, as a page',
    fault: { kind: 'status', status: 502, text: '<html><body>Bad Gateway</body></html>' },
    kind: 'server',
    retryable: true,
    message: 'answered 502: no explanation. The fault is the server’s; the request can be tried again.',
  },
  {
    name: 'an overloaded server',
    fault: { kind: 'status', status: 503, message: 'server busy' },
    kind: 'overloaded',
    retryable: true,
    message: 'answered 503: server busy. Try again when the server has less to do.',
  },
  {
    name: 'a prompt that is too long, quoted back',
    fault: { kind: 'status', status: 400, code: 'context_length_exceeded', message: `Too long: ${promptText}` },
    kind: 'context',
    retryable: false,
    message:
      'answered 400: an explanation that repeats the prompt, and is left out here. The prompt is too long for this model: use smaller passages or a model with a larger context.',
  },
  {
    name: 'a prompt that the content filter stopped',
    fault: { kind: 'status', status: 400, code: 'content_filter', message: 'Policy violation' },
    kind: 'content-filter',
    retryable: false,
    message: 'answered 400: Policy violation. Change the prompt or the passage, or choose another model.',
  },
  {
    name: 'a redirect',
    fault: { kind: 'status', status: 307, text: '', headers: { location: 'https://elsewhere.example/v1/chat/completions?t=1' } },
    kind: 'not-found',
    retryable: false,
    message: 'answered 307: it redirects to https://elsewhere.example. Set that server’s own URL; the key is not sent on.',
  },
  {
    name: 'a connection that ends without an answer',
    fault: { kind: 'cut', afterChunks: 0 },
    kind: 'connection',
    retryable: true,
    message: 'ended the connection before the reply was complete. The request can be tried again.',
  },
  {
    name: 'a connection cut in mid-stream',
    fault: { kind: 'cut', afterChunks: 2 },
    kind: 'connection',
    retryable: true,
    message: 'ended the connection before the reply was complete. The request can be tried again.',
  },
  {
    name: 'an error in mid-stream',
    fault: { kind: 'error-event', message: 'CUDA out of memory' },
    kind: 'server',
    retryable: true,
    message: 'broke off its reply with an error: CUDA out of memory. The request can be tried again.',
  },
  {
    name: 'broken JSON',
    fault: { kind: 'broken-json' },
    kind: 'bad-reply',
    retryable: true,
    message: 'sent a reply that is not valid JSON. If this goes on, check that the URL is that of an OpenAI-compatible chat endpoint.',
  },
  {
    name: 'a web page in place of a reply',
    fault: { kind: 'html' },
    kind: 'bad-reply',
    retryable: true,
    message: 'sent “text/html” where JSON was expected. If this goes on, check that the URL is that of an OpenAI-compatible chat endpoint.',
  },
  {
    name: 'a truncated reply',
    fault: { kind: 'finish', reason: 'length' },
    kind: 'truncated',
    retryable: false,
    message: 'stopped in mid-reply after 7 tokens, its limit. Raise the limit for the tokens of a reply, or ask for less at once.',
  },
  {
    name: 'a reply that the content filter withheld',
    fault: { kind: 'finish', reason: 'content_filter' },
    kind: 'content-filter',
    retryable: false,
    message: 'withheld the reply: its content filter was set off. Change the prompt or the passage, or choose another model.',
  },
  {
    name: 'a refusal',
    fault: { kind: 'refusal' },
    kind: 'content-filter',
    retryable: false,
    message: 'refused to answer this prompt. Change the prompt or the passage, or choose another model.',
  },
  {
    name: 'an empty reply',
    fault: { kind: 'empty' },
    kind: 'bad-reply',
    retryable: true,
    message: 'sent an empty reply. If this goes on, choose another model.',
  },
  {
    name: 'a reply of 10 MB',
    fault: { kind: 'huge', bytes: 10 * 1024 * 1024 },
    kind: 'too-large',
    retryable: false,
    message:
      'sent a reply of more than 8 MB, which was broken off. Check that the URL is a chat endpoint, and set a limit for the tokens of a reply.',
  },
  {
    name: 'an error of 10 MB',
    fault: { kind: 'status', status: 500, text: 'x'.repeat(10 * 1024 * 1024) },
    kind: 'too-large',
    retryable: false,
    message:
      'sent a reply of more than 8 MB, which was broken off. Check that the URL is a chat endpoint, and set a limit for the tokens of a reply.',
  },
];

describe.each([
  ['streamed', true],
  ['whole', false],
])('a %s reply', (_, stream) => {
  const streamOnly = new Set(['error-event']);
  it.each(cases.filter(({ fault }) => stream || !streamOnly.has(fault.kind)))(
    'meets $name',
    async ({ fault, kind, retryable, message }) => {
      expect(await failing(fault, { stream })).toMatchObject({ kind, retryable, message });
    },
  );
});

describe('what an error carries', () => {
  it('how long the server asks to be left alone, in any of the forms', async () => {
    const after = async (headers: Record<string, string>) => (await failing({ kind: 'status', status: 429, headers })).retryAfterMs;
    expect(await after({ 'retry-after': '3' })).toBe(3000);
    expect(await after({ 'retry-after-ms': '250', 'retry-after': '1' })).toBe(250);
    expect(await after({ 'retry-after': new Date(Date.now() + 20_000).toUTCString() })).toBeGreaterThan(15_000);
    expect(await after({ 'retry-after': 'soon' })).toBeUndefined();
    expect(await after({})).toBeUndefined();
  });

  it('what a reply of no use has cost', async () => {
    const { usage } = await failing({ kind: 'finish', reason: 'length' });
    expect(usage).toEqual({ promptTokens: 11, completionTokens: 7, estimated: false });
  });
});

describe('a server that cannot be reached', () => {
  it('says that none listens there', async () => {
    const closed = await ModelServer.start();
    const { url } = closed;
    await closed.close();
    const error = await modelErrorOf(model({}, url).chat(request(), never));
    expect(error).toMatchObject({
      kind: 'connection',
      retryable: true,
      message: `${url} (m1) refused the connection: no server listens there. Start it, or correct the URL.`,
    });
  });

  it('says that its name is not known', async () => {
    const error = await modelErrorOf(model({}, 'http://no-such-host.invalid/v1').chat(request(), never));
    expect(error.kind).toBe('connection');
    expect(error.message).toMatch(/cannot be (found|looked up)/);
  });
});

describe('a stall', () => {
  /** Long enough for a slow machine to get as far as the stall; what is waited for is the shortest of the three. */
  const limits = (short: Partial<Timeouts>): Timeouts => ({ connectMs: 20_000, firstTokenMs: 20_000, idleMs: 20_000, ...short });

  async function stalling(at: 'headers' | 'first-token' | 'middle', short: Partial<Timeouts>) {
    server.fail({ kind: 'stall', at });
    const waiting = withTimeouts(model(), { ...limits(short), clock: systemClock, name: `${server.url} (m1)` });
    const error = await modelErrorOf(waiting.chat(request(), never));
    server.release();
    return { kind: error.kind, retryable: error.retryable, message: error.message.replace(`${server.url} (m1) `, '') };
  }

  it.each(['headers', 'first-token'] as const)('at the %s is noticed', async (at) => {
    expect(await stalling(at, { firstTokenMs: 100 })).toEqual({
      kind: 'timeout-first-token',
      retryable: true,
      message: 'sent nothing for 0.1 s after it was asked. Give the model more time, or choose one that answers sooner.',
    });
  });

  it('in mid-reply is noticed', async () => {
    expect(await stalling('middle', { idleMs: 100 })).toEqual({
      kind: 'timeout-idle',
      retryable: true,
      message: 'fell silent in mid-reply for 0.1 s. The request can be tried again.',
    });
  });

  it('that ends in time does no harm', async () => {
    server.fail({ kind: 'stall', at: 'middle' });
    const chat = withTimeouts(model(), { ...limits({}), clock: systemClock, name: 'm1' }).chat(request(), never);
    await server.stalled;
    server.release();
    expect((await chat).text).toBe('This is the reply.');
  });
});
