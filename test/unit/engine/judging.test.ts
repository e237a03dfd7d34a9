import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { engineRequests } from '../../../src/protocol/engine.ts';
import type { ChatBody } from '../../support/model-server.ts';
import { judgement, methodAsked, realistic } from './support/method-replies.ts';
import { ModelledProject, promptOf } from './support/modelled-project.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

/** Every third question is wrong, so the judge says. */
const isWrong = (question: string): boolean => question.includes('change range 1?');

function judging(body: ChatBody): string {
  return methodAsked(body) === 'judge' ? judgement(isWrong(promptOf(body)) ? 1 : 5) : realistic(body);
}

let at: ModelledProject;
let project: OpenedProject;

beforeEach(async () => {
  at = await ModelledProject.start({ models: ['hand', 'judge'], usage: { prompt_tokens: 700, completion_tokens: 300 }, reply: judging });
  at.manySets();
  project = await at.open({ judgeModel: 'judge' });
  await project.request('extract', {});
  at.server.requests.length = 0;
});
afterEach(async () => {
  project.close();
  await at.end();
});

const generate = (count: number, more: object = {}) => project.request('generate', { method: 'level3', count, seed: 1, ...more });
const get = (sample: string) => project.request('samples/get', { sample });
const idsOf = async (run: string) => (await project.request('samples/ids', { filter: { run } })).samples;
const judgedChats = () => at.server.chats.filter(({ body }) => methodAsked(body!) === 'judge');

const good = {
  judge: 4.2,
  judgeModel: 'judge',
  'judge.relevance': 5,
  'judge.relevance.reason': 'belongs to the field',
  'judge.clarity': 4,
  'judge.clarity.reason': 'the datum is not named',
  'judge.correctness': 5,
  'judge.correctness.reason': 'sound',
  'judge.difficulty': 3,
  'judge.grounding': 4,
  'judge.grounding.reason': 'the range stands in the document',
};

describe('generating with a judge', () => {
  it('keeps its scores and reasons as fields, and holds nothing back unless the gate is set', async () => {
    const { run, ...result } = await generate(9, { judge: true });
    expect(result).toMatchObject({ kept: 9, gated: 0, calls: 3 + 9 + 9 });
    expect(new Set(judgedChats().map(({ body }) => body!.model))).toEqual(new Set(['judge']));
    for (const id of await idsOf(run)) {
      const { current } = await get(id);
      if (isWrong(labelOf(current.content))) expect(current.fields).toMatchObject({ judge: 3.4, 'judge.correctness': 1 });
      else expect(current.fields).toEqual(good);
    }
  });

  it('holds back what scores below gates.judge, and says for which fault', async () => {
    at.manySets('gates:\n  judge: 4\n');
    await project.request('refresh', {});
    const result = await generate(8, { judge: true });
    expect(result).toMatchObject({ kept: 8, outcome: 'done', dropped: [{ reason: 'held back by the gate judge', count: result.gated }] });
    const { samples } = await project.request('samples/list', { filter: { status: ['gated'] }, offset: 0, limit: 10 });
    expect(samples.length).toBe(result.gated);
    for (const { note } of samples) expect(note).toBe('scored 3.4, below 4: correctness 1 (the result is off by a factor of two)');
  });
});

describe('judging samples that are there', () => {
  it('adds scores to them and changes nothing else', async () => {
    const { run } = await generate(9);
    const [first, second, third] = await idsOf(run);
    await project.request('review/accept', { samples: [first!, third!] });
    const before = await get(first!);
    const result = await project.request('samples/judge', { samples: [first!, second!] });
    expect(result).toMatchObject({ kept: 2, failed: 0, calls: 2, outcome: 'done', reason: null, dropped: [] });
    const after = await get(first!);
    expect(after).toEqual({ ...before, current: { ...before.current, fields: after.current.fields } });
    expect(after.current.fields?.judgeModel).toBe('judge');
    expect((await get(third!)).current.fields).toEqual({});
    // It is no decision, so undo takes back the one before it.
    expect((await project.request('review/undo', {})).changed.toSorted()).toEqual([first!, third!].toSorted());
    expect((await get(first!)).current.fields).toEqual(after.current.fields);
    const [recorded] = (await project.request('runs/list', {})).runs;
    expect(recorded).toMatchObject({ kind: 'judge', run: result.run, model: 'judge', planned: 2, kept: 2, failed: 0, outcome: 'done' });
  });

  it('writes the scores into the rows of the dataset', async () => {
    const { run } = await generate(3);
    const samples = await idsOf(run);
    await project.request('review/accept', { samples });
    await project.request('samples/judge', { filter: { status: ['accepted'] } });
    const rows = readFileSync(join(at.folder, 'dataset/data/train-00000.jsonl'), 'utf8').trim().split('\n');
    const fields = rows.map((row) => JSON.parse((JSON.parse(row) as { fields: string }).fields) as Record<string, unknown>);
    expect(fields.map(({ judge }) => judge).toSorted()).toEqual([3.4, 4.2, 4.2]);
  });

  it('is resumed after a budget and asks nothing twice; the same samples again cost nothing', async () => {
    const { run: made } = await generate(9);
    at.server.requests.length = 0;
    const limited = await project.request('samples/judge', { filter: { run: made }, maxTokens: 6000 });
    expect(limited).toMatchObject({ outcome: 'stopped', failed: 0 });
    expect(limited.kept).toBeLessThan(9);
    const resumed = await project.request('runs/resume', { run: limited.run, maxTokens: 1_000_000 });
    expect(resumed).toMatchObject({ outcome: 'done', kept: 9, failed: 0, calls: 9 });
    expect(judgedChats()).toHaveLength(9);
    const again = await project.request('samples/judge', { filter: { run: made } });
    expect(again).toMatchObject({ kept: 9, calls: 0, cached: 9 });
  });

  it('counts those it cannot judge, says why, and tries them again alone', async () => {
    const { run: made } = await generate(6);
    at.server.failWhen((body) =>
      methodAsked(body) === 'judge' && isWrong(promptOf(body)) ? { kind: 'finish', reason: 'content_filter' } : undefined,
    );
    const first = await project.request('samples/judge', { filter: { run: made } });
    expect(first).toMatchObject({ kept: 4, failed: 2, outcome: 'done' });
    expect(first.dropped).toMatchObject([{ count: 2, reason: expect.stringMatching(/content filter/i) as unknown }]);
    at.server.failWhen(() => undefined);
    at.server.requests.length = 0;
    expect(await project.request('runs/resume', { run: first.run, failed: true })).toMatchObject({ kept: 6, failed: 0 });
    expect(judgedChats()).toHaveLength(2);
  });

  it('does not judge by passages that are no longer as they were', async () => {
    const { run: made } = await generate(3);
    for (const file of ['harbour.md', 'spring-tides.md', 'streams.txt'])
      writeFileSync(join(at.folder, file), `# ${file}\n\nOther words.\n`);
    await project.request('refresh', {});
    const result = await project.request('samples/judge', { filter: { run: made } });
    expect(result).toMatchObject({ kept: 0, failed: 3, calls: 0 });
    expect(result.dropped[0]!.reason).toContain('has changed or is gone');
  });

  it('is estimated without a call', async () => {
    const { run: made } = await generate(9);
    at.server.requests.length = 0;
    at.environment.LOOM_PRICE = '1/2';
    const estimate = await project.request('judge/estimate', { filter: { run: made } });
    expect(estimate).toMatchObject({ kept: 9, calls: 9, cached: 0 });
    expect(estimate.tokens.prompt).toBeGreaterThan(9 * 200);
    expect(estimate.cost).toBeCloseTo((estimate.tokens.prompt + 2 * estimate.tokens.completion) / 1e6);
    expect(at.server.chats).toHaveLength(0);
  });

  it('refuses what it cannot do before anything is asked', async () => {
    await expect(project.request('samples/judge', { samples: ['nope'] })).rejects.toThrow('there is no sample nope');
    await expect(project.request('samples/judge', {})).rejects.toThrow('name the samples to judge, or a filter');
    project.close();
    project = await at.open({ model: 'builtin/extractive' });
    await expect(project.request('samples/judge', { filter: {} })).rejects.toThrow('builtin/extractive is none');
    project.close();
    project = await at.open({ trusted: false });
    await expect(project.request('samples/judge', { filter: {} })).rejects.toThrow('restricted mode');
    expect(at.server.chats).toHaveLength(0);
  });
});

describe('a judge and the reviewer', () => {
  it('are compared over what was judged and decided on, once there is enough of it', async () => {
    const { run } = await generate(60, { judge: true });
    expect(await project.request('judge/agreement', {})).toMatchObject({
      models: [],
      accepted: 0,
      meanAccepted: null,
      auc: null,
      needed: 10,
    });
    const samples = await Promise.all((await idsOf(run)).map(get));
    const wrong = samples.filter(({ current }) => isWrong(labelOf(current.content))).map(({ id }) => id);
    const right = samples.filter(({ current }) => !isWrong(labelOf(current.content))).map(({ id }) => id);
    await project.request('review/accept', { samples: [...right.slice(0, 19), wrong[0]!] });
    await project.request('review/reject', { samples: wrong.slice(1, 17), reason: 'wrong' });
    const agreement = await project.request('judge/agreement', {});
    expect(agreement).toMatchObject({ models: [{ model: 'judge', samples: 36 }], accepted: 20, rejected: 16, threshold: 4.2 });
    expect(agreement.meanAccepted).toBeCloseTo((19 * 4.2 + 3.4) / 20);
    expect(agreement.meanRejected).toBeCloseTo(3.4);
    expect(agreement.accuracy).toBeCloseTo(35 / 36);
    expect(agreement.auc).toBeCloseTo((19 + 0.5) / 20);
    expect(await project.request('judge/agreement', { model: 'another' })).toMatchObject({
      models: [],
      accepted: 0,
      rejected: 0,
      auc: null,
    });
  });

  it('are not compared by scores of a text that was edited since', async () => {
    const { run } = await generate(3, { judge: true });
    const [first, second] = await idsOf(run);
    await project.request('review/edit', { sample: first!, parts: { question: 'Why?', answer: 'So.' } });
    await project.request('review/accept', { samples: [first!, second!] });
    expect(await project.request('judge/agreement', {})).toMatchObject({ accepted: 1 });
  });
});

describe('the gate', () => {
  const settings = () => readFileSync(join(at.folder, '.loom', 'project.yaml'), 'utf8');

  it('is set and switched off in the settings, whose comments stay, and holds from then on', async () => {
    at.manySets('# how strict\ngates:\n  judge: 2 # lenient\n  selfContained: true\n');
    await project.request('refresh', {});
    expect(await project.request('judge/agreement', {})).toMatchObject({ gate: 2 });
    const { revision } = await project.request('gates/set', { judge: 4.2 });
    expect(revision).toBe((await project.request('status', {})).revision);
    expect(settings()).toContain('# how strict\ngates:\n  judge: 4.2 # lenient\n  selfContained: true\n');
    expect(await project.request('judge/agreement', {})).toMatchObject({ gate: 4.2 });
    expect((await generate(4, { judge: true })).gated).toBeGreaterThan(0);
    await project.request('gates/set', { judge: null });
    expect(settings()).toContain('  judge: null # lenient\n');
    expect(await project.request('judge/agreement', {})).toMatchObject({ gate: null });
    expect(await generate(4, { judge: true, seed: 2 })).toMatchObject({ gated: 0 });
  });

  it('can be set where the settings say nothing of gates yet', async () => {
    await project.request('gates/set', { judge: 3.5 });
    expect(settings()).toMatch(/^walk:\n {2}epochs: 1000\ngates:\n {2}judge: 3\.5\n$/);
  });

  it.each([0.9, 5.1, '4', undefined])('refuses %j on the wire', (judge) => {
    expect(engineRequests['gates/set'].params.safeParse({ judge }).success).toBe(false);
  });
});

describe('a list by scores', () => {
  it('has the worst first and those without scores last, each in the order they were made', async () => {
    const { run } = await generate(6, { judge: true });
    const { run: unjudged } = await generate(3, { seed: 2 });
    const list = async (filter: object, offset = 0, limit = 100) =>
      (await project.request('samples/list', { filter, offset, limit, order: 'judge' })).samples.map(({ id }) => id);
    const judged = await Promise.all((await idsOf(run)).map(get));
    const byScore = judged.toSorted((a, b) => Number(a.current.fields!.judge) - Number(b.current.fields!.judge)).map(({ id }) => id);
    const all = [...byScore, ...(await idsOf(unjudged))];
    expect(await list({})).toEqual(all);
    expect(await list({}, 4, 3)).toEqual(all.slice(4, 7));
    expect(await list({ run, status: ['pending', 'accepted'], text: 'perigee' })).toEqual(byScore);
  });

  it('tells of each sample how its text was scored, and nothing once that was edited', async () => {
    const { run } = await generate(3, { judge: true });
    const scores = async () => {
      const { samples } = await project.request('samples/list', { filter: { run }, offset: 0, limit: 100, order: 'judge' });
      return samples.map(({ judge }) => judge);
    };
    expect(await scores()).toEqual([3.4, 4.2, 4.2]);
    const { samples } = await project.request('samples/list', { filter: { run }, offset: 0, limit: 1, order: 'judge' });
    await project.request('review/edit', { sample: samples[0]!.id, parts: { question: 'Why?', answer: 'So.' } });
    expect(await scores()).toEqual([4.2, 4.2, null]);
  });
});
