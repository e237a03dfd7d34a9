import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineRequests } from '../../../src/protocol/engine.ts';
import { openProject, type OpenedProject, type ProjectOptions } from '../../../src/engine/project.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

let folder: string;
let project: OpenedProject;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-project-'));
  await cp(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
  project = await open();
});
afterEach(async () => {
  project.close();
  await rm(folder, { recursive: true });
});

const open = (options: Partial<ProjectOptions> = {}): Promise<OpenedProject> =>
  openProject(folder, { by: 'tester', trusted: true, ...options });

async function woven(count = 6): Promise<string[]> {
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count, seed: 1 });
  return (await project.request('samples/ids', { filter: { status: ['pending'] } })).samples;
}

/** Settings under which prompts do not depend on what was kept before. */
async function withoutSteering(): Promise<void> {
  await mkdir(join(folder, '.loom'), { recursive: true });
  await writeFile(join(folder, '.loom/project.yaml'), 'coverage:\n  steer: false\n');
  await project.request('refresh', {});
}

const rows = async (path: string): Promise<Record<string, unknown>[]> =>
  (await readFile(join(folder, path), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a project', () => {
  it('goes from documents to a dataset', async () => {
    const extracted = await project.request('extract', {});
    expect(extracted).toMatchObject({ documents: 3, failures: [], cancelled: false });
    expect(extracted.kept).toBe(extracted.passages);

    const generated = await project.request('generate', { method: 'level3', count: 6, seed: 1 });
    expect(generated).toMatchObject({ kept: 6, failed: 0, reason: null });
    const { samples } = await project.request('samples/ids', { filter: {} });
    expect(samples).toHaveLength(6 + generated.gated);

    const pending = await project.request('samples/ids', { filter: { status: ['pending'] } });
    await project.request('review/accept', pending);
    expect(await rows('dataset/data/train-00000.jsonl')).toHaveLength(6);
    const exported = async (format: 'messages' | 'jsonl' | 'text') => {
      const { files, rows: count } = await project.request('export', { format, directory: join(folder, 'out', format) });
      expect(count).toBe(6);
      return (await rows(relative(folder, files[0]!)))[0]!;
    };
    expect(await exported('messages')).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant' }] });
    expect(await exported('jsonl')).toHaveProperty('question');
    expect(Object.keys(await exported('text'))).toEqual(['text']);
  });

  it('knows where every sample came from', async () => {
    const [id] = await woven();
    const sample = await project.request('samples/get', { sample: id! });
    expect(sample).toMatchObject({
      status: 'pending',
      method: 'level3',
      set: { seed: 1 },
      current: { model: 'builtin/extractive', parent: null },
    });
    expect(sample.concepts.map(({ label }) => label)).toEqual([...sample.set.topics, ...sample.set.concepts]);
    for (const { id: concept, inGraph } of sample.concepts) {
      expect(inGraph).toBe(true);
      expect((await project.request('concepts/get', { concept })).id).toBe(concept);
    }
    expect(sample.references.length).toBeGreaterThan(0);
    for (const { file, start, end, excerpt } of sample.references) {
      const text = await readFile(join(folder, file), 'utf8');
      expect(text.slice(start, end)).toContain(excerpt!.split(' ')[0]!);
    }
    expect(sample.current.evidence.length).toBeGreaterThan(0);
    for (const { file, start, end, quote } of sample.evidence) {
      const text = await readFile(join(folder, file), 'utf8');
      expect(text.slice(start, end).replaceAll('*', '').replace(/\s+/g, ' ')).toBe(quote.replace(/\s+/g, ' '));
    }
  });

  it('extracts changed passages again, and no others', async () => {
    await project.request('extract', {});
    expect((await project.request('extract', {})).kept).toBe(0);
    const file = join(folder, 'streams.txt');
    await writeFile(file, `${await readFile(file, 'utf8')}\nA tidal bore is a wave that runs up a river with the flood stream.\n`);
    const again = await project.request('extract', {});
    expect(again.kept).toBeGreaterThan(0);
    expect(again.kept).toBeLessThan(again.passages);
  });

  it('samples the same sets from the same seed, in another process too', async () => {
    await project.request('extract', {});
    const { sets } = await project.request('sets/sample', { count: 20, seed: 7 });
    project.close();
    project = await open();
    expect((await project.request('sets/sample', { count: 20, seed: 7 })).sets).toEqual(sets);
    expect((await project.request('sets/sample', { count: 20, seed: 8 })).sets).not.toEqual(sets);
  });

  it('previews the prompt that a run sends', async () => {
    await withoutSteering();
    await woven(1);
    const { messages, tokens, set } = await project.request('prompts/preview', { method: 'level3', seed: 1, ordinal: 0 });
    expect(tokens).toBeGreaterThan(100);
    for (const concept of [...set.topics, ...set.concepts]) expect(messages[1]!.content).toContain(`- ${concept}`);
    const journal = await readdir(join(folder, '.loom/journal'));
    const sent = await readFile(join(folder, '.loom/journal', journal[0]!), 'utf8');
    expect(sent).toContain(JSON.stringify(messages[1]!.content));
  });

  it('records no decision that changes nothing', async () => {
    const [first, second] = await woven(2);
    const reject = (reason: string) => project.request('review/reject', { samples: [second!], reason });
    await project.request('review/accept', { samples: [first!] });
    expect((await project.request('review/accept', { samples: [first!] })).changed).toEqual([]);
    expect((await project.request('review/undo', {})).changed).toEqual([first]);
    expect((await project.request('samples/get', { sample: first! })).status).toBe('pending');
    await reject('too easy');
    expect((await reject('too easy')).changed).toEqual([]);
    expect((await reject('too vague')).changed).toEqual([second]);
    expect((await project.request('review/accept', { samples: [first!, second!] })).changed).toEqual([first, second]);
    expect((await project.request('review/accept', { samples: [second!, first!] })).changed).toEqual([]);
  });

  it('takes no rejection without a reason, and no edit that names none of the parts there are', async () => {
    const [sample] = await woven(1);
    for (const reason of ['', ' \n'])
      await expect(project.request('review/reject', { samples: [sample!], reason })).rejects.toThrow('the reason must say something');
    const edited = (parts: string) =>
      project.request('review/edit', engineRequests['review/edit'].params.parse(JSON.parse(`{"sample":"${sample!}","parts":${parts}}`)));
    await expect(edited('{}')).rejects.toThrow('no part is named; its parts are question, answer, finalAnswer');
    await expect(edited('{"__proto__":"x","question":"Why?"}')).rejects.toThrow('has no part “__proto__”; its parts are question, answer');
    await expect(edited('{"constructor":"x"}')).rejects.toThrow('has no part “constructor”');
    expect(await project.request('samples/get', { sample: sample! })).toMatchObject({ status: 'pending', previous: null });
  });

  it('takes decisions, and takes them back', async () => {
    const [first, second, third, fourth] = await woven();
    await project.request('review/accept', { samples: [first!] });
    await project.request('review/reject', { samples: [second!], reason: 'too easy' });
    await project.request('review/edit', { sample: third!, parts: { question: 'Why?', answer: 'Because.' } });
    await project.request('review/accept', { samples: [third!] });
    const before = (await project.request('samples/get', { sample: fourth! })).current;
    const { changed } = await project.request('review/regenerate', { samples: [fourth!], instruction: null });
    expect(changed).toEqual([fourth]);
    const after = await project.request('samples/get', { sample: fourth! });
    expect(after).toMatchObject({ status: 'pending', current: { parent: before.id }, previous: { id: before.id } });
    expect(labelOf(after.current.content)).not.toBe(labelOf(before.content));

    expect((await rows('dataset/data/train-00000.jsonl')).map(({ id, question }) => [id, question])).toContainEqual([third, 'Why?']);
    expect(await rows('dataset/rejected/rejected-00000.jsonl')).toMatchObject([{ id: second, reason: 'too easy', by: 'tester' }]);

    expect((await project.request('review/undo', {})).changed).toEqual([fourth]);
    expect((await project.request('samples/get', { sample: fourth! })).current).toEqual(before);
    expect((await project.request('review/undo', {})).changed).toEqual([third]);
    expect(await rows('dataset/data/train-00000.jsonl')).toMatchObject([{ id: first }]);
    expect((await project.request('review/redo', {})).changed).toEqual([third]);
    expect(await rows('dataset/data/train-00000.jsonl')).toHaveLength(2);
  });

  it('takes back at once what was regenerated at once', async () => {
    const samples = await woven(3);
    const { changed } = await project.request('review/regenerate', { samples, instruction: null });
    expect(changed.length).toBeGreaterThan(1);
    expect((await project.request('review/undo', {})).changed.toSorted()).toEqual(changed.toSorted());
    expect((await project.request('status', {})).canRedo).toBe(true);
  });

  it('finds a reference again after its file changed above it', async () => {
    const [id] = await woven();
    const [reference] = (await project.request('samples/get', { sample: id! })).references;
    const file = join(folder, reference!.file);
    const text = await readFile(file, 'utf8');
    const [heading = '', ...rest] = text.split('\n\n');
    await writeFile(file, [heading, 'A paragraph that was not there before.', ...rest].join('\n\n'));
    await project.request('refresh', {});
    const sample = await project.request('samples/get', { sample: id! });
    const now = await readFile(file, 'utf8');
    for (const { file: named, start, end, quote, line } of sample.evidence) {
      if (named !== reference!.file) continue;
      expect(now.slice(start, end).replaceAll('*', '').replace(/\s+/g, ' ')).toBe(quote.replace(/\s+/g, ' '));
      expect(line).toBe(now.slice(0, start).split('\n').length);
    }
  });

  it('asks no model in restricted mode, and shows everything', async () => {
    await woven();
    project.close();
    project = await open({ trusted: false });
    await expect(project.request('generate', { method: 'level3', count: 1 })).rejects.toThrow('restricted mode');
    await expect(project.request('extract', {})).rejects.toThrow('restricted mode');
    expect((await project.request('status', {})).samples.pending).toBe(6);
  });

  it('says which template has no end, and answers what is asked next', async () => {
    await project.request('extract', {});
    const template = join(folder, '.loom/prompts/level3.jinja');
    await mkdir(join(folder, '.loom/prompts'), { recursive: true });
    const loop = '{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}';
    await writeFile(template, loop);
    const preview = () => project.request('prompts/preview', { method: 'level3', seed: 1, ordinal: 0 });
    await expect(preview()).rejects.toThrow(`${join('.loom/prompts', 'level3.jinja')}”: takes longer than a second`);
    await expect(project.request('generate/estimate', { method: 'level3', count: 1 })).rejects.toThrow('takes longer than a second');
    expect((await project.request('status', {})).samples.pending).toBe(0);
    await writeFile(template, 'Mine: {{ topics | join(", ") }}');
    expect((await preview()).messages).toMatchObject([{ role: 'user', content: expect.stringMatching(/^Mine: ./) as unknown }]);
  });

  it('uses no template of the folder in restricted mode', async () => {
    await project.request('extract', {});
    const shown = () => project.request('prompts/preview', { method: 'level3', seed: 1, ordinal: 0 });
    const ours = await shown();
    await mkdir(join(folder, '.loom/prompts'), { recursive: true });
    await writeFile(join(folder, '.loom/prompts/level3.jinja'), 'Mine.');
    expect((await shown()).messages).toEqual([{ role: 'user', content: 'Mine.' }]);
    project.close();
    project = await open({ trusted: false });
    expect(await shown()).toEqual(ours);
  });

  it('stops cleanly and keeps what it has', async () => {
    await project.request('extract', {});
    project.close();
    const stop = new AbortController();
    project = await open({
      onProgress: ({ done }) => {
        if (done >= 3) stop.abort(new Error('enough'));
      },
    });
    const generated = await project.request('generate', { method: 'level3', count: 100, seed: 1 }, stop.signal);
    expect(generated.cancelled).toBe(true);
    const { runs } = await project.request('runs/list', {});
    expect(runs[0]).toMatchObject({ kind: 'generate', outcome: 'cancelled', kept: generated.kept });
    expect((await project.request('status', {})).samples.pending).toBe(generated.kept);
  });

  it('says once that the offline model reads English only, and of single passages in a corpus that is English', async () => {
    const text = '潮汐是海水在月球和太阳引力作用下产生的周期性涨落现象。大潮发生在新月和满月之后。'.repeat(5);
    await writeFile(join(folder, 'chaoxi.md'), `# 潮汐\n\n${text}\n`);
    await project.request('refresh', {});
    const mixed = await project.request('extract', {});
    expect(mixed.failures).toEqual([
      { file: 'chaoxi.md', reason: 'builtin/extractive reads English only; choose another model for text in other languages' },
    ]);
    for (let n = 0; n < 3; n++)
      await writeFile(join(folder, `${n}.md`), `# 潮汐\n\n${'河水流进大海山上积雪融化'.slice(4 * n, 4 * n + 4).repeat(50)}\n`);
    await project.request('refresh', {});
    await expect(project.request('extract', {})).rejects.toThrow(
      'reads English only, and 4 of 4 passages to extract are in another language: choose a language model',
    );
    expect((await project.request('runs/list', {})).runs).toHaveLength(1);
  });

  it('says what is missing or unknown', async () => {
    await expect(project.request('generate', { method: 'level3', count: 1 })).rejects.toThrow('extract concepts first');
    await expect(project.request('generate', { method: 'level9', count: 1 })).rejects.toThrow('no method “level9”');
    await expect(project.request('samples/get', { sample: 'nope' })).rejects.toThrow('there is no sample nope');
    await expect(project.request('review/accept', { samples: ['nope'] })).rejects.toThrow('there is no sample nope');
  });

  it('gates a question it has kept before', async () => {
    await withoutSteering();
    await woven(4);
    const again = await project.request('generate', { method: 'level3', count: 2, seed: 1 });
    expect(again.gated).toBeGreaterThan(0);
    const { samples } = await project.request('samples/list', { filter: { status: ['gated'] }, offset: 0, limit: 10 });
    expect(samples[0]!.note).toMatch(/same question|leans/);
  });
});
