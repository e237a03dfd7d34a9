import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { personasIn } from '../../../src/core/methods/personas/list.ts';
import { parsePersonas } from '../../../src/core/methods/personas/parse.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { answerFiles } from './support/answer-files.ts';
import { methodAsked, realistic } from './support/method-replies.ts';
import { ModelledProject, promptOf, requestHash } from './support/modelled-project.ts';

let at: ModelledProject;
let project: OpenedProject;
let reply: typeof realistic;

beforeEach(async () => {
  reply = realistic;
  at = await ModelledProject.start({ usage: { prompt_tokens: 700, completion_tokens: 300 }, reply: (body) => reply(body) });
  at.manySets();
  at.moreDocuments(4);
  project = await at.open();
  await project.request('extract', {});
  at.server.requests.length = 0;
});
afterEach(async () => {
  project.close();
  await at.end();
});

const write = (count: number, more: object = {}) => project.request('personas/generate', { count, ...more });
const path = () => join(at.folder, '.loom/personas.txt');
const inFile = () => personasIn(readFileSync(path(), 'utf8'));
const asked = (method: string) => at.server.chats.flatMap(({ body }) => (methodAsked(body!) === method ? [promptOf(body!)] : []));
const lastRun = async () => (await project.request('runs/list', {})).runs[0]!;

const started = z.object({ type: z.literal('run.started'), options: z.record(z.string(), z.unknown()).default({}) });
/** What the last run remembers of what was chosen for it. */
function lastOptions() {
  const folder = join(at.folder, '.loom/journal');
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'));
  return lines.flatMap((line) => started.safeParse(JSON.parse(line)).data ?? []).at(-1)!.options;
}

describe('personas written by a model', () => {
  it('are as many as were asked for, in calls that know of each other, in a file of the user’s', async () => {
    const result = await write(45);
    expect(result).toMatchObject({ kept: 45, failed: 0, calls: 3, outcome: 'done', reason: null, file: '.loom/personas.txt' });
    expect(result.personas).toHaveLength(45);
    expect(inFile()).toEqual(result.personas);
    expect(readFileSync(path(), 'utf8').split('\n')[0]).toBe(`# written by hand, run ${result.run}`);
    expect(await lastRun()).toMatchObject({ kind: 'personas', planned: 45, kept: 45, model: 'hand', seed: 1 });

    const prompts = asked('personas');
    expect(prompts.map((prompt) => /^Invent (\d+)/.exec(prompt)![1])).toEqual(['20', '20', '5']);
    expect(prompts[0]).toMatch(/- Tides: .*tidal range/);
    expect(prompts[0]).toMatch(/```\n.*tid.*\n```/is);
    for (const [call, prompt] of prompts.entries()) {
      for (const [place, persona] of result.personas.entries()) expect(prompt.includes(`- ${persona}`)).toBe(place < 20 * call);
    }
  });

  it('are asked for at once in a batch, which asks for more when its calls come to the same, until that is in vain', async () => {
    const files = { count: 50, batch: 'files', resume: true } as const;
    const people = (first: number, count: number): string =>
      Array.from({ length: count }, (_, at) => `${at + 1}. A pilot with ${first + at} ships`).join('\n');
    let calls = 0;
    // The second call gives half of those that the first one gave again.
    reply = () => people([0, 10, 30][calls++] ?? 0, 20);
    const { run } = await project.request('personas/generate', files);
    expect(answerFiles(at.folder, run, (body) => reply(body))).toHaveLength(3);
    const second = await project.request('personas/generate', files);
    expect(second).toMatchObject({ run, outcome: 'done', kept: 50, calls: 3 });
    expect(inFile()).toHaveLength(50);

    reply = () => people(0, 20);
    let more = await project.request('personas/generate', files);
    for (let round = 0; more.outcome === 'stopped' && round < 9; round++) {
      answerFiles(at.folder, more.run, (body) => reply(body));
      more = await project.request('personas/generate', files);
    }
    expect(more).toMatchObject({
      outcome: 'done',
      kept: 0,
      calls: 3,
      reason: expect.stringContaining('3 calls in a row gave nobody new') as unknown,
    });
  });

  it('leave what a person wrote as it is, steer away from it, and never repeat it', async () => {
    const byHand = '# mine\r\nA mussel grower\r\n';
    writeFileSync(path(), byHand);
    reply = (body) => (methodAsked(body) === 'personas' ? '1. The mussel-grower' : realistic(body));
    const result = await write(1);
    expect(asked('personas')[0]).toContain('- A mussel grower\n');
    expect(result).toMatchObject({
      kept: 0,
      outcome: 'done',
      reason: expect.stringContaining('3 calls in a row gave nobody new') as unknown,
      personas: [],
    });
    expect(result.dropped).toMatchObject([{ reason: 'nobody who was not there already', count: 3 }]);
    expect(asked('personas')).toHaveLength(3);
    expect(readFileSync(path(), 'utf8')).toBe(byHand);
    reply = () => '1. The mussel-grower\n2. A surgeon who sails\n3. A judge who never does';
    expect(await write(1)).toMatchObject({ kept: 1, personas: ['A surgeon who sails'] });
    expect(readFileSync(path(), 'utf8').startsWith(byHand)).toBe(true);
    expect(inFile()).toEqual(['A mussel grower', 'A surgeon who sails']);
  });

  it('go on where a budget stopped them, by the same request or by the run, asking nothing twice and adding nobody twice', async () => {
    const limited = await write(60, { maxTokens: 1500 });
    expect(limited).toMatchObject({ outcome: 'stopped', kept: 20, failed: 0 });
    expect(inFile()).toEqual(limited.personas);
    const resumed = await write(60, { resume: true, maxTokens: 2500 });
    expect(resumed).toMatchObject({ run: limited.run, kept: 40, outcome: 'stopped' });
    expect(await project.request('runs/resume', { run: limited.run, maxTokens: 1_000_000 })).toMatchObject({ kept: 60, outcome: 'done' });
    expect(inFile()).toHaveLength(60);
    expect(new Set(inFile()).size).toBe(60);
    expect(at.server.chats).toHaveLength(3);
    expect(new Set(at.server.chats.map(({ body }) => requestHash(body!))).size).toBe(3);
    expect((await write(60, { resume: true })).run).not.toBe(limited.run);
  });

  it('are taken for written where a process died between file and journal', async () => {
    reply = (body) => {
      const text = realistic(body);
      if (methodAsked(body) === 'personas') writeFileSync(path(), `${parsePersonas(text).join('\n')}\n`);
      return text;
    };
    const { personas, kept } = await write(5);
    expect(kept).toBe(5);
    expect(inFile()).toEqual(personas);
  });

  it('are asked for again with the complaint, and tried again later where that did not help', async () => {
    let usable = false;
    reply = (body) => (methodAsked(body) === 'personas' && !usable ? 'Sailors, teachers and fishermen might.' : realistic(body));
    const failed = await write(25);
    expect(failed).toMatchObject({ kept: 0, failed: 3, outcome: 'failed' });
    expect(failed.reason).toMatch(/^3 of 3 .* \(3 calls in a row gave nobody new\)$/);
    expect(asked('personas').filter((prompt) => prompt.includes('could not be used'))).toHaveLength(3);
    expect(existsSync(path())).toBe(false);
    usable = true;
    expect(await project.request('runs/resume', { run: failed.run, failed: true })).toMatchObject({ kept: 25, failed: 1 });
    expect(inFile()).toHaveLength(25);
  });

  it('are estimated without a call', async () => {
    const [few, many] = [
      await project.request('personas/estimate', { count: 20 }),
      await project.request('personas/estimate', { count: 200 }),
    ];
    expect([few.calls, many.calls]).toEqual([1, 10]);
    expect(many.tokens.prompt).toBeGreaterThan(10 * few.tokens.prompt);
    expect(at.server.chats).toHaveLength(0);
  });

  it('are refused where the model cannot, where nothing was extracted, and for files that are something else', async () => {
    const offline = await at.open({ model: 'builtin/extractive' });
    const refusal = /Personas \(personas\) needs a language model.*Choose Model/;
    await expect(offline.request('personas/generate', { count: 3 })).rejects.toThrow(refusal);
    await expect(offline.request('personas/estimate', { count: 3 })).rejects.toThrow(refusal);
    offline.close();
    for (const file of ['../people.txt', 'people.txt', 'streams.txt']) {
      await expect(write(3, { file })).rejects.toThrow('lies outside .loom');
      await expect(project.request('personas/estimate', { count: 3, file })).rejects.toThrow('lies outside .loom');
    }
    writeFileSync(join(at.folder, '.loom/project.yaml'), 'corpus:\n  include: [elsewhere/**]\n');
    await project.request('refresh', {});
    await expect(write(3)).rejects.toThrow('extract concepts first');
    const restricted = await at.open({ trusted: false });
    await expect(restricted.request('personas/generate', { count: 3 })).rejects.toThrow('restricted mode');
    restricted.close();
    expect(at.server.chats).toHaveLength(0);
  });
});

describe('the persona method', () => {
  const course = (more: object = {}) => project.request('generate', { method: 'persona', count: 4, seed: 1, ...more });

  it('takes the project’s list where there is one, a dozen a prompt, and remembers which was given', async () => {
    await course();
    expect(lastOptions()).toMatchObject({
      personasFrom: 'corpus',
      personas: expect.arrayContaining([expect.stringContaining('layperson')]) as unknown,
    });
    const { personas } = await write(30);
    await course({ seed: 2 });
    expect(lastOptions()).toMatchObject({ personasFrom: 'project', personas });
    const [one, other] = asked('persona')
      .slice(-2)
      .map((prompt) => personas.filter((persona) => prompt.includes(`- ${persona}\n`)));
    expect([one!.length, other!.length]).toEqual([12, 12]);
    expect(one).not.toEqual(other);
    const { messages } = await project.request('prompts/preview', { method: 'persona', seed: 2, ordinal: 0 });
    expect(messages.at(-1)!.content).toBe(asked('persona').at(-2));
    await course({ seed: 3, personas: ['A nurse'] });
    expect(lastOptions()).toMatchObject({ personas: ['A nurse'] });
    expect(lastOptions()).not.toHaveProperty('personasFrom');
  });
});
