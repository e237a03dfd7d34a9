import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { countTokens } from '../../../src/core/corpus/tokens.ts';
import { mixtureManifest } from '../../../src/core/planning/mixture/manifest.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { EngineArguments } from '../../../src/protocol/engine.ts';
import { realistic } from './support/method-replies.ts';
import { ModelledProject } from './support/modelled-project.ts';

let at: ModelledProject;
let project: OpenedProject;

beforeEach(async () => {
  at = await ModelledProject.start({ reply: realistic });
  at.manySets('gates: { nearDuplicates: null, language: false }\n');
  at.moreDocuments(20);
  project = await at.open();
});
afterEach(async () => {
  project.close();
  await at.end();
});

const plan = (query: EngineArguments<'plan/mixture'> = {}) => project.request('plan/mixture', query);
const kindIn = (planned: Awaited<ReturnType<typeof plan>>, kind: string) => planned.kinds.find((each) => each.kind === kind)!;
const settingsText = (): string => readFileSync(join(at.folder, '.loom/project.yaml'), 'utf8');
const inFolder = (name: string): string => join(at.folder, name);

/** Rewrites passages and accepts so many of what came of it, rejects so many. */
async function rephrased(count: number, accepted: number, rejected = 0, style = 'hq'): Promise<void> {
  await project.request('generate', { method: 'rephrase', style, count, seed: 1 });
  const { samples } = await project.request('samples/ids', { filter: { status: ['pending'] } });
  if (accepted > 0) await project.request('review/accept', { samples: samples.slice(0, accepted) });
  if (rejected > 0) await project.request('review/reject', { samples: samples.slice(accepted, accepted + rejected), reason: 'dull' });
}

describe('the plan of a mixture', () => {
  it('counts documents and accepted samples by the tokenizer, as they would be trained on', async () => {
    await rephrased(12, 8, 2);
    const planned = await plan();
    const files = ['harbour.md', 'spring-tides.md', 'streams.txt', ...Array.from({ length: 20 }, (_, n) => `port-${n + 1}.md`)];
    const passages = (await Promise.all(files.map((file) => at.passagesOf(file)))).flat();
    const natural = passages.reduce((sum, { text }) => sum + countTokens(text), 0);
    expect(kindIn(planned, 'natural').sources).toEqual([
      { name: 'corpus', kind: 'natural', tokens: natural, rows: files.length, epochs: 1, allowed: 4 },
    ]);
    await project.request('export', { directory: inFolder('out'), format: 'text' });
    const texts = linesOf('out/data/train-00000-of-00001.jsonl').map(({ text }) => text);
    const hq = kindIn(planned, 'hq');
    expect(hq).toMatchObject({
      there: texts.reduce((sum, text) => sum + countTokens(text), 0),
      ...{ lengthFrom: 'accepted', acceptance: 0.8, waiting: 2, share: 30, suggested: 30 },
    });
    expect(hq.tokensPerSample).toBeCloseTo(hq.there / 8, 9);
    expect(planned).toMatchObject({ tokenizer: 'o200k_base', isBudgetGiven: false });
    expect(planned.budget).toBeCloseTo(natural / 0.7, -1);
    const lacking = planned.budget * 0.3 - hq.there;
    expect(Math.abs(hq.make!.tokens - lacking)).toBeLessThanOrEqual(2);
    expect(hq.make!.fromWaiting).toBe(1);
    expect(hq.make!.samples).toBe(Math.ceil((Math.ceil(hq.make!.tokens / hq.tokensPerSample) - 1) / 0.8));
    expect(planned.runs).toMatchObject([{ kind: 'hq', method: 'rephrase', style: 'hq', problem: null }]);
    expect(planned.runs[0]!.count + planned.runs[0]!.later).toBe(hq.make!.samples);
    expect(planned.expected.calls).toBe(planned.runs[0]!.estimate!.calls);
    expect(planned.expected.tokens.prompt).toBeGreaterThan(0);
  });

  it('follows what is decided', async () => {
    await rephrased(8, 0);
    const before = kindIn(await plan(), 'hq');
    expect(before).toMatchObject({ there: 0, waiting: 8, lengthFrom: 'pending', acceptance: null });
    await project.request('review/accept', await project.request('samples/ids', { filter: { status: ['pending'] } }));
    const after = kindIn(await plan(), 'hq');
    expect(after).toMatchObject({ waiting: 0, lengthFrom: 'accepted' });
    expect(after.there).toBeGreaterThan(0);
    await project.request('review/undo', {});
    expect(kindIn(await plan(), 'hq')).toEqual(before);
  });

  it('counts once for whoever asks meanwhile, and for those who come when one has called it off', async () => {
    await rephrased(8, 8);
    const off = new AbortController();
    const called = project.request('plan/mixture', {}, off.signal);
    off.abort(new Error('called off'));
    const [first, second] = await Promise.all([plan(), plan({ shares: { hq: 10 } })]);
    await expect(called).rejects.toThrow('called off');
    expect(kindIn(second, 'hq').there).toBe(kindIn(first, 'hq').there);
    expect(kindIn(second, 'hq').share).toBe(10);
  });

  it('says how many samples have no text to train on', async () => {
    const pairs = [1, 2].map((n) =>
      JSON.stringify({ prompt: `What is tide ${n}?`, chosen: 'A rise and fall of the sea.', rejected: 'A fish.' }),
    );
    writeFileSync(inFolder('.loom/pairs.jsonl'), pairs.join('\n'));
    await project.request('import', { file: inFolder('.loom/pairs.jsonl'), accept: true, duplicates: false });
    const planned = await plan();
    expect(planned.notes).toContain('accepted samples without a text to train on are not counted: 2');
    expect(kindIn(planned, 'other').there).toBe(0);
    expect((await write()).leftOut).toEqual([{ reason: expect.any(String) as string, count: 2 }]);
  });

  it('parts samples by kind', async () => {
    await rephrased(3, 3);
    await rephrased(2, 2, 0, 'qa');
    await project.request('extract', {});
    await project.request('generate', { method: 'level3', count: 2, seed: 1 });
    await project.request('review/accept', await project.request('samples/ids', { filter: { status: ['pending'] } }));
    const sources = (await plan()).kinds.flatMap((kind) => kind.sources.map(({ kind: id, rows }) => [id, rows]));
    expect(sources).toEqual([
      ['natural', 23],
      ['hq', 3],
      ['qa', 2],
      ['questions', 2],
    ]);
  });

  it('asks one run for no more texts than there are passages, and says how often each would be rewritten', async () => {
    const planned = await plan({ budget: 1e6, shares: { hq: 30 } });
    const [run] = planned.runs;
    expect(run!.count).toBeLessThanOrEqual(23);
    expect(run!.count + run!.later).toBe(kindIn(planned, 'hq').make!.samples);
    expect(run!.command).toBe(`loom generate --method rephrase --style hq --count ${run!.count}`);
    expect(kindIn(planned, 'hq').warnings).toContainEqual(
      expect.stringMatching(/^each passage of the corpus would be rewritten \d+(\.\d)? times/),
    );
  });

  it('says what keeps a run from starting', async () => {
    project.close();
    project = await at.open({ model: 'builtin/extractive' });
    const planned = await plan();
    expect(planned.runs[0]?.estimate).toBeNull();
    expect(planned.runs[0]?.problem).toMatch(/needs a language model/);
    expect(planned.expected).toEqual({ calls: 0, tokens: { prompt: 0, completion: 0 }, cost: 0, durationMs: 0 });
  });

  it('leaves out documents that the filter leaves out', async () => {
    const before = kindIn(await plan(), 'natural');
    await project.request('documents/filter', { enabled: true, drop: ['port-1.md'] });
    const after = kindIn(await plan(), 'natural');
    expect(after.sources[0]!.rows).toBe(before.sources[0]!.rows! - 1);
    expect(after.there).toBeLessThan(before.there);
  });

  it('is refused in words for shares that cannot be', async () => {
    await expect(plan({ shares: { hq: 60, qa: 60 } })).rejects.toThrow('the shares come to 120 %: take 20 % away');
    await expect(plan({ epochs: { nothing: 2 } })).rejects.toThrow(/there is no such source/);
  });
});

describe('natural sources beside the corpus', () => {
  it('are what somebody has counted, or files that are counted here', async () => {
    const texts = ['The sea rises.', 'The sea falls.'];
    mkdirSync(inFolder('.loom/natural'), { recursive: true });
    writeFileSync(
      inFolder('.loom/natural/web.jsonl.gz'),
      gzipSync([...texts.map((text) => JSON.stringify({ text })), '{"title":"no text"}', 'x'].join('\n')),
    );
    const path = inFolder('.loom/natural/web.jsonl.gz');
    const planned = await plan({
      sources: [
        { name: 'books', tokens: 5000, rows: 10 },
        { name: 'web', path },
      ],
      epochs: { books: 2 },
    });
    expect(kindIn(planned, 'natural').sources.slice(1)).toMatchObject([
      { name: 'books', tokens: 5000, rows: 10, allowed: 2 },
      { name: 'web', tokens: countTokens(texts[0]!) + countTokens(texts[1]!), rows: 2, allowed: 4 },
    ]);
    expect(planned.notes).toEqual(
      expect.arrayContaining([
        '.loom/natural/web.jsonl.gz: 1 without a text (the first in row 3): has no text under text',
        '.loom/natural/web.jsonl.gz: 1 without a text (the first in row 4): is not JSON',
      ]),
    );
    const named = planned.parts.map(({ name }) => name);
    expect(named).toEqual(['corpus', 'books', 'web', 'hq']);
    expect(planned.parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
    const weight = (name: string) => planned.parts.find((part) => part.name === name)!;
    // Rows of 500 tokens each are drawn more seldom than those of 4, for the same tokens.
    expect(weight('books').probability! / weight('books').weight).toBeLessThan(weight('web').probability! / weight('web').weight);
  });

  it('tell how far the counting of a large file is, and when it is over', async () => {
    const told: (readonly [string, number, number])[] = [];
    project.close();
    project = await at.open({ onProgress: ({ label, done, total }) => told.push([label, done, total]) });
    const path = inFolder('.loom/many.jsonl');
    writeFileSync(path, Array.from({ length: 2500 }, (_, n) => `${JSON.stringify({ text: `Tide ${n}.` })}\n`).join(''));
    await plan({ sources: [{ name: 'many', path }] });
    const label = 'Counting tokens of .loom/many.jsonl';
    expect(told).toEqual([
      [label, 1000, 2500],
      [label, 2000, 2500],
      [label, 2500, 2500],
    ]);
    await plan({ sources: [{ name: 'many', path }] });
    expect(told).toHaveLength(3);
  });

  it('have no probabilities where nobody counted their rows', async () => {
    const planned = await plan({ sources: [{ name: 'books', tokens: 5000 }] });
    expect(planned.parts.map(({ probability }) => probability)).toEqual([null, null, null]);
  });

  it.each([
    [{ name: 'web', path: 'harbour.md' }, /harbour\.md is a document of the corpus/],
    [{ name: 'web', path: 'web.xyz' }, /files of this kind are not imported/],
    [{ name: 'web', path: 'nowhere.jsonl' }, /there is no such file/],
    [{ name: 'web', path: 'empty.csv' }, /has no text under text, content, body, markdown; name the field that has it/],
    [{ name: 'web', path: 'rows.jsonl' }, /rows\.jsonl is a document of the corpus, and is counted there/],
    [{ name: 'web' }, /needs a number of tokens, or a file: one of them/],
  ])('are refused where they cannot be counted: %j', async (source, message) => {
    writeFileSync(inFolder('rows.jsonl'), '{"text":"Rows of the corpus about the tides of a harbour."}\n');
    writeFileSync(inFolder('web.xyz'), 'x');
    writeFileSync(inFolder('empty.csv'), 'title,body\na,\n');
    await project.request('refresh', {});
    const asked = 'path' in source ? { ...source, path: inFolder(source.path) } : source;
    await expect(plan({ sources: [asked] })).rejects.toThrow(message);
  });

  it('of the settings stand beside those of a request, which go before them', async () => {
    at.manySets('# kept\nmixture:\n  budget: 2M\n  shares: { textbook: 3 }\n  sources:\n    web: { tokens: 1.5M }\n');
    await project.request('refresh', {});
    expect(await plan()).toMatchObject({ budget: 2e6, asked: { budget: 2e6, shares: { textbook: 3 }, epochs: {} } });
    expect(kindIn(await plan(), 'natural').sources[1]).toMatchObject({ name: 'web', tokens: 1.5e6, rows: null });
    expect(kindIn(await plan({ sources: [{ name: 'web', tokens: 7 }] }), 'natural').sources[1]).toMatchObject({ tokens: 7 });
    const asEvident = await plan({ budget: null, shares: {}, epochs: {} });
    expect(asEvident).toMatchObject({ isBudgetGiven: false, asked: { budget: null, shares: {}, epochs: {} } });
    expect(kindIn(asEvident, 'textbook').share).toBe(0);
  });

  it('are kept in the settings, and taken away, beside what else stands there', async () => {
    at.manySets('# kept\n');
    await project.request('refresh', {});
    await project.request('mixture/set', {
      budget: 3e6,
      shares: { hq: 25 },
      epochs: { natural: 2 },
      source: { name: 'web', tokens: 2e9, rows: 4 },
    });
    expect(settingsText()).toContain('# kept\n');
    expect(await plan()).toMatchObject({ budget: 3e6, asked: { shares: { hq: 25 }, epochs: { natural: 2 } } });
    await project.request('mixture/set', { source: { name: 'web', tokens: null }, shares: null, budget: null });
    const planned = await plan();
    expect(planned).toMatchObject({ isBudgetGiven: false, asked: { budget: null, shares: {}, epochs: { natural: 2 } } });
    expect(kindIn(planned, 'natural').sources).toHaveLength(1);
  });
});

const row = z.strictObject({ text: z.string(), source: z.string() });
const loose = z.looseObject({ text: z.string() });

function linesOf(file: string) {
  return readFileSync(inFolder(file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => loose.parse(JSON.parse(line)));
}
const rowsOf = (file: string) =>
  readFileSync(inFolder(file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => row.parse(JSON.parse(line)));
const manifestOf = (folder: string) => mixtureManifest.parse(JSON.parse(readFileSync(inFolder(`${folder}/mixture.json`), 'utf8')));
const write = (query: Partial<EngineArguments<'mixture/write'>> = {}) =>
  project.request('mixture/write', { directory: inFolder('mixed'), ...query });

describe('a written mixture', () => {
  it('has its text part by part, and what it is mixed by', async () => {
    await rephrased(6, 6);
    const written = await write({ seed: 7 });
    expect(readdirSync(inFolder('mixed')).sort()).toEqual([
      'README.md',
      'SHA256SUMS',
      'blend.txt',
      'data',
      'interleave.py',
      'mixture.json',
    ]);
    const manifest = manifestOf('mixed');
    expect(manifest).toMatchObject({
      mixture: 1,
      seed: 7,
      tokenizer: 'o200k_base',
      parts: [
        { name: 'corpus', from: 'corpus' },
        { name: 'hq', from: 'samples' },
      ],
    });
    const rows = rowsOf('mixed/data/corpus-00000-of-00001.jsonl');
    expect(rows).toHaveLength(23);
    expect(rows.find(({ source }) => source === 'port-3.md')!.text).toContain('At port 3 the tidal range is 3 metres');
    expect(rowsOf('mixed/data/hq-00000-of-00001.jsonl')).toHaveLength(6);
    const [corpus, hq] = manifest.parts;
    expect(corpus!.weight + hq!.weight).toBeCloseTo(1, 6);
    // Six samples give less than 30 %, and are gone through no more often than is allowed.
    expect(hq!.epochs).toBe(1);
    expect(corpus!.weight).toBeGreaterThan(0.71);
    expect(manifest.warnings).toEqual([
      expect.stringMatching(/^natural has [\d.]+ % in place of the 70 % that were planned$/),
      expect.stringMatching(/^hq has [\d.]+ % in place of the 30 % that were planned$/),
    ]);
    expect(readFileSync(inFolder('mixed/blend.txt'), 'utf8')).toBe(
      `${corpus!.weight} corpus_text_document ${hq!.weight} hq_text_document\n`,
    );
    for (const line of readFileSync(inFolder('mixed/SHA256SUMS'), 'utf8').trim().split('\n')) {
      const [sum, file] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(inFolder(`mixed/${file!}`)))
          .digest('hex'),
        file,
      ).toBe(sum);
    }
    expect(written.files.every((file) => existsSync(file))).toBe(true);
    expect(written.parts.map(({ name, rows: count }) => [name, count])).toEqual([
      ['corpus', 23],
      ['hq', 6],
    ]);
    expect(written.lacking).toMatchObject([{ kind: 'hq' }]);
  });

  it('is no document of the corpus, and is written again in its place', async () => {
    await rephrased(12, 12);
    await write();
    await project.request('refresh', {});
    const { files } = await project.request('corpus/files', {});
    expect(files.filter(({ file }) => file.startsWith('mixed/'))).toEqual([]);
    await project.request('review/undo', {});
    await write({ shares: { natural: 100 } });
    expect(readdirSync(inFolder('mixed/data'))).toEqual(['corpus-00000-of-00001.jsonl']);
    // An export in its place is whole as well, and leaves nothing of the mixture.
    await project.request('review/redo', {});
    await project.request('export', { directory: inFolder('mixed') });
    expect(readdirSync(inFolder('mixed')).sort()).toEqual(['README.md', 'SHA256SUMS', 'data', 'manifest.json']);
  });

  it('replaces nothing that is not ours, unless told to', async () => {
    mkdirSync(inFolder('mixed'));
    writeFileSync(inFolder('mixed/README.md'), 'Mine.\n');
    await expect(write()).rejects.toThrow(/README\.md is there already|README\.md is a document of the corpus/);
    expect(readdirSync(inFolder('mixed'))).toEqual(['README.md']);
  });

  it('says what is not there yet, and mixes the others without it', async () => {
    const written = await write({ shares: { hq: 30, textbook: 2 } });
    expect(written.parts.map(({ name, weight }) => [name, weight])).toEqual([['corpus', 1]]);
    expect(written.lacking.map(({ kind }) => kind)).toEqual(['hq', 'textbook']);
    expect(written.notes).toContain('hq, textbook: nothing of it is there yet, so that the others are mixed without it');
    expect(readFileSync(inFolder('mixed/README.md'), 'utf8')).toMatch(
      /Of hq, [\d,]+ unique tokens are lacking for the share that was planned/,
    );
  });

  it('says which samples have no share in it', async () => {
    await rephrased(4, 4);
    expect((await write({ shares: { natural: 100 } })).leftOut).toEqual([{ reason: 'hq has no share', count: 4 }]);
  });

  it('is not written over the project itself, or what is the program’s', async () => {
    for (const place of ['.', '.loom', '.loom/journal', 'dataset', 'dataset/data'])
      for (const replace of [false, true])
        await expect(write({ directory: inFolder(place), replace }), place).rejects.toThrow(/name another/);
  });

  it('has nothing to write where nothing of it is there', async () => {
    await expect(write({ shares: { hq: 100 } })).rejects.toThrow(/nothing of the mixture is there yet/);
    expect(existsSync(inFolder('mixed'))).toBe(false);
  });

  it('names other sources where they lie, and no rows that nobody has counted', async () => {
    const written = await write({ shares: { natural: 100 }, sources: [{ name: 'books', tokens: 5000 }] });
    expect(existsSync(inFolder('mixed/interleave.py'))).toBe(false);
    expect(written.notes.join('\n')).toMatch(/rows of books were not counted/);
    expect(manifestOf('mixed')).toMatchObject({
      rows: null,
      parts: [{ name: 'corpus' }, { name: 'books', from: null, rows: null, files: [] }],
    });
  });

  it('is not written in restricted mode, where planning still works', async () => {
    project.close();
    project = await at.open({ trusted: false });
    expect((await plan()).kinds).toHaveLength(7);
    await expect(write()).rejects.toThrow(/restricted mode/);
    await expect(project.request('mixture/set', { budget: 1 })).rejects.toThrow(/restricted mode/);
  });

  it('stands whole or not at all when it is called off', async () => {
    await rephrased(12, 12);
    await expect(
      project.request('mixture/write', { directory: inFolder('mixed') }, AbortSignal.abort(new Error('called off'))),
    ).rejects.toThrow('called off');
    expect(existsSync(inFolder('mixed/mixture.json'))).toBe(false);
  });
});

/** A Python with the libraries that people train with; `CONSUMERS_PYTHON` names one that is not on the path. */
const python = process.env.CONSUMERS_PYTHON ?? 'python3';
const hasDatasets = spawnSync(python, ['-c', 'import datasets']).status === 0;
const runScript = (...args: string[]) =>
  execFileSync(python, args, {
    encoding: 'utf8',
    cwd: at.folder,
    env: { ...process.env, HF_HUB_OFFLINE: '1', HF_DATASETS_OFFLINE: '1', HF_HOME: inFolder('.loom/hf') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('the script beside it', () => {
  it.skipIf(spawnSync(python, ['--version']).status !== 0)('is Python', async () => {
    await rephrased(3, 3);
    await write();
    runScript('-m', 'py_compile', inFolder('mixed/interleave.py'));
  });

  it.skipIf(!hasDatasets)('runs in a folder whose name holds a pattern', async () => {
    await rephrased(6, 6);
    await write({ directory: inFolder('run [v1]*') });
    runScript(inFolder('run [v1]*/interleave.py'), inFolder('.loom/mixed.jsonl'));
    expect(linesOf('.loom/mixed.jsonl')).toHaveLength(manifestOf('run [v1]*').rows!);
  });

  it.skipIf(!hasDatasets)('mixes tokens in their shares, and gives as many rows as are planned', async () => {
    await rephrased(20, 20);
    writeFileSync(
      inFolder('.loom/web.csv'),
      ['title,body', ...Array.from({ length: 50 }, (_, n) => `t,"The sea at coast ${n} rises and falls."`)].join('\n'),
    );
    writeFileSync(
      inFolder('.loom/wiki.tsv'),
      ['title\ttext', ...Array.from({ length: 50 }, (_, n) => `t\tTide ${n}, as the sea has it.`)].join('\n'),
    );
    await write({
      budget: 60_000,
      epochs: { natural: 50, hq: 50 },
      sources: [
        { name: 'web', path: inFolder('.loom/web.csv') },
        { name: 'wiki', path: inFolder('.loom/wiki.tsv') },
      ],
    });
    runScript(inFolder('mixed/interleave.py'), inFolder('.loom/mixed.jsonl'));
    const manifest = manifestOf('mixed');
    const mixed = linesOf('.loom/mixed.jsonl').map(({ text }) => text);
    expect(mixed).toHaveLength(manifest.rows!);
    for (const text of ['The sea at coast 7 rises and falls.', 'Tide 7, as the sea has it.']) expect(mixed).toContain(text);
    const own = new Set(rowsOf('mixed/data/hq-00000-of-00001.jsonl').map(({ text }) => text));
    const tokens = (texts: readonly string[]) => texts.reduce((sum, text) => sum + countTokens(text), 0);
    const share = tokens(mixed.filter((text) => own.has(text))) / tokens(mixed);
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
    expect(tokens(mixed) / manifest.budget).toBeGreaterThan(0.9);
    expect(tokens(mixed) / manifest.budget).toBeLessThan(1.1);
  });
});
