import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTokens } from '../../../src/core/corpus/tokens.ts';
import type { Project } from '../../../src/engine/project.ts';
import { realistic } from './support/method-replies.ts';
import { ModelledProject } from './support/modelled-project.ts';

const usage = { prompt_tokens: 700, completion_tokens: 300 };

let at: ModelledProject;
let project: Project;
let questions: string[];
let texts: string[];

beforeEach(async () => {
  at = await ModelledProject.start({ models: ['hand', 'other'], usage, reply: realistic });
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
    expect(result).toMatchObject({ outcome: 'done', stopped: null, failed: [], calls: expected.calls });
    const sent = at.server.chats.map(({ body }) => body!.messages.reduce((sum, { content }) => sum + countTokens(content), 0));
    const tokens = sent.reduce((sum, each) => sum + each, 0);
    expect(Math.abs(expected.tokens.prompt - tokens)).toBeLessThan(0.05 * tokens);
  });

  it('leaves out, of what it is estimated to take, a sample whose passages have changed', async () => {
    const { references } = await project.request('samples/get', { sample: texts[0]! });
    appendFileSync(join(at.folder, references[0]!.file), '\nAnd so on, day after day.\n');
    await project.request('refresh', {});
    const { failed } = await regenerate(texts);
    expect(failed.length).toBeGreaterThan(0);
    at.server.requests.length = 0;
    const left = texts.length - failed.length;
    expect(await estimate(texts)).toMatchObject({ kept: left, calls: left });
  });

  it('refuses a sample that is not there, and a model that cannot do what its method asks for', async () => {
    await expect(estimate(['nope'])).rejects.toThrow('there is no sample nope');
    const offline = await at.open({ model: 'builtin/extractive' });
    await expect(offline.request('regenerate/estimate', { samples: texts, instruction: null })).rejects.toThrow('needs a language model');
    offline.close();
  });

  it('stops at its cap, says so, and goes on under a higher one', async () => {
    const capped = await regenerate(questions, { maxTokens: 4000 });
    expect(capped).toMatchObject({ outcome: 'stopped', cancelled: false });
    expect(capped.stopped).toMatch(/cap of 4,?000 tokens/);
    expect(capped.changed.length).toBeLessThan(questions.length);
    expect(await lastRun()).toMatchObject({ run: capped.run, outcome: 'stopped', stoppedBy: 'cap' });
    const resumed = await project.request('runs/resume', { run: capped.run, maxTokens: 1_000_000 });
    expect(resumed).toMatchObject({ kind: 'regenerate', outcome: 'done', kept: questions.length, failed: 0 });
    expect(await lastRun()).toMatchObject({ outcome: 'done', stoppedBy: null });
  });

  it('ends as failed, with nothing changed, when the model cannot be asked', async () => {
    at.server.failWhen(() => ({ kind: 'status', status: 401, message: 'Incorrect API key provided' }));
    const refused = await regenerate(questions);
    expect(refused).toMatchObject({ outcome: 'failed', changed: [], failed: [] });
    expect(refused.stopped).toMatch(/key/i);
  });
});
