import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { realistic } from '../engine/support/method-replies.ts';
import type { ChatBody } from '../../support/model-server.ts';
import { ModelledProject, promptOf } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

const count = z.int();
const regenerated = z.object({
  ...{ run: z.string(), outcome: z.string(), reason: z.string().nullable(), calls: count },
  ...{ changed: z.array(z.string()), failures: z.array(z.unknown()) },
});
const resumable = z.object({ run: z.string(), outcome: z.literal('stopped') });

const rating = ['Relevance', 'Clarity', 'Language', 'Overall'].map((name) => `${name}: 7 - Sound.`).join('\n');
const reply = (body: ChatBody): string => (promptOf(body).startsWith('Rate ') ? rating : realistic(body));

let at: ModelledProject;

beforeAll(async () => {
  at = await ModelledProject.start({ models: ['hand'], usage: { prompt_tokens: 700, completion_tokens: 300 }, reply });
  at.manySets();
  for (const args of [['extract'], ['generate', '--count', '6']]) expect((await loom(...args)).code).toBe(0);
}, 60_000);
afterAll(() => at.end());

const loom = (...args: string[]) => {
  const isSetting = args[0] === 'runs' || (args[0] === 'review' && args[1] !== 'regenerate');
  return runLoom(at.folder, { ...process.env, ...at.environment }, ...args, ...(isSetting ? [] : ['--model', 'hand']));
};

async function json<S extends z.ZodType>(schema: S, ...args: string[]): Promise<z.output<S>> {
  const { code, out, err } = await loom(...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return schema.parse(JSON.parse(out));
}

describe('loom review regenerate', { timeout: 120_000 }, () => {
  it('tells what it would take, and sends nothing', async () => {
    at.server.requests.length = 0;
    const estimate = z.object({ estimate: z.literal(true), kept: count, calls: count });
    expect(await json(estimate, 'review', 'regenerate', '--all', '--estimate')).toMatchObject({ kept: 6, calls: 12 });
    expect(await json(estimate, 'review', 'regenerate', '--all', '--status', 'rejected', '--estimate')).toMatchObject({ calls: 0 });
    expect((await loom('review', 'regenerate', '--all', '--estimate')).out).toMatch(/^about 12 calls, .*; nothing was sent/);
    expect(at.server.chats).toHaveLength(0);
  });

  it('ends as every run does: with 0 when it is done or at its budget, and says why where it is not done', async () => {
    const limited = await json(regenerated, 'review', 'regenerate', '--all', '--max-tokens', '4000');
    expect(limited).toMatchObject({ outcome: 'stopped', failures: [] });
    expect(limited.changed.length).toBeLessThan(6);
    const { out } = await loom('runs', 'resume', limited.run, '--max-tokens', '1000000');
    expect(out).toMatch(/^regenerated 6, 0 failed\n12 calls/);
    const again = await loom('review', 'regenerate', '--all', '--max-tokens', '10');
    expect({ code: again.code, out: again.out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^regenerated 0, 0 failed\nstopped: .*budget of 10 tokens/) as unknown,
    });
    expect((await loom('review', 'regenerate', '--all', '--status', 'rejected')).out).toBe('regenerated 0, 0 failed\n');
  });

  it('is a run of none where nothing is left by the filters, as judging is', async () => {
    const nothing = ['--all', '--text', 'nothing of the kind'];
    const zero = z.literal(0);
    const none = { run: z.string(), planned: zero, kept: zero, failed: zero, dropped: z.array(z.never()), outcome: z.literal('done') };
    const again = await json(z.looseObject({ ...none, kind: z.literal('regenerate') }), 'review', 'regenerate', ...nothing);
    const judged = await json(z.looseObject({ ...none, kind: z.literal('judge') }), 'judge', ...nothing);
    expect(Object.keys(again)).toEqual(expect.arrayContaining(Object.keys(judged)));
    const { runs } = await json(z.object({ runs: z.array(z.object({ run: z.string() })) }), 'runs', 'list');
    expect(runs.slice(0, 2).map((each) => each.run)).toEqual([judged.run, again.run]);
  });

  it('ends with 1 and says why when the model cannot be asked', async () => {
    at.server.failWhen(() => ({ kind: 'status', status: 401, message: 'Incorrect API key provided' }));
    const { code, out, err } = await loom('review', 'regenerate', '--all', '--instruction', 'differently');
    at.server.failWhen(() => undefined);
    expect(code).toBe(1);
    expect(out).toMatch(/^regenerated 0, 0 failed\n(.*\n)?stopped: .*key/i);
    expect(err).toMatch(/^loom: .*key/im);
  });
});

describe('loom runs resume', { timeout: 120_000 }, () => {
  it('says what a run that makes no samples came to, in its own words', async () => {
    const rating = await json(resumable, 'rate', '--count', '3', '--max-tokens', '10');
    expect((await loom('runs', 'resume', rating.run, '--max-tokens', '1000000')).out).toMatch(/^3 rated, 0 failed\n/);
    const personas = await json(resumable, 'personas', '--count', '3', '--max-tokens', '10');
    expect((await loom('runs', 'resume', personas.run, '--max-tokens', '1000000')).out).toMatch(/^3 personas written, 0 calls failed\n/);
  });
});
