import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTokens } from '../../../src/core/corpus/tokens.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { answerFiles } from './support/answer-files.ts';
import { methodAsked, realistic } from './support/method-replies.ts';
import { ModelledProject, promptOf } from './support/modelled-project.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

const usage = { prompt_tokens: 700, completion_tokens: 300 };

let at: ModelledProject;
let project: OpenedProject;
let questions: string[];
let texts: string[];
let reply: typeof realistic;

beforeEach(async () => {
  at = await ModelledProject.start({ models: ['hand', 'other'], usage, reply: (body) => reply(body) });
  reply = realistic;
  at.manySets();
  at.environment.LOOM_PRICE = '1/2';
  project = await at.open({ answerModel: 'other' });
  await project.request('extract', {});
  questions = await made('level3', 6);
  texts = await made('rephrase', 3);
  at.server.requests.length = 0;
});
afterEach(async () => {
  project.close();
  await at.end();
});

async function made(method: string, count: number): Promise<string[]> {
  const { run } = await project.request('generate', { method, count, seed: 1 });
  return (await project.request('samples/ids', { filter: { run } })).samples;
}

const estimate = (samples: string[], instruction: string | null = null) => project.request('regenerate/estimate', { samples, instruction });
const regenerate = (samples: string[], more: { instruction?: string; maxTokens?: number } = {}) =>
  project.request('review/regenerate', { instruction: null, samples, ...more });
const lastRun = async () => (await project.request('runs/list', {})).runs[0]!;

describe('drawing samples again', () => {
  it('is estimated by their own methods and prompts, without a call', async () => {
    const ofQuestions = await estimate(questions);
    expect(ofQuestions).toMatchObject({ kept: 6, calls: 12 });
    expect(await estimate(texts)).toMatchObject({ kept: 3, calls: 3 });
    const ofBoth = await estimate([...questions, ...texts]);
    expect(ofBoth).toMatchObject({ kept: 9, calls: 15 });
    expect(ofBoth.cost).toBeCloseTo((ofBoth.tokens.prompt + 2 * ofBoth.tokens.completion) / 1e6);
    const instructed = await estimate(questions, 'Ask about the Moon in particular, and about nothing but the Moon.');
    expect(instructed.tokens.prompt).toBeGreaterThan(ofQuestions.tokens.prompt);
    expect(at.server.chats).toHaveLength(0);
  });

  it('sends what the estimate counted', async () => {
    const expected = await estimate(questions);
    const result = await regenerate(questions);
    expect(result).toMatchObject({ outcome: 'done', reason: null, failures: [], calls: expected.calls });
    const sent = at.server.chats.map(({ body }) => body!.messages.reduce((sum, { content }) => sum + countTokens(content), 0));
    const tokens = sent.reduce((sum, each) => sum + each, 0);
    expect(Math.abs(expected.tokens.prompt - tokens)).toBeLessThan(0.05 * tokens);
  });

  it('leaves out, of what it is estimated to take, a sample whose passages have changed', async () => {
    const { references } = await project.request('samples/get', { sample: texts[0]! });
    appendFileSync(join(at.folder, references[0]!.file), '\nAnd so on, day after day.\n');
    await project.request('refresh', {});
    const { failed } = await regenerate(texts);
    expect(failed).toBeGreaterThan(0);
    at.server.requests.length = 0;
    const left = texts.length - failed;
    expect(await estimate(texts)).toMatchObject({ kept: left, calls: left });
  });

  it('refuses a sample that is not there, and a model that cannot do what its method asks for', async () => {
    await expect(estimate(['nope'])).rejects.toThrow('there is no sample nope');
    const offline = await at.open({ model: 'builtin/extractive' });
    await expect(offline.request('regenerate/estimate', { samples: texts, instruction: null })).rejects.toThrow('needs a language model');
    offline.close();
  });

  it('stops at its budget, says so, and goes on under a higher one', async () => {
    const limited = await regenerate(questions, { maxTokens: 4000 });
    expect(limited).toMatchObject({ outcome: 'stopped', cancelled: false });
    expect(limited.reason).toMatch(/budget of 4,?000 tokens/);
    expect(limited.changed.length).toBeLessThan(questions.length);
    expect(await lastRun()).toMatchObject({ run: limited.run, outcome: 'stopped', stoppedBy: 'budget' });
    const resumed = await project.request('runs/resume', { run: limited.run, maxTokens: 1_000_000 });
    expect(resumed).toMatchObject({ kind: 'regenerate', outcome: 'done', kept: questions.length, failed: 0 });
    expect(await lastRun()).toMatchObject({ outcome: 'done', stoppedBy: null });
  });

  const get = (sample: string) => project.request('samples/get', { sample });
  const questionOf = async (sample: string) => labelOf((await get(sample)).current.content);
  const calls = (method: string) => at.server.chats.filter(({ body }) => methodAsked(body!) === method).map(({ body }) => promptOf(body!));
  const asking = (...said: string[]): void => {
    reply = (body) =>
      methodAsked(body) === 'level3'
        ? `<Q1>\nSelected Concepts: a, b\nQuestion: ${said.shift() ?? 'Nothing more?'}\n</Q1>`
        : realistic(body);
  };

  it('names what the sample and others ask already, the same in the estimate', async () => {
    const [first, ...others] = questions;
    await regenerate([first!]);
    const [prompt] = calls('level3');
    expect(prompt).toContain(`- ${labelOf((await get(first!)).previous!.content)}`);
    const named = await Promise.all(others.map(async (id) => prompt!.includes(`- ${await questionOf(id)}`)));
    expect(named.filter(Boolean).length).toBeGreaterThan(1);
  });

  it('asks once more when the model comes back with the question of another sample, before it pays for an answer', async () => {
    const [first, second] = questions;
    const twin = await questionOf(second!);
    asking(twin.toUpperCase(), 'By how much does the range grow at perigee?');
    expect(await regenerate([first!])).toMatchObject({ changed: [first], failures: [], calls: 3 });
    expect(await questionOf(first!)).toBe('By how much does the range grow at perigee?');
    expect(calls('level3')[1]).toContain(`the same question as sample ${second!}.`);
  });

  it('leaves the sample as it is when the model insists, and names the twin', async () => {
    const [first, second] = questions;
    const [own, twin] = [await questionOf(first!), await questionOf(second!)];
    asking(twin, twin);
    const result = await regenerate([first!]);
    expect(result).toMatchObject({ changed: [], calls: 2 });
    expect(result.failures).toEqual([{ sample: first, reason: `“${twin}”: the same question as sample ${second!}` }]);
    expect(await get(first!)).toMatchObject({ status: 'pending', current: { content: { question: own } } });
  });

  it('asks once more for a question, or an answer, that points at what its reader does not see', async () => {
    asking('What does the text say of the tide?', 'What is the tide?');
    const [first] = questions;
    let answers = 0;
    const before = reply;
    reply = (body) => {
      if (methodAsked(body) !== 'answer') return before(body);
      return answers++ === 0 ? '<answer>\nAccording to the document, it is a wave.\n</answer>' : '<answer>\nIt is a wave.\n</answer>';
    };
    expect(await regenerate([first!])).toMatchObject({ changed: [first], calls: 4 });
    expect((await get(first!)).current.content).toEqual({ shape: 'qa', question: 'What is the tide?', answer: 'It is a wave.' });
  });

  it('asks once more, too, when two samples of one action come to the same new question', async () => {
    asking('What is new?', 'What is new?', 'What is newer?');
    const [first, second] = questions;
    expect(await regenerate([first!, second!])).toMatchObject({ changed: [first, second], failures: [] });
    expect([await questionOf(first!), await questionOf(second!)]).toEqual(['What is new?', 'What is newer?']);
  });

  it('draws those of a batch that come to the same anew together, and asks nothing again when it goes on', async () => {
    reply = (body) => {
      if (methodAsked(body) !== 'level3' || promptOf(body).includes('What is new?')) return realistic(body);
      return '<Q1>\nSelected Concepts: tidal range\nQuestion: What is new?\n</Q1>';
    };
    const seen: string[] = [];
    let result = await project.request('review/regenerate', { samples: questions, instruction: null, batch: 'files' });
    const { run } = result;
    let rounds = 0;
    for (; result.outcome === 'stopped' && rounds < 9; rounds++) {
      seen.push(...answerFiles(at.folder, run, reply));
      result = await project.request('review/regenerate', { samples: questions, instruction: null, batch: 'files', resume: true });
    }
    expect(result).toMatchObject({ run, kept: 6, changed: questions, failures: [], calls: seen.length });
    // Questions, and their answers, which are two for three questions of one set each; then both for the five that had asked the same.
    expect(rounds).toBe(4);
    expect(seen).toHaveLength(6 + 2 + 5 + 5);
    expect(new Set(seen).size).toBe(seen.length);
    expect(new Set(await Promise.all(questions.map(questionOf))).size).toBe(6);
  });

  it('ends as failed, with nothing changed, when the model cannot be asked', async () => {
    at.server.failWhen(() => ({ kind: 'status', status: 401, message: 'Incorrect API key provided' }));
    const refused = await regenerate(questions);
    expect(refused).toMatchObject({ outcome: 'failed', changed: [], failures: [] });
    expect(refused.reason).toMatch(/key/i);
  });
});
