import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { methods } from '../../../src/core/methods/index.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { type EngineParams, engineRequests } from '../../../src/protocol/engine.ts';
import { methodAsked, realistic } from './support/method-replies.ts';
import { ModelledProject, promptOf } from './support/modelled-project.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

let at: ModelledProject;
let project: OpenedProject;

beforeEach(async () => {
  at = await ModelledProject.start({ reply: (body) => (promptOf(body).includes('overall') ? 'overall: 7 - sound' : realistic(body)) });
  at.manySets();
  project = await at.open();
});
afterEach(async () => {
  project.close();
  await at.end();
});

type Query = EngineParams<'prompts/preview'>;

const preview = (query: Partial<Query> & Pick<Query, 'method'>) => project.request('prompts/preview', { seed: 1, ordinal: 0, ...query });
const promptFor = async (query: Parameters<typeof preview>[0]) => (await preview(query)).messages.at(-1)!.content;
const sent = (method: string) => at.server.chats.flatMap(({ body }) => (methodAsked(body!) === method ? [promptOf(body!)] : []));
const generate = (more: object = {}) => project.request('generate', { method: 'level3', count: 3, seed: 1, ...more });
const textAt = async ({ references }: { references: readonly { file: string; start: number; end: number }[] }) =>
  (await at.passagesOf(references[0]!.file)).filter(({ span }) => span.start === references[0]!.start);

describe('the preview of a prompt', () => {
  it('is there for every method, in the form of the contract, and asks no model', async () => {
    await project.request('extract', {});
    await generate();
    at.server.requests.length = 0;
    for (const { id } of methods) {
      const shown = engineRequests['prompts/preview'].result.parse(await preview({ method: id }));
      expect(shown.messages.at(-1)!.content, id).not.toBe('');
      expect(shown.tokens, id).toBeGreaterThan(50);
    }
    expect(at.server.chats).toHaveLength(0);
    await expect(preview({ method: 'poem' })).rejects.toThrow('there is no method “poem”; there are rate, extract, personas, level1');
  });

  it('of an extraction is what is sent for the passage, before anything was extracted', async () => {
    const shown = await preview({ method: 'extract', ordinal: 1 });
    expect(shown).toMatchObject({ sample: null, set: { topics: [], concepts: [] } });
    expect(await textAt(shown.set)).toHaveLength(1);
    await project.request('extract', {});
    expect(sent('extract')[1]).toBe(shown.messages.at(-1)!.content);
    const { set } = await preview({ method: 'extract', file: 'streams.txt' });
    expect(set.references).toMatchObject([{ file: 'streams.txt', start: 0 }]);
  });

  it('of a rating is what is sent for the passage that stands for its document', async () => {
    const shown = await Promise.all([0, 1, 2].map((ordinal) => promptFor({ method: 'rate', ordinal })));
    expect((await preview({ method: 'rate', file: 'streams.txt' })).set.references[0]!.file).toBe('streams.txt');
    await project.request('rate', { count: 3 });
    const prompts = at.server.chats.map(({ body }) => promptOf(body!)).filter((prompt) => prompt.includes('overall'));
    for (const prompt of shown) expect(prompts).toContain(prompt);
  });

  it('of an answer is what was sent for a sample’s question, the latest first', async () => {
    await project.request('extract', {});
    const { run } = await generate({ judge: true });
    const { samples } = await project.request('samples/ids', { filter: { run } });
    expect(samples.length).toBeGreaterThan(1);
    for (const [ordinal, id] of samples.toReversed().entries()) {
      const { current, references } = await project.request('samples/get', { sample: id });
      const shown = await preview({ method: 'answer', ordinal });
      expect(shown.sample).toEqual({ id, label: labelOf(current.content) });
      expect(shown.set.references).toEqual(
        references.map(({ file, start, end, passage, jaccard }) => ({ file, start, end, passage, jaccard })),
      );
      expect(sent('answer')).toContain(shown.messages.at(-1)!.content);
      expect(sent('judge')).toContain(await promptFor({ method: 'judge', ordinal }));
    }
    const most = samples.length;
    await expect(preview({ method: 'judge', ordinal: most })).rejects.toThrow(`no number ${most}: there are ${most}, counted from 0`);
  });

  it('of an answer passes over texts, which hold theirs', async () => {
    await project.request('extract', {});
    await expect(preview({ method: 'answer' })).rejects.toThrow(
      'answer is asked about a question, and there is none yet: generate samples first (loom generate)',
    );
    await generate({ method: 'rephrase', count: 1 });
    await expect(preview({ method: 'answer' })).rejects.toThrow('there is none yet');
    expect(await promptFor({ method: 'judge' })).toContain('rises and falls in a regular manner');
    await generate({ method: 'level1', count: 3, file: 'streams.txt' });
    await generate({ method: 'rephrase', count: 1, seed: 9 });
    expect((await preview({ method: 'answer' })).set.references).toMatchObject([{ file: 'streams.txt' }]);
    await expect(preview({ method: 'answer', file: 'harbour.md' })).rejects.toThrow('there is none yet on harbour.md');
  });

  it('of an answer and a judgement passes over samples whose passages have changed', async () => {
    await project.request('extract', {});
    await generate({ method: 'level1', count: 3, file: 'harbour.md' });
    await generate({ method: 'level1', count: 3, file: 'streams.txt' });
    writeFileSync(join(at.folder, 'streams.txt'), 'Another text about slack water, which is short.\n');
    await project.request('refresh', {});
    for (const method of ['answer', 'judge']) expect((await preview({ method })).set.references).toMatchObject([{ file: 'harbour.md' }]);
  });

  it('of an answer shows the accepted samples that a run would go by', async () => {
    at.moreDocuments(3);
    at.manySets('examples:\n  accepted: 1\n');
    await project.request('refresh', {});
    await project.request('extract', {});
    await generate({ method: 'level1', count: 3, file: 'port-1.md' });
    const { samples } = await project.request('samples/ids', { filter: {} });
    await project.request('review/edit', { sample: samples[0]!, parts: { question: 'How far does a neap tide fall?', answer: 'Less.' } });
    await project.request('review/accept', { samples: [samples[0]!] });
    await generate({ method: 'level1', count: 1, file: 'port-2.md' });
    expect(await promptFor({ method: 'answer' })).toContain('How far does a neap tide fall?');
    expect(sent('answer')).toContain(await promptFor({ method: 'answer' }));
  });

  it('of personas is what their first call sends, which names those of the project', async () => {
    await expect(preview({ method: 'personas' })).rejects.toThrow('extract concepts first');
    await project.request('extract', {});
    writeFileSync(join(at.folder, '.loom/personas.txt'), 'A mayor behind a dyke\n');
    const shown = await promptFor({ method: 'personas' });
    expect(shown).toContain('A mayor behind a dyke');
    await project.request('personas/generate', { count: 20 });
    expect(sent('personas')[0]).toBe(shown);
    await expect(preview({ method: 'personas', file: 'harbour.md' })).rejects.toThrow('from the whole corpus');
  });

  it('of a method that makes samples keeps to a file too', async () => {
    await project.request('extract', {});
    expect((await preview({ method: 'level1', file: 'streams.txt', ordinal: 1 })).set.references).toMatchObject([{ file: 'streams.txt' }]);
    expect((await preview({ method: 'level3', file: 'harbour.md' })).set.references.map(({ file }) => file)).toContain('harbour.md');
    // Two others, which hold as much of every set, come before it.
    await expect(preview({ method: 'level3', file: 'streams.txt' })).rejects.toThrow('no concept set or passage 0 on streams.txt');
  });

  it.each([
    [{ method: 'extract', ordinal: 99 }, 'there is no passage 99 to extract: the corpus has 3, counted from 0'],
    [{ method: 'rate', ordinal: 1, file: 'harbour.md' }, 'there is no passage 1 to rate: harbour.md has 1, counted from 0'],
    [{ method: 'extract', file: 'nowhere.md' }, 'there is no file nowhere.md in the corpus'],
    [{ method: 'judge', file: 'nowhere.md' }, 'there is no file nowhere.md in the corpus'],
    [{ method: 'extract', style: 'ode' }, 'extract has no styles'],
    [{ method: 'judge' }, 'judge is asked about a sample, and there is none yet'],
  ])('says what is wrong with %j', async (query, message) => {
    await expect(preview(query)).rejects.toThrow(message);
  });
});
