import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { benchmarksOfSettings, namedFiles } from '../../../src/engine/outside/benchmark-files.ts';
import { openLeakageIndex } from '../../../src/engine/outside/leakage-indexes.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { RunProgress } from '../../../src/protocol/results.ts';
import { ModelledProject } from './support/modelled-project.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/leakage');
const items = readFileSync(join(fixtures, 'lines.txt'), 'utf8').trim().split('\n');

let at: ModelledProject;
let project: OpenedProject;
let samples: string[];
let told: RunProgress[];

beforeAll(async () => {
  at = await ModelledProject.start();
  at.manySets();
  project = await at.open();
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 9, seed: 1 });
  samples = (await project.request('samples/ids', { filter: {} })).samples;
  mkdirSync(join(at.folder, 'bench'));
  for (const name of ['items.csv', 'items.parquet', 'lines.txt']) cpSync(join(fixtures, name), join(at.folder, 'bench', name));
  const edits: [number, object][] = [
    [0, { question: `Please solve: ${items[12]!.toUpperCase()}`, answer: 'It is 42.' }],
    [1, { answer: `As in the well-known task (${items[30]!.slice(0, 130)}), nothing is lost.` }],
    [2, { question: items[12]!, answer: `${items[0]!} ${items[39]!}` }],
  ];
  for (const [nth, parts] of edits) await project.request('review/edit', { sample: samples[nth]!, parts: { ...parts } });
}, 60_000);
afterAll(async () => {
  project.close();
  await at.end();
});
beforeEach(() => {
  told = [];
});

const page = { offset: 0, limit: 100 };
const report = (query: object = {}) => project.request('quality/leakage', { against: [join(fixtures, 'items.jsonl')], ...page, ...query });

/** Opens the project anew with these settings. */
async function withSettings(gates: string): Promise<void> {
  project.close();
  at.manySets(gates);
  project = await at.open({ onProgress: (progress) => told.push(progress) });
}

describe('the report on leakage', () => {
  it('tells of each sample which part has which item, and of each benchmark how much of it leaked', async () => {
    const found = await report();
    expect(found).toMatchObject({ ngram: 10, share: 0.5, looked: samples.length, leaked: 3, flagged: 0 });
    expect(found.benchmarks).toEqual([
      {
        file: 'items.jsonl',
        ...{ items: 40, tooShort: { count: 0, lines: [] }, fields: [{ name: 'question', count: 40 }], passedOver: [] },
        ...{ leaked: 3, flagged: 0, leakedItems: found.benchmarks[0]!.leakedItems, coverage: found.benchmarks[0]!.leakedItems / 40 },
      },
    ]);
    // Items differ from others in a name and in numbers: each has most of what those about the same things have.
    expect(found.benchmarks[0]!.leakedItems).toBeGreaterThan(4);
    const of = (nth: number) => found.samples.find(({ sample }) => sample === samples[nth])!;
    const [hit] = of(0).hits;
    expect(hit).toMatchObject({ part: 'question', file: 'items.jsonl', line: 13, verdict: 'leaked', share: 1, coverage: 1 });
    expect(hit!.item.text).toBe(items[12]);
    expect(hit!.item.text.slice(hit!.item.start, hit!.item.end).toUpperCase()).toBe(hit!.ngram);
    expect(
      of(2)
        .hits.filter(({ share }) => share === 1)
        .map(({ part, line }) => `${part} ${line}`)
        .sort(),
    ).toEqual(['answer 1', 'answer 40', 'question 13']);
    expect(of(1).hits[0]).toMatchObject({ part: 'answer', line: 31 });
    expect(of(1).hits[0]!.share).toBeLessThan(1);
    expect(found.samples.at(-1)).toBe(of(1));
  });

  it('decides by the share and the n-gram that are asked for', async () => {
    const { share } = (await report()).samples.at(-1)!.hits[0]!;
    expect(await report({ share })).toMatchObject({ leaked: 2, flagged: 1 });
    expect(await report({ share: 1 })).toMatchObject({ leaked: 0, flagged: 3 });
    expect((await report({ ngram: 8 })).samples).toHaveLength(3);
    expect((await report({ ngram: 13 })).samples[0]!.hits[0]!.ngram.split(/\s+/)).toHaveLength(13);
  });

  it('looks at those that the filter leaves, and gives pages', async () => {
    expect(await report({ filter: { id: [samples[1]!, samples[4]!] } })).toMatchObject({
      looked: 2,
      leaked: 1,
      samples: [{ sample: samples[1] }],
    });
    const all = (await report()).samples;
    expect((await report({ offset: 1, limit: 1 })).samples).toEqual([all[1]]);
    expect((await report({ offset: 3 })).samples).toEqual([]);
  });

  it('looks at what is kept so far, unless the filter names a status or samples', async () => {
    const [, leaking] = samples;
    await project.request('review/reject', { samples: [leaking!], reason: 'dull' });
    expect(await report()).toMatchObject({ looked: samples.length - 1, leaked: 2 });
    expect(await report({ filter: { method: ['level3'] } })).toMatchObject({ looked: samples.length - 1, leaked: 2 });
    expect(await report({ filter: { status: ['rejected'] } })).toMatchObject({ looked: 1, samples: [{ sample: leaking }] });
    expect(await report({ filter: { id: [leaking!] } })).toMatchObject({ looked: 1, leaked: 1 });
    await project.request('review/undo', {});
    expect(await report()).toMatchObject({ looked: samples.length, leaked: 3 });
  });

  it('sees what was edited since', async () => {
    const [, , , sample] = samples;
    await project.request('review/edit', { sample: sample!, parts: { question: items[20]! } });
    expect(await report()).toMatchObject({ leaked: 4 });
    await project.request('review/undo', {});
    expect(await report()).toMatchObject({ leaked: 3 });
  });

  it('takes the files of the settings, of which no corpus is made, and their numbers', async () => {
    await project.request('refresh', {});
    const before = (await project.request('corpus/files', {})).files.map(({ file }) => file);
    expect(before).toEqual(expect.arrayContaining(['bench/items.csv', 'bench/lines.txt']));
    await withSettings('gates:\n  leakage: { files: ["bench/*.{csv,parquet}", bench/lines.txt], ngram: 13, share: 0.9 }\n');
    const found = await project.request('quality/leakage', page);
    expect(found).toMatchObject({ ngram: 13, share: 0.9, leaked: 2, flagged: 1 });
    expect(found.benchmarks.map(({ file, items: count }) => [file, count])).toEqual([
      ['bench/items.csv', 40],
      ['bench/items.parquet', 40],
      ['bench/lines.txt', 40],
    ]);
    const after = (await project.request('corpus/files', {})).files.map(({ file }) => file);
    expect(after).toEqual(before.filter((file) => !file.startsWith('bench/')));
    await withSettings('gates: { leakage: { files: ["none/*.jsonl"] } }\n');
    await expect(project.request('quality/leakage', page)).rejects.toThrow('no file of the project fits “none/*.jsonl”');
    await withSettings('');
    expect(await project.request('quality/leakage', page)).toMatchObject({ looked: 0, leaked: 0, flagged: 0, benchmarks: [], samples: [] });
    expect(await report({ against: ['bench/items.csv'] })).toMatchObject({ benchmarks: [{ file: 'bench/items.csv' }] });
  });

  it('ends when it is called off', async () => {
    const signal = AbortSignal.abort(new Error('called off'));
    await expect(project.request('quality/leakage', { against: ['bench/items.csv'], ngram: 8, ...page }, signal)).rejects.toThrow(
      'called off',
    );
  });
});

describe('files of benchmarks', () => {
  it('are told by names that do not tell where they lie', () => {
    const names = (...paths: string[]) => namedFiles('/home/me/project', paths).map(({ name }) => name);
    expect(names('/home/me/project/a/b.csv', 'c.csv', '/tmp/x/b.csv', '/tmp/y/b.csv', '/var/y/b.csv', '/tmp/x/b.csv')).toEqual([
      ...['a/b.csv', 'c.csv', 'b.csv', 'y/b.csv', 'y/b.csv (2)'],
    ]);
  });

  it('lie in the project where its settings name them', async () => {
    const outside = join(at.folder, '..', 'loom-outside-leakage.txt');
    writeFileSync(outside, 'One two three four five six?');
    symlinkSync(outside, join(at.folder, 'bench', 'link.txt'));
    await expect(benchmarksOfSettings(at.folder, ['bench/link.txt'])).rejects.toThrow('leads out of the project folder');
    expect(await benchmarksOfSettings(at.folder, ['bench/*.txt', 'bench/lines.txt'])).toEqual([join(at.folder, 'bench', 'lines.txt')]);
    rmSync(join(at.folder, 'bench', 'link.txt'));
    rmSync(outside);
  });

  it('are read once while they are as they were', async () => {
    const file = join(at.folder, 'bench', 'changing.txt');
    writeFileSync(file, 'One two three four five six seven?');
    const files = namedFiles(at.folder, [file]);
    const first = await openLeakageIndex(files, { ngram: 8 });
    expect(await openLeakageIndex(files, { ngram: 8 })).toBe(first);
    expect(await openLeakageIndex(files, { ngram: 13 })).not.toBe(first);
    utimesSync(file, 1, 1);
    const touched = await openLeakageIndex(files, { ngram: 8 });
    expect(touched).not.toBe(first);
    writeFileSync(file, 'One two three four five six eight?');
    expect((await openLeakageIndex(files, { ngram: 8 })).index.find('one two three four five six eight')).toMatchObject({ share: 1 });
    expect(touched.index.find('one two three four five six eight')).toBeNull();
  });
});
