import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sampleMethods } from '../../../src/core/methods/index.ts';
import { persona } from '../../../src/core/methods/persona/method.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { EngineParams } from '../../../src/protocol/engine.ts';
import { methodAsked, realistic } from './support/method-replies.ts';
import { ModelledProject, promptOf, requestHash } from './support/modelled-project.ts';
import { isAnswered, labelOf } from '../../../src/core/samples/shapes/index.ts';

const documents = 12;
const personas = ['A pilot who brings ships into tidal harbours', 'A mussel grower on a tidal flat'];

let at: ModelledProject;
let project: OpenedProject;
let reply: typeof realistic;

beforeEach(async () => {
  reply = realistic;
  at = await ModelledProject.start({ usage: { prompt_tokens: 700, completion_tokens: 300 }, reply: (body) => reply(body) });
  at.manySets();
  at.moreDocuments(documents);
  project = await at.open();
  await project.request('extract', {});
  at.server.requests.length = 0;
});
afterEach(async () => {
  project.close();
  await at.end();
});

type Generation = EngineParams<'generate'>;

const generate = (query: Generation) => project.request('generate', { method: 'level3', seed: 1, ...query });
const asked = (method: string) => at.server.chats.flatMap(({ body }) => (methodAsked(body!) === method ? [promptOf(body!)] : []));

async function samplesOf(run: string) {
  const { samples } = await project.request('samples/ids', { filter: { run } });
  return await Promise.all(samples.map((sample) => project.request('samples/get', { sample })));
}

async function settings(yaml: string): Promise<void> {
  at.manySets(yaml);
  await project.request('refresh', {});
}

describe.each(
  sampleMethods.map(({ id, needs, styles }) => {
    const hasPersona = needs.includes('personas');
    const more: Partial<Generation> = hasPersona ? { personas } : {};
    const fields = [...(hasPersona ? ['persona'] : []), ...(styles.length > 0 ? ['style'] : [])];
    return { method: id, more, fields, isText: !needs.includes('answers') };
  }),
)('$method', ({ method, more, fields, isText }) => {
  it('is resumed after a budget, asks nothing twice, keeps as many as were wanted, and knows where each came from', async () => {
    const limited = await generate({ method, count: 12, ...more, maxTokens: 3000 });
    expect(limited).toMatchObject({ outcome: 'stopped', failed: 0 });
    expect(limited.kept).toBeLessThan(12);
    const { run, ...result } = await project.request('runs/resume', { run: limited.run, maxTokens: 1_000_000 });
    expect(result).toMatchObject({ outcome: 'done', generated: 12, kept: 12, gated: 0, failed: 0, dropped: [] });
    expect(at.server.chats).toHaveLength(result.calls);
    expect(new Set(at.server.chats.map(({ body }) => requestHash(body!))).size).toBe(result.calls);

    const samples = await samplesOf(run);
    const prompts = at.promptsInJournal();
    expect(samples).toHaveLength(12);
    for (const { current, set, references, ...sample } of samples) {
      expect(sample).toMatchObject({ method, run: limited.run, status: 'pending' });
      expect(current).toMatchObject({ model: 'hand', answerModel: isText ? null : 'hand' });
      expect(labelOf(current.content)).not.toBe('');
      expect(isAnswered(current.content)).toBe(true);
      for (const hash of [current.prompt, ...(isText ? [] : [current.answerPrompt])]) {
        const messages = prompts.get(hash!);
        expect(at.server.chats.map(({ body }) => body!.messages)).toContainEqual(messages);
      }
      expect(set).toMatchObject({ seed: 1 });
      expect([...set.topics, ...set.concepts].length).toBeGreaterThan(0);
      expect(references.length).toBeGreaterThan(0);
      for (const { file, start, end, excerpt } of references)
        expect(readFileSync(join(at.folder, file), 'utf8').slice(start, end)).toContain(excerpt!.split(' ')[0]!);
      for (const name of fields) expect(current.fields).toHaveProperty(name);
    }
  });
});

describe('what a method tells of its samples', () => {
  it('of level1: whether the document posed the question, and for which level, where the reply says so', async () => {
    const { run } = await generate({ method: 'level1', count: 3 });
    const fields = (await samplesOf(run)).map(({ current }) => current.fields);
    expect(fields).toEqual([{ origin: 'original', level: 'High School' }, { origin: 'new', level: 'college' }, {}]);
  });

  it.each(['academic', 'narrative', 'blog', 'how-to'])('of textbook: the style %s, in which alone its prompt was', async (style) => {
    const { run } = await generate({ method: 'textbook', count: 2, style });
    expect((await samplesOf(run)).map(({ current }) => current.fields)).toEqual([{ style }, { style }]);
    const manners = { academic: 'academic textbook', narrative: 'tells a story', blog: 'blog post', 'how-to': 'as a how-to' };
    for (const prompt of asked('textbook'))
      for (const [name, words] of Object.entries(manners)) expect(prompt.includes(words)).toBe(name === style);
  });

  it('of persona: which of the list was chosen', async () => {
    const { run } = await generate({ method: 'persona', count: 2, personas });
    for (const prompt of asked('persona')) for (const each of personas) expect(prompt).toContain(`- ${each}`);
    expect((await samplesOf(run)).map(({ current }) => current.fields?.persona)).toEqual([personas[0], personas[0]]);
  });
});

describe('the form of the reply', () => {
  const forms = () => at.server.chats.map(({ body }) => [methodAsked(body!), body!.response_format]);

  it('goes with the prompts of a method that has one, and with no other', async () => {
    await generate({ method: 'persona', count: 1, personas });
    const { schema } = persona;
    expect(forms()).toContainEqual(['persona', { type: 'json_schema', json_schema: { name: 'persona', schema } }]);
    at.server.requests.length = 0;
    await generate({ method: 'level2', count: 1, judge: true });
    const named = z.object({ json_schema: z.object({ name: z.string() }) });
    for (const [method, form] of forms()) expect(named.parse(form).json_schema.name).toBe(method);
    at.server.requests.length = 0;
    await generate({ method: 'rephrase', count: 1 });
    for (const [, form] of forms()) expect(form).toBeUndefined();
  });
});

describe('a text', () => {
  it('is made of each passage once; then every passage was used', async () => {
    const result = await generate({ method: 'rephrase', count: 100 });
    const files = (await samplesOf(result.run)).map(({ references }) => references.map(({ passage }) => passage));
    expect(result).toMatchObject({ kept: files.length, failed: 0, gated: 0, outcome: 'done', reason: 'every passage was used' });
    expect(new Set(files.flat()).size).toBe(files.length);
    expect(files.length).toBeGreaterThanOrEqual(documents);
    expect(asked('rephrase')).toHaveLength(files.length);
  });

  it('is no duplicate of another with the same title, but of one with the same words', async () => {
    expect(await generate({ method: 'rephrase', count: 4 })).toMatchObject({ kept: 4, gated: 0 });
    expect(await generate({ method: 'rephrase', count: 4, style: 'qa' })).toMatchObject({ kept: 4, gated: 0 });
    const lesson =
      'The sea rises and falls. Example: where the range is 3 m, high water stands 1.5 m above the mean, and low water as much below it. Exercise: find the range at spring tide, where it is a fifth larger. Solution: 3.6 m.';
    reply = () => `<title>Tides</title>\n<text>\n${lesson}\n</text>`;
    const result = await generate({ method: 'textbook', count: 100 });
    expect(result.kept).toBe(1);
    const gated = (await samplesOf(result.run)).find(({ status }) => status === 'gated')!;
    expect(gated.gate?.reason).toMatch(/^the same text as sample /);
  });
});

describe('documents that do not suit', () => {
  it('are counted and are no failures', async () => {
    writeFileSync(join(at.folder, '.loom/project.yaml'), 'walk:\n  epochs: 1\n');
    await project.request('refresh', {});
    reply = (body) => (promptOf(body).includes('At port 1') ? 'NOT SUITABLE for creating questions.' : realistic(body));
    const unsuitable = ['port-1.md', 'port-10.md', 'port-11.md', 'port-12.md'];
    const result = await generate({ method: 'level1', count: 1000 });
    expect(result).toMatchObject({ failed: 0, outcome: 'done', reason: 'every passage was used' });
    expect(result.dropped).toMatchObject([{ reason: 'nothing to ask about', count: unsuitable.length }]);
    const files = (await samplesOf(result.run)).flatMap(({ references }) => references.map(({ file }) => file));
    expect(files.filter((file) => unsuitable.includes(file))).toEqual([]);
    await expect(project.request('runs/resume', { run: result.run })).rejects.toThrow('nothing to resume');
  });
});

/** A document of three passages, each with concepts of its own, and where they stand. */
async function sections() {
  reply = (body) => {
    const basin = methodAsked(body) === 'extract' ? /basin (\d)/.exec(promptOf(body))?.[1] : undefined;
    if (basin === undefined) return realistic(body);
    const concepts = ['mole', 'sluice', 'quay', 'lock'].map((name, index) => `   1.${index + 1}. ${name} of basin ${basin}`);
    return `<topic>\nTopics:\n1. Basin ${basin}\n</topic>\n<key_concept>\nKey Concepts:\n1. Basin ${basin}:\n${concepts.join('\n')}\n</key_concept>`;
  };
  const section = (n: number) =>
    `## Basin ${n}\n\n` +
    `The water of basin ${n} is held by a lock, whose gates are closed before the tide falls below the sill of the quay. `.repeat(4);
  const text = `---\ntitle: Basins of the port\nauthor: nobody\n---\n\n# Basins\n\n${[1, 2, 3].map(section).join('\n\n')}\n`;
  writeFileSync(join(at.folder, 'basins.md'), text);
  at.manySets('passages:\n  tokens: 120\n');
  await project.request('extract', {});
  at.server.requests.length = 0;
  const passages = await at.passagesOf('basins.md');
  expect(passages).toHaveLength(3);
  return { text, spans: passages.map(({ span }) => ({ start: span.start, end: span.end })) };
}

describe('what a run is narrowed down to', () => {
  it('is a file', async () => {
    const { run, kept } = await generate({ method: 'level1', count: 6, file: 'harbour.md' });
    expect(kept).toBe(6);
    const files = (await samplesOf(run)).flatMap(({ references }) => references.map(({ file }) => file));
    expect(new Set(files)).toEqual(new Set(['harbour.md']));
    await expect(generate({ count: 1, file: 'nowhere.md' })).rejects.toThrow('there is no file nowhere.md in the corpus');
  });

  it('is a part of a file: whatever overlaps it, however little', async () => {
    const { text, spans } = await sections();
    const [second] = spans.slice(1);
    const span = { start: second!.end - 20, end: second!.end - 10 };
    const { run, kept } = await generate({ method: 'level1', count: 3, file: 'basins.md', span });
    expect(kept).toBe(3);
    for (const { references } of await samplesOf(run)) expect(references).toMatchObject([{ file: 'basins.md', ...second }]);
    const both = { start: spans[0]!.start, end: second!.start + 1 };
    const two = await generate({ method: 'level1', count: 6, file: 'basins.md', span: both, seed: 2 });
    const starts = (await samplesOf(two.run)).flatMap(({ references }) => references.map(({ start }) => start));
    expect(new Set(starts)).toEqual(new Set([spans[0]!.start, second!.start]));
    expect(text.slice(second!.start, second!.end)).toContain('basin 2');
  });

  it('is a part of a file for concept sets too, of which one reference overlaps it', async () => {
    const { spans } = await sections();
    const { run, kept } = await generate({ count: 3, file: 'basins.md', span: spans[2]! });
    expect(kept).toBe(3);
    for (const { references } of await samplesOf(run))
      expect(references).toContainEqual(expect.objectContaining({ file: 'basins.md', ...spans[2] }));
    const estimate = await project.request('generate/estimate', { method: 'level3', count: 3, file: 'basins.md', span: spans[2]! });
    expect(estimate.calls).toBe(4);
  });

  it('is nothing where no passage overlaps it, and is said before anything is asked', async () => {
    const { text } = await sections();
    const beyond = { start: text.length, end: text.length + 10 };
    for (const span of [beyond, { start: 0, end: 3 }, { start: 40, end: 40 }])
      await expect(generate({ count: 1, file: 'basins.md', span })).rejects.toThrow(
        'no passage of basins.md overlaps the chosen part of it',
      );
    await expect(project.request('generate/estimate', { method: 'level1', count: 1, file: 'basins.md', span: beyond })).rejects.toThrow(
      'no passage of basins.md',
    );
    await expect(generate({ count: 1, span: beyond })).rejects.toThrow('a part of a file was chosen, but not the file');
    expect((await project.request('runs/list', {})).runs.filter(({ kind }) => kind === 'generate')).toEqual([]);
    expect(at.server.chats).toHaveLength(0);
  });

  it('says what was used up', async () => {
    const { spans } = await sections();
    writeFileSync(join(at.folder, '.loom/project.yaml'), 'walk:\n  epochs: 1\npassages:\n  tokens: 120\n');
    await project.request('refresh', {});
    const stopped = async (query: object) => (await generate({ method: 'level1', count: 500, file: 'basins.md', ...query })).reason;
    expect(await stopped({ span: spans[0]! })).toBe('every passage of the chosen part of basins.md was used');
    expect(await stopped({})).toBe('every passage of basins.md was used');
    expect(await stopped({ method: 'level3', span: spans[0]! })).toBe(
      'every concept set of the walk with a reference to the chosen part of basins.md was used',
    );
  });

  it('is concepts, by id or name', async () => {
    const { run } = await generate({ count: 9, concepts: ['Perigee', 'c:high water'] });
    for (const { set } of await samplesOf(run)) expect(set.concepts).toEqual(expect.arrayContaining(['perigee', 'high water']));
    await expect(generate({ count: 1, concepts: ['geese'] })).rejects.toThrow('there is no concept geese in the graph');
  });
});

describe('answers', () => {
  it('are left out where none are wanted', async () => {
    const { run, calls } = await generate({ count: 6, answer: false });
    expect(calls).toBe(2);
    for (const { current } of await samplesOf(run))
      expect(current).toMatchObject({ content: { answer: '' }, answerModel: null, answerPrompt: null });
  });

  it('of several, are what most come to, with how many agree and the prompt of the one that is kept', async () => {
    await settings('answers:\n  samples: 3\n');
    reply = (body) => {
      if (methodAsked(body) !== 'answer') return realistic(body);
      // Of three seeds in a row, one comes to another result, and one breaks off until it is asked again.
      const third = body.seed! % 3;
      if (third === 1 && !promptOf(body).includes('could not be used')) return '<answer>\nAt spring tide the range';
      return `<answer>\nIt is \\boxed{${third === 0 ? 12 : 14}} m.\n</answer>`;
    };
    const { run, kept } = await generate({ count: 9 });
    expect(kept).toBe(9);
    const prompts = at.promptsInJournal();
    for (const { current } of await samplesOf(run)) {
      expect(current.content).toMatchObject({ answer: expect.stringContaining('\\boxed{14}') as string, finalAnswer: '14' });
      expect(current.fields).toEqual({ answers: 3, agreement: 2 / 3 });
      expect(prompts.has(current.answerPrompt!)).toBe(true);
    }
  });
});
