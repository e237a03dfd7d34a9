import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { methodAsked, realistic } from '../engine/support/method-replies.ts';
import { ModelledProject } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

const count = z.int();
const judged = z.object({
  ...{ run: z.string(), kept: count, failed: count, calls: count, cached: count, outcome: z.string() },
  cost: z.number().nullable(),
  reason: z.string().nullable(),
});
const ids = z.object({ samples: z.array(z.object({ id: z.string() })) });
const agreement = z.object({
  models: z.array(z.object({ model: z.string(), samples: count })),
  ...{ accepted: count, rejected: count, needed: count },
  ...{ meanAccepted: z.number().nullable(), meanRejected: z.number().nullable() },
  ...{ threshold: z.number().nullable(), accuracy: z.number().nullable(), auc: z.number().nullable() },
});

let at: ModelledProject;
let samples: string[];

beforeAll(async () => {
  at = await ModelledProject.start({ models: ['hand', 'judge'], usage: { prompt_tokens: 700, completion_tokens: 300 }, reply: realistic });
  at.manySets();
  for (const args of [['extract'], ['generate', '--count', '24']]) expect((await loom(...args, '--model', 'hand')).code).toBe(0);
  samples = (await json(ids, 'review', 'list')).samples.map(({ id }) => id);
}, 60_000);
afterAll(() => at.end());

const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);

async function json<S extends z.ZodType>(schema: S, ...args: string[]): Promise<z.output<S>> {
  const { code, out, err } = await loom(...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return schema.parse(JSON.parse(out));
}

describe('loom judge', { timeout: 240_000 }, () => {
  it('judges samples by their ids or by filters, under a budget, with the model named', async () => {
    at.server.requests.length = 0;
    const estimate = await json(z.object({ calls: count, estimate: z.literal(true) }), 'judge', '--all', '--model', 'judge', '--estimate');
    expect(estimate.calls).toBe(24);
    expect(at.server.chats).toHaveLength(0);
    expect(await json(judged, 'judge', samples[0]!, samples[1]!, '--judge-model', 'judge', '--model', 'hand')).toMatchObject({
      ...{ kept: 2, failed: 0, calls: 2, outcome: 'done', reason: null, cost: null },
    });
    const asked = at.server.chats.map(({ body }) => [body!.model, methodAsked(body!)]);
    expect(asked).toEqual([
      ['judge', 'judge'],
      ['judge', 'judge'],
    ]);
    const limited = await json(judged, 'judge', '--all', '--status', 'pending', '--model', 'judge', '--max-tokens', '6000');
    expect(limited).toMatchObject({ outcome: 'stopped' });
    expect(limited.kept).toBeLessThan(24);
    const resumed = await json(z.object({ kept: count, failed: count }), 'runs', 'resume', limited.run, '--max-tokens', '100000');
    expect(resumed).toEqual({ kept: 24, failed: 0 });
    const { out } = await loom('judge', samples[0]!, '--model', 'judge');
    expect(out).toMatch(/^1 judged, 0 failed\n0 calls \(1 answered before\)/);
  });

  it('tells how well its scores go with what was decided, or how many it takes', async () => {
    await json(z.object({}), 'review', 'accept', ...samples.slice(0, 12));
    expect(await json(agreement, 'judge', '--agreement')).toMatchObject({
      accepted: 12,
      rejected: 0,
      threshold: null,
      auc: null,
      needed: 10,
    });
    expect((await loom('judge', '--agreement')).out).toContain('too few to compare: it takes 10 of each');
    await json(z.object({}), 'review', 'reject', ...samples.slice(12), '--reason', 'too easy');
    expect(await json(agreement, 'judge', '--agreement')).toMatchObject({
      ...{ models: [{ model: 'judge', samples: 24 }], accepted: 12, rejected: 12 },
      ...{ threshold: 4.2, accuracy: 0.5, auc: 0.5 },
    });
    const { out } = await loom('judge', '--agreement', '--judge-model', 'judge');
    expect(out).toContain('a gate at 4.2 agrees with 50% of the decisions');
    expect(out).toContain('scored above a rejected one 50% of the time');
  });

  it.each([
    [['--model', 'judge'], /give sample ids, or --all/],
    [['some-id', '--all', '--model', 'judge'], /not both/],
    [['nope', '--model', 'judge'], /there is no sample nope/],
    [['--all'], /needs a language model/],
    [['--agreement', '--all'], /--agreement looks at all samples/],
  ])('refuses %j with 2', async (args, message) => {
    const { code, out, err } = await loom('judge', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});
