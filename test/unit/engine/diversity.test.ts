/** Measuring diversity with a model whose groups are known. */
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { EngineParams } from '../../../src/protocol/engine.ts';
import type { ChatBody } from '../../support/model-server.ts';
import { startScript } from '../../support/start-script.ts';
import { methodAsked, realistic } from './support/method-replies.ts';
import { ModelledProject, promptOf, requestHash } from './support/modelled-project.ts';

let at: ModelledProject;
let project: OpenedProject;
let reply: (body: ChatBody) => string;
let samples: string[];

beforeEach(async () => {
  reply = realistic;
  at = await ModelledProject.start({ usage: { prompt_tokens: 700, completion_tokens: 300 }, reply: (body) => reply(body) });
  at.moreDocuments(10);
  at.manySets('gates:\n  selfContained: false\n');
  project = await at.open();
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 9, seed: 1 });
  samples = (await project.request('samples/ids', { filter: {} })).samples.toSorted();
  at.server.requests.length = 0;
});
afterEach(async () => {
  project.close();
  await at.end();
});

type Query = EngineParams<'diversity/measure'>;
const sizes = { samplesPerDraw: 3, draws: 2, size: 6, rounds: 4 };
const measure = (more: Query = {}) => project.request('diversity/measure', { ...sizes, ...more });
const asked = (method: string) => at.server.chats.flatMap(({ body }) => (methodAsked(body!) === method ? [body!] : []));
const results = async () => (await project.request('diversity/results', {})).measurements;

/** Number of the draw or round that a request is of: the usual seed is 1. */
const indexOf = ({ seed }: ChatBody): number => seed! - 1;
const grouped = (...groups: readonly (readonly number[])[]): string =>
  JSON.stringify({ clusters: groups.map((group, place) => ({ reason: 'alike', samples: group, name: `kind ${place + 1}, by hand` })) });

/** The groups of each round, and the verdicts on those of more than one. */
const rounds = [
  {
    groups: [
      [1, 3, 5],
      [2, 4, 6],
    ],
    verdicts: [1, 1],
  },
  { groups: [[1], [2], [3], [4], [5], [6]], verdicts: [] },
  { groups: [[2, 3, 4, 5], [1], [6]], verdicts: [0] },
  { groups: [[1, 2, 3, 4, 5, 6]], verdicts: [0] },
] as const;

function byHand(body: ChatBody): string {
  const round = rounds[indexOf(body) % rounds.length]!;
  switch (methodAsked(body)) {
    case 'cluster':
      return grouped(...round.groups);
    case 'verify':
      return JSON.stringify({ validation: round.verdicts });
    default:
      return realistic(body);
  }
}

describe('diversity', () => {
  it('is the mean of the rounds that have a valid group, with its error, as worked out by hand', async () => {
    reply = byHand;
    const result = await measure();
    // Draws, two merges, one wording, four rounds, and no verdict for the round in which all stand alone.
    expect(result).toMatchObject({ kind: 'diversity', kept: 4, planned: 4, failed: 0, calls: 2 + 2 + 1 + 4 + 3, outcome: 'done' });
    const { measurement } = result;
    // C / S: 2 / 3; 6 / 1; 2 / 1, for the large group is invalid; and a miss.
    const scores = [2 / 3, 6, 2];
    const mean = (2 / 3 + 6 + 2) / 3;
    const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
    expect(measurement.score).toBeCloseTo(mean, 12);
    expect(measurement.standardError).toBeCloseTo(Math.sqrt(squares / 2 / 3), 12);
    expect(measurement).toMatchObject({ rounds: 4, misses: 1, samples: samples.length, settings: { ...sizes, criteria: 5 }, seed: 1 });
    expect(measurement.criteria.map(({ kind, name, line }) => [kind, name, line])).toEqual([
      ['metadata', 'Task', 'Compare them by criterion 1'],
      ['metadata', 'Subject', 'Compare them by criterion 2'],
      ['metrics', 'Task', 'Compare them by criterion 3'],
      ['metrics', 'Subject', 'Compare them by criterion 4'],
    ]);
    expect(await results()).toEqual([measurement]);
    expect(measurement.usage.tokens.prompt).toBe(700 * result.calls);
  });

  it('draws from the set alone, shows each step what the one before gave, and keeps named groups with their samples', async () => {
    reply = byHand;
    const { measurement } = await measure();
    const lines = measurement.criteria.map(({ line }) => `- ${line}\n`).join('');
    for (const body of [...asked('cluster'), ...asked('verify')]) expect(promptOf(body)).toContain(`:\n${lines}`);
    for (const body of asked('merge')) expect(promptOf(body)).toMatch(/^- \w+ \w\w \(\d of 2 readers\): /m);
    expect(promptOf(asked('phrase')[0]!)).toContain('1. Task: What is asked for (');
    // A group is shown with its own samples.
    const texts = (prompt: string): string[] => Array.from(prompt.matchAll(/^````\n([^]*?)\n````$/gm), ([, text]) => text!);
    const [round, verdict] = ['cluster', 'verify'].map((method) => texts(promptOf(asked(method).find((body) => indexOf(body) === 0)!)));
    expect(verdict).toEqual([0, 2, 4, 1, 3, 5].map((place) => round![place]));
    const first = measurement.groups.find(({ name }) => name === 'kind 1, by hand');
    expect(first).toMatchObject({ name: 'kind 1, by hand', groups: 4, valid: 2 });
    expect(first!.sampleCount).toBe(first!.samples.length);
    for (const group of measurement.groups) for (const id of group.samples) expect(samples).toContain(id);
    expect(measurement.groupNames).toBe(6);
  });

  it('costs nothing when it is measured again, and only the new rounds when there are to be more', async () => {
    reply = byHand;
    const first = await measure();
    const again = await measure();
    expect(again).toMatchObject({ calls: 0, cached: first.calls, measurement: { score: first.measurement.score } });
    expect(await measure({ rounds: 6 })).toMatchObject({ calls: 2 + 1, measurement: { rounds: 6 } });
    expect((await measure({ seed: 2, draws: 1, rounds: 1 })).calls).toBeGreaterThan(0);
    expect((await results()).map(({ run }) => run)).toHaveLength(4);
  });

  it('is estimated without a call, with the size of the set', async () => {
    const estimate = await project.request('diversity/estimate', sizes);
    expect(estimate).toMatchObject({ samples: samples.length, planned: 4, calls: 2 + 2 + 1 + 4 + 4 });
    expect(estimate.tokens.prompt).toBeGreaterThan(1000);
    expect(at.server.chats).toHaveLength(0);
    const usual = await project.request('diversity/estimate', { size: 6 });
    expect(usual.calls).toBe(10 + 2 + 1 + 50 + 50);
  });

  it('takes the sizes of the settings where none is asked for, and each that is before them', async () => {
    project.close();
    at.manySets('gates:\n  selfContained: false\ndiversity: { samplesPerDraw: 4, draws: 3, size: 7, rounds: 8 }\n');
    project = await at.open();
    const own = { samplesPerDraw: 4, draws: 3, criteria: 5, size: 7, rounds: 8 };
    expect((await project.request('status', {})).diversity).toEqual(own);
    expect(await project.request('diversity/estimate', {})).toMatchObject({ planned: 8, calls: 3 + 2 + 1 + 8 + 8 });
    expect(await project.request('diversity/estimate', { rounds: 2 })).toMatchObject({ planned: 2, calls: 3 + 2 + 1 + 2 + 2 });
    reply = byHand;
    expect((await project.request('diversity/measure', { size: 6, rounds: 4 })).measurement.settings).toEqual({
      ...own,
      size: 6,
      rounds: 4,
    });
    at.manySets('diversity: { rounds: 100001 }\n');
    await expect(at.open()).rejects.toThrow('project.yaml:3: diversity.rounds: ');
  });

  it('is of what was kept, or of what a filter says; of too few it is refused, with their number', async () => {
    const [rejected, ...kept] = samples;
    await project.request('review/reject', { samples: [rejected!], reason: 'dull' });
    reply = byHand;
    const { measurement } = await measure();
    expect(measurement.samples).toBe(kept.length);
    expect(measurement.groups.flatMap((group) => group.samples)).not.toContain(rejected);
    await expect(measure({ filter: { status: ['rejected'] } })).rejects.toThrow(
      '6 samples are needed for draws of 3 and rounds of 6, and there are 1: widen the filter',
    );
    await expect(project.request('diversity/estimate', { size: 50 })).rejects.toThrow(`there are ${kept.length}`);
    expect((await measure({ filter: { status: ['rejected', 'pending'] }, rounds: 1 })).measurement.samples).toBe(samples.length);
  });

  it('is nothing that the offline model can tell', async () => {
    project.close();
    project = await at.open({ model: 'builtin/extractive' });
    await expect(measure()).rejects.toThrow(/Groups of samples \(cluster\) needs a language model, and builtin\/extractive is none/);
  });
});

describe('replies that are not as they should be', () => {
  it('are mended where that can be told, and what was mended is counted', async () => {
    reply = (body) =>
      methodAsked(body) === 'cluster' ? '{"clusters": {"pairs": ["1", "2", 9], "others": [2, 3, "Sample 4"], "last": [5]}}' : byHand(body);
    const { measurement } = await measure({ rounds: 1 });
    // Sample 6 is in no group, 2 in two, and there is no 9. Both verdicts are 1: C = 4, S = (2 + 2 + 1 + 1) / 4.
    expect(measurement.mended).toEqual({ unknown: 1, repeated: 1, unplaced: 1 });
    expect(measurement.score).toBeCloseTo(4 / 1.5, 12);
  });

  it('are asked for once more, and a round that fails again is tried when the failed ones are', async () => {
    let usable = false;
    reply = (body) => {
      if (indexOf(body) !== 2 || usable) return byHand(body);
      return methodAsked(body) === 'cluster' ? '{"clusters": [{"name": "some", "samples": [1]}]}' : byHand(body);
    };
    const failed = await measure();
    expect(failed).toMatchObject({ kept: 3, failed: 1, outcome: 'done', measurement: { rounds: 3, misses: 1 } });
    expect(failed.dropped).toMatchObject([{ by: 'failed', kind: 'form', count: 1 }]);
    expect(asked('cluster').filter((body) => promptOf(body).includes('no group for 5 of the 6 samples'))).toHaveLength(1);
    usable = true;
    const before = at.server.chats.length;
    expect(await project.request('runs/resume', { run: failed.run, failed: true })).toMatchObject({ kept: 4, failed: 0, outcome: 'done' });
    expect(at.server.chats.length - before).toBe(2);
    expect((await results())[0]).toMatchObject({ rounds: 4, score: expect.closeTo((2 / 3 + 6 + 2) / 3, 12) as unknown });
  });

  it('to a draw leave the others; those without which nothing goes on end the run, which is taken up there', async () => {
    let broken: string | null = 'merge';
    reply = (body) => {
      const method = methodAsked(body);
      if (method === 'criteria' && indexOf(body) === 0) return 'They are all about tides.';
      return method === broken ? 'I would keep them all.' : byHand(body);
    };
    const { run, ...failed } = await measure();
    expect(failed).toMatchObject({ kept: 0, failed: 3, outcome: 'failed', measurement: { draws: 1, criteria: [], score: null } });
    expect(failed.reason).toContain('the criteria could not be merged');
    broken = 'phrase';
    expect(await project.request('runs/resume', { run })).toMatchObject({ kept: 0, failed: 2, outcome: 'failed' });
    broken = null;
    expect(await project.request('runs/resume', { run })).toMatchObject({ kept: 4, failed: 1, outcome: 'done' });
    expect((await results())[0]).toMatchObject({ draws: 1, rounds: 4, misses: 1 });
    const before = at.server.chats.length;
    expect(await project.request('runs/resume', { run, failed: true })).toMatchObject({
      ...{ kept: 4, failed: 1, outcome: 'done' },
      passedOver: [{ reason: 'draws that gave no criteria, since those of the others are settled', count: 1 }],
    });
    expect(at.server.chats).toHaveLength(before);
  });

  it('of a model that never keeps the form end the run soon', async () => {
    reply = () => 'They are all about tides.';
    const result = await measure({ draws: 1000 });
    expect(result).toMatchObject({ kept: 0, outcome: 'failed' });
    expect(result.reason).toContain('did not keep the form of the reply 10 times in a row');
    // Each draw is asked for twice, and some hundred are under way before the first ten are recorded.
    expect(at.server.chats.length).toBeLessThan(1500);
  });
});

describe('a measurement that is broken off', () => {
  it('by its budget is gone on with, by the same request or by the run, asking nothing twice', async () => {
    reply = byHand;
    const limited = await measure({ maxTokens: 4500 });
    expect(limited.outcome).toBe('stopped');
    expect(limited.calls).toBeLessThan(6);
    const resumed = await measure({ resume: true, maxTokens: 9500 });
    expect(resumed).toMatchObject({ run: limited.run, outcome: 'stopped' });
    const { run } = resumed;
    expect(await project.request('runs/resume', { run, maxTokens: 1_000_000 })).toMatchObject({ kept: 4, outcome: 'done' });
    expect(at.server.chats).toHaveLength(12);
    expect(new Set(at.server.chats.map(({ body }) => requestHash(body!))).size).toBe(12);
    expect((await results())[0]!.score).toBeCloseTo((2 / 3 + 6 + 2) / 3, 12);
  });

  it('by a kill in the middle of its rounds is gone on with, and no round counts twice', { timeout: 120_000 }, async () => {
    reply = byHand;
    const query = { ...sizes, rounds: 40 };
    const script = join(import.meta.dirname, 'run-kind-child.ts');
    const child = startScript(script, [at.folder, JSON.stringify({ method: 'diversity/measure', params: query })], at.environment);
    const gone = once(child, 'exit');
    for (let news = 0; news < 3 && child.exitCode === null; news++) await Promise.race([once(child.stdout, 'data'), gone]);
    child.kill('SIGKILL');
    await gone;
    const result = await project.request('diversity/measure', { ...query, resume: true });
    expect(result).toMatchObject({ kept: 40, failed: 0, outcome: 'done', measurement: { rounds: 40, misses: 10 } });
    expect(result.measurement.score).toBeCloseTo((2 / 3 + 6 + 2) / 3, 12);
    // A request under way when it was killed is all that may be put again.
    const hashes = at.server.chats.map(({ body }) => requestHash(body!));
    expect(new Set(hashes).size).toBe(2 + 3 + 40 + 30);
  });
});

it('shows long samples by their beginning, and less of them where the context is small', async () => {
  const long = `${'The tide comes twice a day, as everybody knows. '.repeat(200)}It ends here.`;
  for (const id of samples) await project.request('review/edit', { sample: id, parts: { answer: long } });
  reply = byHand;
  await measure({ rounds: 1 });
  const prompt = promptOf(asked('cluster')[0]!);
  expect(prompt.length).toBeLessThan(6 * 1600 + 4000);
  expect(prompt).toContain('as everybody knows. …\n````');
  expect(prompt).not.toContain('It ends here.');

  const tooLong = { kind: 'status', status: 500, text: JSON.stringify({ error: 'the input length exceeds the context length' }) } as const;
  at.server.failWhen((body) => (promptOf(body).length > 5000 ? tooLong : undefined));
  const { kept, measurement } = await measure({ rounds: 1, seed: 2 });
  expect([kept, measurement.rounds]).toEqual([1, 1]);
});
