import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { methodAsked, realistic } from './support/method-replies.ts';
import { asks, ModelledProject, wellBehaved } from './support/modelled-project.ts';
import type { ChatBody } from '../../support/model-server.ts';

let at: ModelledProject;
let project: OpenedProject;
let reply: (body: ChatBody) => string;

beforeEach(async () => {
  reply = realistic;
  at = await ModelledProject.start({ reply: (body) => reply(body) });
  at.moreDocuments(16);
  at.manySets('gates:\n  selfContained: false\n');
  project = await at.open();
});
afterEach(async () => {
  project.close();
  await at.end();
});

const generate = (count: number, more: object = {}) => project.request('generate', { method: 'level3', count, seed: 1, ...more });

describe('A model that is too small', () => {
  it('is said to be when it keeps no form ten times in a row, and the run ends there, to be resumed', async () => {
    reply = () => 'The passage is about the sea, and so on.';
    const result = await project.request('extract', {});
    expect(result).toMatchObject({ outcome: 'failed', kept: 0 });
    // Those under way by then count too.
    expect(result.failed).toBeGreaterThanOrEqual(10);
    expect(result.reason).toMatch(
      /^the model hand did not keep the form of the reply 10 times in a row; .* choose a larger model, or an endpoint that takes JSON schemas\.$/,
    );
    reply = realistic;
    expect(await project.request('runs/resume', { run: result.run })).toMatchObject({ outcome: 'done', failed: 0 });
  });

  it('is told to be replaced by a larger one alone, where no schema holds the replies of its method', async () => {
    await project.request('extract', {});
    reply = () => 'The passage is about the sea, and so on.';
    const { reason } = await generate(20, { method: 'rephrase', style: 'hq' });
    expect(reason).toMatch(/It may be too small for this \(rephrase\): choose a larger model\.$/);
  });

  it('is not while some of its replies keep their form; what most failed of is said at the end, and what to do', async () => {
    let nth = 0;
    reply = (body) => (Math.floor(nth++ / 2) % 6 === 5 ? wellBehaved(body) : 'The passage is about the sea.');
    const result = await project.request('extract', {});
    expect(result.failed).toBeGreaterThan(result.kept);
    expect(result).toMatchObject({
      outcome: 'failed',
      dropped: [{ by: 'failed', kind: 'form', count: result.failed, todo: expect.stringContaining('larger model') as unknown }],
    });
    expect(result.reason).toMatch(
      new RegExp(
        `^${result.failed} of ${result.failed + result.kept} did not keep the form of their reply: the reply has no .*What to do: choose a larger model`,
      ),
    );
  });
});

describe('A reply that repeats itself', () => {
  it('is stopped, asked for once more, and counted with what was heard of it', async () => {
    await project.request('extract', {});
    const loop = 'The tide rises and the tide falls and '.repeat(200);
    at.server.requests.length = 0;
    reply = (body) => (asks.questions(body) && !JSON.stringify(body.messages).includes('repeated itself') ? loop : realistic(body));
    expect(await generate(3)).toMatchObject({ kept: 3, failed: 0, outcome: 'done' });
    reply = (body) => (asks.questions(body) ? loop : realistic(body));
    const lost = await generate(3, { seed: 2 });
    expect(lost).toMatchObject({ kept: 0, outcome: 'failed', dropped: [{ by: 'failed', kind: 'repeating' }] });
    expect(lost.dropped[0]!.reason).toMatch(/^the reply repeats itself: “.*tide.*” \d+ times\./);
    expect(lost.tokens.completion).toBeGreaterThan(0);
  });
});

describe('A reply’s limit', () => {
  it('is that of its method, whatever endpoint it comes from', async () => {
    await project.request('extract', {});
    expect(await generate(3, { judge: true })).toMatchObject({ kept: 3 });
    const limits = Map.groupBy(at.server.chats, ({ body }) => methodAsked(body!));
    const limitOf = (method: string) => new Set(limits.get(method)!.map(({ body }) => (body as { max_tokens?: number }).max_tokens));
    expect(limitOf('judge')).toEqual(new Set([600]));
    expect(limitOf('answer')).toEqual(new Set([3000]));
    expect(limitOf('level3')).toEqual(new Set([1800]));
  });

  it('leaves room for thoughts once the model has had some', async () => {
    reply = wellBehaved;
    at.server.fail({ kind: 'reasoning', text: 'Let me see. ', as: 'reasoning' });
    await project.request('extract', {});
    await generate(1);
    const last = at.server.chats.findLast(({ body }) => asks.answer(body!))!;
    expect((last.body as { max_tokens?: number }).max_tokens).toBe(3000 + 16_000);
  });
});

describe('A judge that cannot be read', () => {
  it('costs no finished sample: it is kept without a score, and that is said', async () => {
    await project.request('extract', {});
    at.manySets('gates:\n  selfContained: false\n  judge: 4\n');
    await project.request('refresh', {});
    reply = (body) => (methodAsked(body) === 'judge' ? 'It is a fine sample.' : realistic(body));
    const result = await generate(6, { judge: true });
    expect(result).toMatchObject({ kept: 6, gated: 0, failed: 0, outcome: 'done' });
    expect(result.passedOver).toEqual([{ reason: expect.stringContaining('without a score') as unknown, count: 6 }]);
    const { samples } = await project.request('samples/list', { filter: { run: result.run }, limit: 10, offset: 0 });
    expect(samples.map(({ status, judge }) => [status, judge])).toEqual(samples.map(() => ['pending', null]));
  });
});

describe('Non-samples', () => {
  it('are held back with what shows it, and counted by their gate', async () => {
    await project.request('extract', {});
    reply = (body) =>
      asks.questions(body)
        ? '<Q1>\nSelected Concepts: tidal range\nQuestion: Is a tide near?\n</Q1>\n<Q2>\nQuestion: A tide? NOT SUITABLE for creating questions.\n</Q2>'
        : realistic(body);
    const result = await generate(1, { seed: 3 });
    const unsuitable = result.dropped.find(({ kind }) => kind === 'unsuitable');
    if (result.gated > 0) expect(unsuitable).toMatchObject({ by: 'gated', todo: expect.any(String) as unknown });
    expect(result.kept).toBe(1);
  });

  it('are let through where the settings say so', async () => {
    await project.request('extract', {});
    at.manySets('gates:\n  selfContained: false\n  nonSamples: false\n');
    await project.request('refresh', {});
    reply = (body) => (asks.questions(body) ? `<Q1>\nQuestion: Tide ${JSON.stringify(body).length}?\n</Q1>` : realistic(body));
    expect(await generate(1)).toMatchObject({ kept: 1, gated: 0 });
  });
});

describe('Personas', () => {
  it('that are bare names are asked for once more, and passed over among others', async () => {
    await project.request('extract', {});
    let calls = 0;
    reply = (body) => {
      if (methodAsked(body) !== 'personas') return realistic(body);
      calls++;
      return calls === 1
        ? '<personas>\n1. John Smith\n2. Jane Brown\n</personas>'
        : '<personas>\n1. Emily Lee\n2. A pilot who brings ships in at slack water\n3. A fisher who reads the tide by its smell\n</personas>';
    };
    const result = await project.request('personas/generate', { count: 2 });
    expect(result.personas).toEqual(['A pilot who brings ships in at slack water', 'A fisher who reads the tide by its smell']);
    expect(result.passedOver).toEqual([{ reason: 'personas that were a bare name', count: 1 }]);
    expect(calls).toBe(2);
  });
});
