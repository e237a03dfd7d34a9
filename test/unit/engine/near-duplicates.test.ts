import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { ChatBody } from '../../support/model-server.ts';
import { methodAsked, realistic } from './support/method-replies.ts';
import { asks, ModelledProject, promptOf, wellBehaved } from './support/modelled-project.ts';

const question =
  'At which phase of the moon does the sea rise highest at the quay, and how long after noon does the next high water follow?';
/** Fewer than a tenth of the words replaced, in what says the same, and the numbers alone. */
const near = question.replace('quay', 'pier');
const problem = (depth: number): string =>
  `How fast does a long wave travel over a shelf that is ${depth} metres deep, where the pull is 9.8 in the usual units?`;

let at: ModelledProject;
let project: OpenedProject;
let questions: (call: number) => readonly string[] = () => [question];

const reply = (all: readonly string[]): string => all.map((text, n) => `<Q${n + 1}>\nQuestion: ${text}\n</Q${n + 1}>`).join('\n');

beforeEach(async () => {
  let calls = 0;
  at = await ModelledProject.start({
    reply: (body: ChatBody) => {
      if (methodAsked(body) === 'rephrase') return realistic(body);
      return asks.questions(body) ? reply(questions(calls++)) : wellBehaved(body);
    },
  });
  at.manySets();
  project = await at.open();
  await project.request('extract', {});
});

afterEach(async () => {
  project.close();
  await at.end();
});

const generate = (count: number, method = 'level1') => project.request('generate', { method, count, seed: 1 });
const list = async (filter: object = {}) => (await project.request('samples/list', { filter, offset: 0, limit: 1000 })).samples;
const gateOf = async (sample: string) => (await project.request('samples/get', { sample })).gate;
const set = async (yaml: string): Promise<void> => {
  writeFileSync(join(at.folder, '.loom/project.yaml'), yaml);
  await project.request('refresh', {});
};

describe('the gate for near-duplicates', () => {
  it('holds back what is nearly the same as another of its reply, and lets other numbers pass', async () => {
    questions = () => [question, near, problem(10), problem(40)];
    await generate(3);
    const samples = await list();
    const kept = samples.filter(({ status }) => status === 'pending');
    expect(kept.map(({ label }) => label).sort()).toEqual([problem(10), problem(40), question].sort());
    const held = samples.find(({ label }) => label === near)!;
    const twin = kept.find(({ label }) => label === question)!;
    expect(held.status).toBe('gated');
    // Of 25 words there are 23 runs of three; one other word changes three of them.
    expect(await gateOf(held.id)).toEqual({
      gate: 'near-duplicate',
      reason: `nearly the same question as sample ${twin.id}: 77 % of their word sequences are shared`,
      twin: { sample: twin.id, similarity: expect.closeTo(20 / 26, 5) as number },
    });
    const answers = at.server.chats.filter(({ body }) => asks.answer(body!));
    expect(answers).toHaveLength(3);
    const detail = await project.request('samples/get', { sample: held.id });
    expect(detail.twin).toMatchObject({ id: twin.id, status: 'pending', content: { question } });
  });

  it('holds against a sample what other runs and methods have kept, and nobody rejected', async () => {
    questions = () => [question];
    await generate(1);
    questions = () => [near, 'Which of the two flood waves of a day is the higher one where the Moon stands north of the equator?'];
    const second = await generate(1, 'level2');
    expect(second).toMatchObject({ kept: 1, gated: 1 });
    const [twin] = await list({ text: 'quay' });
    expect(await gateOf((await list({ text: 'pier' }))[0]!.id)).toMatchObject({ gate: 'near-duplicate', twin: { sample: twin!.id } });
    await project.request('review/reject', { samples: [twin!.id], reason: 'too easy' });
    questions = () => [near.replace('noon', 'midday')];
    expect(await generate(1)).toMatchObject({ kept: 1, gated: 0 });
  });

  it('knows what was edited, by its new text', async () => {
    questions = () => [problem(7)];
    await generate(1);
    const [sample] = await list();
    await project.request('review/edit', { sample: sample!.id, parts: { question } });
    questions = (call) => [near, `${call}: ${problem(8)}`];
    await generate(1);
    expect(await gateOf((await list({ text: 'pier' }))[0]!.id)).toMatchObject({ gate: 'near-duplicate', twin: { sample: sample!.id } });
  });

  it.each([
    ['the same text is held back', ''],
    ['the same text may pass its own gate', 'exactDuplicates: false, '],
  ])('asks for one answer alone of what is asked nearly alike at once, where %s', async (_, also) => {
    await set(`gates: { ${also}nearDuplicates: 0.7 }\n`);
    const places = ['quay', 'quay', 'pier', 'beach'];
    questions = () => [...places.map((place) => question.replace('quay', place)), problem(10)];
    await generate(2);
    const asked = at.server.chats.map(({ body }) => body!).filter((body) => asks.answer(body));
    expect(asked.filter((body) => promptOf(body).includes('phase of the moon'))).toHaveLength(1);
    const samples = await list({ text: 'phase' });
    expect(samples.filter(({ status }) => status === 'pending')).toHaveLength(1);
    expect(samples.filter(({ status }) => status === 'gated')).toHaveLength(places.length - 1);
  });

  it('is off where the settings say so, and as strict as they say', async () => {
    questions = () => [question, near];
    await set('gates: { nearDuplicates: null }\n');
    expect(await generate(2)).toMatchObject({ kept: 2, gated: 0 });
    await set('gates: { nearDuplicates: 0.9 }\n');
    questions = () => [question.replace('noon', 'midday')];
    expect(await generate(1)).toMatchObject({ kept: 1, gated: 0 });
  });
});

describe('the gates of length and language', () => {
  it('hold back what is longer than wanted, with the count', async () => {
    await set('gates: { length: { max: 30 } }\n');
    questions = (call) => [
      `${question} Say too what the wind adds to it, and by how much the weight of the air lowers it in the course of a storm.`,
      `Why is tide ${call} late?`,
    ];
    await generate(1);
    const held = (await list({ status: ['gated'] }))[0]!;
    expect(await gateOf(held.id)).toMatchObject({
      gate: 'length',
      reason: expect.stringMatching(/^\d+ words, and at most 30 are wanted$/) as string,
    });
  });

  it('hold back what is in another language than its sources', async () => {
    questions = (call) => [
      '潮汐是海水在月球和太阳引力作用下有规律的涨落现象，每天通常有两次高潮，这是为什么？',
      `Why is tide ${call} late?`,
    ];
    await generate(1);
    const held = (await list({ status: ['gated'] }))[0]!;
    expect(await gateOf(held.id)).toMatchObject({
      gate: 'language',
      reason: expect.stringMatching(/^written in Chinese, not in English/) as string,
    });
  });
});

describe('groups of near-duplicates', () => {
  beforeEach(async () => {
    await set('gates: { nearDuplicates: null }\n');
    questions = () => [question, near, `${near} Say why.`, problem(10), problem(40)];
    await generate(5);
  });

  const groups = async (threshold?: number) =>
    project.request('duplicates/list', {
      filter: {},
      by: 'words',
      offset: 0,
      limit: 10,
      ...(threshold === undefined ? {} : { threshold }),
    });

  it('are listed with how alike they are, largest first', async () => {
    const { list: found, ...counts } = await groups();
    expect(counts).toEqual({ threshold: 0.7, compared: 5, clusters: 1, samples: 3, meaning: null });
    expect(found[0]!.samples.map(({ label, words, similarity }) => [label.slice(-9), words > 20, similarity.toFixed(2)])).toEqual([
      [question.slice(-9), true, '0.77'],
      [near.slice(-9), true, '0.92'],
      [' Say why.', true, '0.92'],
    ]);
    expect(await groups(0.95)).toMatchObject({ clusters: 0, samples: 0, list: [] });
  });

  it('are thinned out by a rule, as one action that is undone as one', async () => {
    const before = await list();
    const result = await project.request('duplicates/thin', { filter: {}, by: 'words', keep: 'longest', first: [] });
    expect(result).toMatchObject({ clusters: 1, cancelled: false, refused: [] });
    const rejected = await list({ status: ['rejected'] });
    expect(rejected.map(({ label, note }) => [label, note?.slice(0, 17)])).toEqual([
      [question, 'near-duplicate of'],
      [near, 'near-duplicate of'],
    ]);
    expect(await groups()).toMatchObject({ clusters: 0, compared: 3 });
    await project.request('review/undo', {});
    expect(await list()).toEqual(before);
    expect(await groups()).toMatchObject({ clusters: 1, samples: 3 });
  });

  it('leave what a person chose, and refuse what is not compared', async () => {
    const [chosen] = await list({ text: 'quay' });
    await project.request('duplicates/thin', { filter: {}, by: 'words', keep: 'longest', first: [chosen!.id] });
    expect((await list({ status: ['pending'] })).map(({ label }) => label)).toContain(question);
    await expect(project.request('duplicates/thin', { filter: {}, by: 'words', keep: 'judge', first: ['nobody'] })).rejects.toThrow(
      'sample nobody is not among',
    );
  });

  it('are the same in another process, and when the index was deleted', async () => {
    const before = await groups();
    project.close();
    project = await at.open();
    expect(await groups()).toEqual(before);
    project.close();
    rmSync(join(at.folder, '.loom/cache/index.sqlite'), { force: true });
    project = await at.open();
    expect(await groups()).toEqual(before);
  });
});

describe('the gate for leakage', () => {
  it('holds back what a benchmark asks, in the question or the answer, and shows the item', async () => {
    writeFileSync(
      join(at.folder, 'bench.jsonl'),
      `${JSON.stringify({ question: 'What is two and two?' })}\n${JSON.stringify({ question })}\n`,
    );
    await set('gates: { nearDuplicates: null, leakage: { files: ["*.jsonl"] } }\n');
    questions = (call) => [`${question.toUpperCase()} Give it in hours.`, `Why is tide ${call} late?`];
    expect(await generate(1)).toMatchObject({ kept: 1, gated: 1, dropped: [{ by: 'gated', kind: 'leakage', count: 1 }] });
    const [held] = await list({ status: ['gated'] });
    const gate = (await gateOf(held!.id))!;
    expect(gate).toMatchObject({
      gate: 'leakage',
      leak: { file: 'bench.jsonl', line: 2, share: 1, part: 'question', item: { text: question } },
    });
    const { inPart, item } = gate.leak!;
    expect(held!.label.slice(inPart.start, inPart.end)).toBe(item.text.slice(item.start, item.end).toUpperCase());
    expect(item.text.slice(item.start, item.end).split(' ')).toHaveLength(10);
  });

  it('tells of a benchmark that is not there before anything is asked', async () => {
    await set('gates: { leakage: { files: [gone.jsonl] } }\n');
    const asked = at.server.chats.length;
    await expect(generate(1)).rejects.toThrow('gone.jsonl: there is no such file');
    expect(at.server.chats.length).toBe(asked);
  });
});

describe('a question that was held back before it was answered', () => {
  const held = async () => {
    questions = () => [question, near, problem(3)];
    await generate(2);
    return (await list({ status: ['gated'] }))[0]!.id;
  };

  it('is let in with an answer, asked for alone, and stays beside its twin then', async () => {
    const sample = await held();
    expect(await project.request('samples/get', { sample })).toMatchObject({ needsAnswer: true });
    await expect(project.request('review/accept', { samples: [sample] })).rejects.toThrow('have it answered, or write its answer');
    const asked = at.server.chats.length;
    const query = { samples: [sample], instruction: null, answerOnly: true };
    expect(await project.request('regenerate/estimate', query)).toMatchObject({ calls: 1, kept: 1 });
    expect(await project.request('review/regenerate', query)).toMatchObject({ changed: [sample], outcome: 'done' });
    expect(at.server.chats.length).toBe(asked + 1);
    const answered = await project.request('samples/get', { sample });
    expect(answered).toMatchObject({ status: 'pending', gate: null, needsAnswer: false, current: { content: { question: near } } });
    expect(answered.current.content).toHaveProperty('answer', expect.stringMatching(/\S/) as string);
    expect(answered.history.map(({ what }) => what)).toEqual(['gated', 'regenerated']);
    await project.request('review/accept', { samples: [sample] });
    expect((await list({ status: ['accepted'] })).map(({ label }) => label)).toEqual([near]);
    await project.request('review/undo', {});
    await project.request('review/undo', {});
    expect(await project.request('samples/get', { sample })).toMatchObject({ status: 'gated', needsAnswer: true });
  });

  it('keeps its question where a kept one is answered anew', async () => {
    await held();
    const [kept] = await list({ status: ['pending'] });
    const before = await project.request('samples/get', { sample: kept!.id });
    await project.request('review/regenerate', { samples: [kept!.id], instruction: null, answerOnly: true });
    const after = await project.request('samples/get', { sample: kept!.id });
    expect(after.current.content).toMatchObject({ question });
    expect(after.current.parent).toBe(before.current.id);
    expect(after.current.concepts).toEqual(before.current.concepts);
  });

  it('is refused with an instruction, and for what is no question', async () => {
    const sample = await held();
    const ask = (samples: string[], instruction: string | null) =>
      project.request('review/regenerate', { samples, instruction, answerOnly: true });
    await expect(ask([sample], 'shorter')).rejects.toThrow('without an instruction');
    const { run } = await project.request('generate', { method: 'rephrase', count: 1, seed: 1 });
    const { samples } = await project.request('samples/ids', { filter: { run } });
    await expect(ask(samples, null)).rejects.toThrow('is no question with an answer');
  });
});
