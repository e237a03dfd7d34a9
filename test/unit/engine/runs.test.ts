import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { isAnswered, labelOf } from '../../../src/core/samples/shapes/index.ts';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { judgement, methodAsked } from './support/method-replies.ts';
import { asks, ModelledProject, requestHash, wellBehaved } from './support/modelled-project.ts';

const usage = { prompt_tokens: 700, completion_tokens: 300 };

describe('runs that ask an endpoint', () => {
  let at: ModelledProject;
  let project: OpenedProject;

  beforeEach(async () => {
    at = await ModelledProject.start({ usage });
    at.manySets();
    project = await at.open();
    await project.request('extract', {});
    at.server.requests.length = 0;
  });
  afterEach(async () => {
    project.close();
    await at.end();
  });

  const generate = (more: object = {}) => project.request('generate', { method: 'level3', count: 9, seed: 1, ...more });
  const lastRun = async () => (await project.request('runs/list', {})).runs[0]!;
  const distinct = () => new Set(at.server.chats.map(({ body }) => requestHash(body!))).size;

  it('ask no more than the samples take, and count every call and token', async () => {
    const result = await generate();
    expect(result).toMatchObject({
      kept: 9,
      gated: 0,
      failed: 0,
      calls: 12,
      cached: 0,
      retried: 0,
      outcome: 'done',
      reason: null,
      dropped: [],
    });
    expect(at.server.chats).toHaveLength(12);
    expect(result.tokens).toEqual({ prompt: 12 * 700, completion: 12 * 300 });
  });

  it('have no price where none is known, and sum it up where one is', async () => {
    expect((await generate()).cost).toBeNull();
    expect((await lastRun()).usage.cost).toBeNull();
    at.environment.LOOM_PRICE = '100/1000';
    expect((await generate({ seed: 2 })).cost).toBeCloseTo((12 * (700 * 100 + 300 * 1000)) / 1e6);
  });

  it('stop before a budget is passed, and go on from there under a higher one, asking nothing twice', async () => {
    const limited = await generate({ maxTokens: 6_000 });
    expect(limited).toMatchObject({ outcome: 'stopped', cancelled: false });
    expect(limited.reason).toMatch(/budget of 6,?000 tokens/);
    expect(limited.kept).toBeLessThan(9);
    expect(await lastRun()).toMatchObject({ outcome: 'stopped', budget: { tokens: 6_000, cost: null }, reason: limited.reason });

    const resumed = await project.request('runs/resume', { run: limited.run, maxTokens: 1_000_000 });
    expect(resumed).toMatchObject({ run: limited.run, outcome: 'done', kept: 9, calls: 12 });
    expect(at.server.chats).toHaveLength(12);
    expect(distinct()).toBe(12);
    expect(await lastRun()).toMatchObject({ run: limited.run, outcome: 'done', kept: 9, budget: { tokens: 1_000_000, cost: null } });
    expect((await lastRun()).usage).toMatchObject({ calls: 12, tokens: { prompt: 12 * 700, completion: 12 * 300 } });
  });

  it('refuse a budget in money while the price is not known, before anything is sent', async () => {
    const result = await generate({ maxCost: 1 });
    expect(result).toMatchObject({ outcome: 'stopped', calls: 0, kept: 0 });
    expect(result.reason).toContain('price');
    expect(at.server.chats).toHaveLength(0);
  });

  it('are estimated without a call', async () => {
    at.environment.LOOM_PRICE = '1/2';
    const estimate = await project.request('generate/estimate', { method: 'level3', count: 9, seed: 1 });
    expect(estimate).toMatchObject({ kept: 9, calls: 12, cached: 0, retried: 0, reason: null });
    expect(estimate.tokens.prompt).toBeGreaterThan(1000);
    expect(estimate.cost).toBeCloseTo((estimate.tokens.prompt + 2 * estimate.tokens.completion) / 1e6);
    const halved = await project.request('generate/estimate', { method: 'level3', count: 9, seed: 1, batch: 'openai' });
    expect(halved.cost).toBeCloseTo(estimate.cost! / 2);
    // What it is when nobody has asked for a batch yet; what an engine run by hand costs is not known.
    expect(estimate.batches).toEqual([
      { kind: 'openai', cost: halved.cost },
      { kind: 'files', cost: null },
    ]);
    delete at.environment.LOOM_PRICE;
    expect((await project.request('generate/estimate', { method: 'level3', count: 9, seed: 1 })).cost).toBeNull();
    const extraction = await project.request('extract/estimate', {});
    expect(extraction.calls).toBe(0);
    expect(at.server.chats).toHaveLength(0);
  });

  it('are offered in batches only where every model that something is sent to can be asked so', async () => {
    const kinds = async (models: { model: string; answerModel?: string }, more: object = {}) => {
      const other = await at.open(models);
      const { batches } = await other.request('generate/estimate', { method: 'level3', count: 9, seed: 1, ...more });
      other.close();
      return batches.map(({ kind }) => kind);
    };
    const offline = 'builtin/extractive';
    expect(await kinds({ model: offline })).toEqual([]);
    expect(await kinds({ model: offline, answerModel: 'hand' })).toEqual(['openai', 'files']);
    expect(await kinds({ model: offline, answerModel: 'hand' }, { answer: false })).toEqual([]);
    expect(await kinds({ model: 'hand', answerModel: offline })).toEqual(['openai', 'files']);
  });

  it('are timed at the pace of the latest runs of their model, and not before there was one', async () => {
    const estimate = (batch?: 'openai') =>
      project.request('generate/estimate', { method: 'level3', count: 90, seed: 2, ...(batch === undefined ? {} : { batch }) });
    expect((await estimate()).durationMs).toBeNull();
    await generate();
    const { runs } = await project.request('runs/list', {});
    const [{ usage, startedAt, endedAt } = runs[0]!] = runs;
    const { durationMs, calls } = await estimate();
    expect(durationMs).toBeCloseTo((calls / usage.calls) * Math.max(1, Date.parse(endedAt!) - Date.parse(startedAt)), 0);
    expect((await estimate('openai')).durationMs).toBeNull();
  });

  it('end as failed when the key is refused, blame no sample for it, and can be resumed', async () => {
    at.server.failWhen(() => ({ kind: 'status', status: 401, message: 'Incorrect API key provided' }));
    const refused = await generate();
    expect(refused).toMatchObject({ outcome: 'failed', kept: 0, failed: 0 });
    expect(refused.reason).toMatch(/key/i);
    at.server.failWhen(() => undefined);
    expect(await project.request('runs/resume', { run: refused.run })).toMatchObject({ outcome: 'done', kept: 9, failed: 0 });
  });

  it('end as failed while the server is down, use up next to nothing of their plan, and are resumed to their end', async () => {
    // Told to come back in a day, a request is given up at once.
    at.server.failWhen(() => ({ kind: 'status', status: 502, headers: { 'retry-after': '86400' } }));
    const down = await generate();
    expect(down).toMatchObject({ outcome: 'failed', kept: 0 });
    expect(down.failed).toBeLessThan(3);
    expect(down.reason).toMatch(/502.*resume the run/);
    at.server.failWhen(() => undefined);
    expect(await project.request('runs/resume', { run: down.run })).toMatchObject({ outcome: 'done', kept: 9 });
  });

  it('end as failed where nothing came of them but failures, and try as many candidates when they are resumed', async () => {
    at.server.failWhen(() => ({ kind: 'finish', reason: 'content_filter' }));
    const failed = await generate();
    expect(failed).toMatchObject({ outcome: 'failed', kept: 0 });
    expect(failed.reason).toMatch(/^\d+ of \d+ were withheld by a content filter: .*What to do: .*\(gave up after \d+ candidates\)$/);
    expect(await lastRun()).toMatchObject({ outcome: 'failed', reason: failed.reason });
    at.server.failWhen(() => undefined);
    expect(await generate({ resume: true })).toMatchObject({ run: failed.run, outcome: 'done', kept: 9 });
  });

  it('pause and resume without losing a reply', async () => {
    project.close();
    let paused = '';
    project = await at.open({
      onProgress: ({ run, kept }) => {
        if (kept < 3 || paused !== '') return;
        paused = run;
        void project.request('runs/pause', { run });
      },
    });
    const first = await generate({ count: 60 });
    expect(first).toMatchObject({ outcome: 'paused', cancelled: true });
    expect(first.kept).toBeLessThan(60);
    expect(await project.request('runs/resume', { run: first.run })).toMatchObject({ outcome: 'done', kept: 60 });
    const { samples } = await project.request('samples/ids', { filter: { run: first.run } });
    expect(new Set(samples).size).toBe(60);
    expect(distinct()).toBe(80);
  });

  it('are gone on with only by what asks for the same', async () => {
    const limited = await generate({ maxTokens: 6_000 });
    const other = await generate({ resume: true, file: 'harbour.md' });
    expect(other.run).not.toBe(limited.run);
    expect((await generate({ resume: true, maxTokens: 1_000_000 })).run).toBe(limited.run);
  });

  it('keep to the part of a file that they began with when they are gone on with', async () => {
    at.server.failWhen((body) => (asks.answer(body) ? { kind: 'status', status: 401 } : undefined));
    const narrowed = { method: 'level1', count: 3, file: 'harbour.md', span: { start: 40, end: 90 } };
    const first = await generate(narrowed);
    expect(first.outcome).toBe('failed');
    at.server.failWhen(() => undefined);
    const elsewhere = await generate({ ...narrowed, span: { start: 40, end: 91 }, resume: true });
    expect(elsewhere.run).not.toBe(first.run);
    const again = await generate({ ...narrowed, resume: true });
    expect(again).toMatchObject({ run: first.run, kept: 3, outcome: 'done' });
  });

  it('try again what failed, and nothing else', async () => {
    at.server.failWhen((body) => (asks.answer(body) && requestHash(body) < '6' ? { kind: 'finish', reason: 'content_filter' } : undefined));
    const sets = 40;
    const first = await generate({ count: 3 * sets, maxTokens: 10_000_000 });
    expect(first.failed).toBeGreaterThan(0);
    expect(first.dropped[0]!.count).toBe(first.failed);
    expect(first.dropped[0]!.reason).toMatch(/content filter/i);
    at.server.failWhen(() => undefined);
    at.server.requests.length = 0;
    const again = await project.request('runs/resume', { run: first.run, failed: true });
    // Everything wanted was kept from other sets by then.
    expect(again).toMatchObject({ kept: 3 * sets, reason: `all ${3 * sets} samples are there already` });
    expect(at.server.chats).toHaveLength(0);
  });

  it('try again passages that failed, with another reply than the one of no use', async () => {
    for (const name of ['bores', 'seiches'])
      appendFileSync(join(at.folder, `${name}.md`), `# ${name}\n\nA text about ${name} and the shores they reach.\n`);
    at.server.failWhen((body) =>
      body.messages.some(({ content }) => content.includes('seiches')) ? { kind: 'finish', reason: 'content_filter' } : undefined,
    );
    const first = await project.request('extract', {});
    expect(first).toMatchObject({ kept: 1, outcome: 'done' });
    expect(first.failures).toMatchObject([{ file: 'seiches.md' }]);
    expect(await lastRun()).toMatchObject({ kind: 'extract', failed: 1 });
    at.server.failWhen(() => undefined);
    at.server.requests.length = 0;
    expect(await project.request('runs/resume', { run: first.run, failed: true })).toMatchObject({ kept: 2, failed: 0 });
    expect(at.server.chats).toHaveLength(1);
    expect(await lastRun()).toMatchObject({ failed: 0 });
  });

  it('write no key into any file, and no prompt outside of the journal', async () => {
    at.server.failWhen((body) =>
      requestHash(body) < '8' ? { kind: 'status', status: 400, message: `no: ${JSON.stringify(body.messages)}` } : undefined,
    );
    await generate({ count: 6 });
    for (const file of readdirSync(at.folder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const text = readFileSync(join(file.parentPath, file.name), 'latin1');
      expect(text).not.toContain('sk-a-key-that-must-stay-secret');
      if (file.parentPath.endsWith('cache')) expect(text).not.toContain('You write questions');
    }
    for (const { reason } of (await project.request('runs/list', {})).runs) expect(reason ?? '').not.toContain('Document 1');
  });
});

describe('gates', () => {
  it('let exactly as many through as asked for, and the run says why the others were dropped', async () => {
    let calls = 0;
    const at = await ModelledProject.start({
      reply: (body) => (asks.questions(body) ? `<Q1>\nQuestion: Is ${Math.floor(calls++ / 2)} a tide?\n</Q1>` : wellBehaved(body)),
    });
    at.manySets();
    const project = await at.open();
    await project.request('extract', {});
    const result = await project.request('generate', { method: 'level3', count: 10, seed: 1 });
    expect(result).toMatchObject({ kept: 10, outcome: 'done', reason: null });
    expect(result.gated).toBeGreaterThanOrEqual(8);
    expect(result.dropped).toMatchObject([{ reason: 'held back by the gate exact-duplicate', count: result.gated }]);
    const { samples } = await project.request('samples/ids', { filter: { run: result.run, status: ['pending'] } });
    expect(samples).toHaveLength(10);
    project.close();
    await at.end();
  });

  it('hold back what needs no answer to be judged before one is paid for', async () => {
    const drafts = ['Is $ a tide?', 'Is $ a TIDE?', 'What does the text say of $?', 'Is this a tide?'];
    const at = await ModelledProject.start({
      reply: (body) => {
        if (methodAsked(body) === 'judge') return judgement(5);
        if (!asks.questions(body)) return wellBehaved(body);
        const id = requestHash(body).slice(0, 8);
        return drafts.map((text, n) => `<Q${n + 1}>\nQuestion: ${text.replace('$', id)}\n</Q${n + 1}>`).join('\n');
      },
    });
    at.manySets();
    const project = await at.open();
    await project.request('extract', {});
    const { run, ...result } = await project.request('generate', { method: 'level1', count: 9, seed: 1, judge: true });
    expect(result).toMatchObject({ kept: 9, outcome: 'done', reason: null });
    const called = (method: string) => at.server.chats.filter(({ body }) => methodAsked(body!) === method).length;
    expect({ answers: called('answer'), judgements: called('judge') }).toEqual({ answers: 9, judgements: 9 });

    const { samples } = await project.request('samples/ids', { filter: { run, status: ['gated'] } });
    const gated = await Promise.all(samples.map((sample) => project.request('samples/get', { sample })));
    expect(gated).toHaveLength(result.gated);
    for (const { current, gate } of gated) {
      expect(isAnswered(current.content)).toBe(false);
      if (labelOf(current.content).includes('the text'))
        expect(gate).toEqual({ gate: 'self-contained', reason: expect.stringContaining('“the text” leans') as string });
      else {
        const reason = expect.stringMatching(/^the same question as sample \w+$/) as string;
        expect(gate).toEqual({ gate: 'exact-duplicate', reason, twin: { sample: gate?.reason.split(' ').at(-1), similarity: 1 } });
      }
    }
    const [held] = gated;
    await expect(project.request('review/accept', { samples: [held!.id] })).rejects.toThrow('was held back before it was answered');
    await project.request('review/edit', { sample: held!.id, parts: { answer: 'It is one.' } });
    expect(await project.request('review/accept', { samples: [held!.id] })).toMatchObject({ changed: [held!.id] });
    project.close();
    await at.end();
  });

  it('let a question in by hand that was to have no answer', async () => {
    const at = await ModelledProject.start({
      reply: (body) => (asks.questions(body) ? '<Q1>\nQuestion: What does the text say?\n</Q1>' : wellBehaved(body)),
    });
    const project = await at.open();
    await project.request('extract', {});
    await project.request('generate', { method: 'level1', count: 1, seed: 1, answer: false });
    const { samples } = await project.request('samples/ids', { filter: { status: ['gated'] } });
    expect(await project.request('review/accept', { samples: [samples[0]!] })).toMatchObject({ changed: [samples[0]] });
    project.close();
    await at.end();
  });
});
