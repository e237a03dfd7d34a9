import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { asks, ModelledProject } from '../engine/support/modelled-project.ts';
import { runLoom, startLoom } from './loom.ts';

const count = z.int();
const usage = {
  calls: count,
  cached: count,
  retried: count,
  tokens: z.object({ prompt: count, completion: count }),
  cost: z.number().nullable(),
  reason: z.string().nullable(),
};
const result = z.object({ run: z.string(), kept: count, outcome: z.string(), ...usage });
const estimate = z.object({ run: z.null(), kept: count, estimate: z.literal(true), ...usage });
const runs = z.object({ runs: z.array(z.object({ run: z.string(), outcome: z.string(), kept: count, failed: count })) });

describe('loom with a model behind an endpoint', { timeout: 480_000 }, () => {
  let at: ModelledProject;

  beforeEach(async () => {
    at = await ModelledProject.start({ models: ['hand', 'other'], usage: { prompt_tokens: 700, completion_tokens: 300 } });
    at.manySets();
  });
  afterEach(() => at.end());

  const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);

  async function json<S extends z.ZodType>(schema: S, ...args: string[]): Promise<z.output<S>> {
    const { code, out, err } = await loom(...args, '--json');
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    return schema.parse(JSON.parse(out));
  }

  it('lists models, and what is not there as not reachable', async () => {
    const profiles = join(at.folder, 'profiles.json');
    writeFileSync(profiles, JSON.stringify({ gone: { url: 'http://127.0.0.1:1/v1', model: 'm' } }));
    at.environment.LOOM_PROFILES = profiles;
    const model = z.object({ id: z.string(), source: z.string(), reachable: z.boolean() });
    const { models } = await json(z.object({ models: z.array(model) }), 'models');
    expect(models).toEqual(
      expect.arrayContaining([
        { id: 'builtin/extractive', source: 'builtin', reachable: true },
        { id: 'hand', source: 'environment', reachable: true },
        { id: 'other', source: 'environment', reachable: true },
        { id: 'gone', source: 'profile', reachable: false },
      ]),
    );
  });

  it('estimates, stops at a budget, resumes by the same command or by its own, and answers a repeated run from the cache', async () => {
    // Steered, the repeated run would send other prompts.
    at.manySets('coverage:\n  steer: false\n');
    const anything = z.looseObject({});
    const expected = await json(anything, 'extract', '--model', 'hand', '--estimate');
    expect(expected).toMatchObject({ run: null, estimate: true, planned: 3, kept: 3, failed: 0, calls: 3, cost: null });
    const extracted = await json(anything, 'extract', '--model', 'hand');
    const own = ['documents', 'passages', 'failures', 'topics', 'concepts'];
    const shared = Object.keys(extracted).filter((name) => !own.includes(name));
    expect(Object.keys(expected)).toEqual(expect.arrayContaining(shared));
    at.server.requests.length = 0;

    const generate = ['generate', '--model', 'hand', '--answer-model', 'other', '--count', '9', '--seed', '1'];
    expect(await json(estimate, ...generate, '--estimate')).toMatchObject({ kept: 9, calls: 12, cached: 0, cost: null });
    expect(at.server.chats).toHaveLength(0);

    const first = await json(result, ...generate, '--max-tokens', '6000');
    expect(first).toMatchObject({ outcome: 'stopped', cost: null });
    expect(first.reason).toContain('budget');
    const second = await json(result, ...generate, '--max-tokens', '9000');
    expect(second).toMatchObject({ run: first.run, outcome: 'stopped' });
    const third = await json(result, 'runs', 'resume', '--max-tokens', '90000');
    expect(third).toMatchObject({ run: first.run, outcome: 'done', kept: 9, calls: 12, tokens: { prompt: 8400, completion: 3600 } });
    expect(at.server.chats).toHaveLength(12);
    expect(new Set(at.server.chats.map(({ body }) => body!.model))).toEqual(new Set(['hand', 'other']));

    const again = await json(result, ...generate);
    // The same sets give the same questions, which are there already and are not answered again; it goes on to new ones.
    expect(again).toMatchObject({ kept: 9, cached: 3, cost: null });
    expect(at.server.chats.length - 12).toBe(again.calls);
    expect((await json(runs, 'runs', 'list')).runs).toMatchObject([{ run: again.run }, { run: first.run, outcome: 'done', kept: 9 }, {}]);
  });

  it('says which run it went on with, that the budget of that holds, and how to lift it', async () => {
    const model = ['--model', 'hand'];
    await json(z.looseObject({}), 'extract', ...model);
    const generate = ['generate', ...model, '--count', '9', '--seed', '1'];
    const first = await json(result, ...generate, '--max-tokens', '6000');
    const again = await loom(...generate);
    expect(again.out).toContain(`went on with run ${first.run}, which had ended as stopped; --new begins another`);
    expect(again.out).toMatch(/its budget of 6,000 tokens holds: .*none/);
    const lifted = await json(result, ...generate, '--max-tokens', 'none');
    expect(lifted).toMatchObject({ run: first.run, outcome: 'done', kept: 9 });
    expect((await loom(...generate, '--max-cost', 'some')).code).toBe(2);
  });

  it('pauses on Ctrl-C, goes on by the same command, and leaves a run alone that was cancelled', async () => {
    const model = ['--model', 'hand'];
    await json(z.looseObject({}), 'extract', ...model);
    const generate = ['generate', ...model, '--count', '9', '--seed', '1'];
    at.server.fail({ kind: 'stall', at: 'headers' });
    const stalled = at.server.stalled;
    const { child, ended } = startLoom(at.folder, { ...process.env, ...at.environment }, ...generate, '--json');
    await stalled;
    child.kill('SIGINT');
    const { code, out } = await ended;
    const paused = result.parse(JSON.parse(out));
    expect({ code, outcome: paused.outcome }).toEqual({ code: 1, outcome: 'paused' });
    const stopped = await json(result, ...generate, '--max-tokens', '6000');
    expect(stopped).toMatchObject({ run: paused.run, outcome: 'stopped' });
    expect((await loom('runs', 'cancel', paused.run)).code).toBe(0);
    const other = await json(result, ...generate);
    expect(other).toMatchObject({ outcome: 'done', kept: 9 });
    expect(other.run).not.toBe(paused.run);
    expect(await json(result, 'runs', 'resume', paused.run, '--max-tokens', 'none')).toMatchObject({ run: paused.run, outcome: 'done' });
  });

  it('prices a run by LOOM_PRICE, and keeps a budget in money', async () => {
    at.environment.LOOM_PRICE = '1/2';
    await json(z.object({ cost: z.number() }), 'extract', '--model', 'hand');
    const run = await json(result, 'generate', '--model', 'hand', '--count', '30', '--max-cost', '0.02');
    expect(run.outcome).toBe('stopped');
    expect(run.cost).toBeGreaterThan(0);
    expect(run.cost).toBeLessThanOrEqual(0.02);
  });

  it('ends with 1 and says why when the model cannot be asked, with 2 when there is none of that name', async () => {
    at.server.failWhen(() => ({ kind: 'status', status: 401, message: 'Incorrect API key provided' }));
    const refused = await loom('extract', '--model', 'hand', '--json');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/key/i);
    expect(JSON.parse(refused.out)).toMatchObject({ outcome: 'failed', kept: 0 });
    const unknown = await runLoom(at.folder, { ...process.env, OPENAI_BASE_URL: '', OPENAI_API_KEY: '' }, 'extract', '--model', 'hand');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('OPENAI_BASE_URL');
  });

  it('tries again what failed', async () => {
    at.server.failWhen((body) =>
      body.messages.some(({ content }) => content.includes('harbour')) && asks.extraction(body)
        ? { kind: 'finish', reason: 'content_filter' }
        : undefined,
    );
    const schema = z.object({ kept: count, failures: z.array(z.object({ file: z.string(), reason: z.string() })) });
    const extracted = await json(schema, 'extract', '--model', 'hand');
    expect(extracted.failures.length).toBeGreaterThan(0);
    at.server.failWhen(() => undefined);
    expect(await json(z.object({ kept: count, failed: count }), 'runs', 'retry', '--failed')).toMatchObject({ failed: 0 });
    expect((await loom('runs', 'retry', '--failed')).code).toBe(2);
  });

  it('speaks to people without --json', async () => {
    await loom('extract', '--model', 'hand');
    const { out } = await loom('generate', '--model', 'hand', '--count', '3');
    expect(out).toMatch(/3 generated: 3 to review/);
    expect(out).toMatch(/4 calls, 2,800 \+ 1,200 tokens, price not known/);
    expect((await loom('runs')).out).toMatch(/done {9}generate 3 with hand: 3 kept/);
  });
});
