import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportManifest } from '../../../src/core/dataset/exported/manifest.ts';
import { readSettings } from '../../../src/engine/config.ts';
import { exportDataset } from '../../../src/engine/export/export-dataset.ts';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import { openStore } from '../../../src/engine/storage/store.ts';

let folder: string;
let project: OpenedProject;

const open = (): Promise<OpenedProject> => openProject(folder, { by: 'tester', trusted: true });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-exporting-'));
  await cp(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
  project = await open();
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 3, seed: 1 });
  await project.request('review/accept', await project.request('samples/ids', { filter: { status: ['pending'] } }));
});
afterEach(async () => {
  project.close();
  await rm(folder, { recursive: true });
});

const documents = ['harbour.md', 'spring-tides.md', 'streams.txt'];

async function corpusFiles(): Promise<string[]> {
  await project.request('refresh', {});
  return (await project.request('corpus/files', {})).files.map(({ file }) => file);
}

type Format = 'jsonl' | 'messages' | 'text';
const write = (format: Format, to = 'out', replace = false) => project.request('export', { format, directory: join(folder, to), replace });
const target = (to = 'out') => project.request('export/target', { directory: join(folder, to) });
/** Data file of an export that has one. */
const data = 'data/train-00000-of-00001.jsonl';
const beside = ['README.md', 'SHA256SUMS', 'data', 'manifest.json'];
const linesOf = (file: string): string[] => readFileSync(join(folder, file), 'utf8').trim().split('\n');

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

describe('an export', () => {
  it('replaces what an export wrote, also of another session and in another format', async () => {
    await write('text');
    await project.request('review/undo', {});
    expect(await target()).toMatchObject({ foreign: [], replaces: false });
    expect(await write('text')).toMatchObject({ rows: 0, files: [] });
    await project.request('review/redo', {});
    project.close();
    project = await open();
    expect(await write('messages')).toMatchObject({ rows: 3 });
    expect(linesOf(`out/${data}`)).toHaveLength(3);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(beside);
    expect(readdirSync(join(folder, 'out/data'))).toEqual(['train-00000-of-00001.jsonl']);
  });

  it('leaves no file of the one before that its splits would take in', async () => {
    await project.request('export', { directory: join(folder, 'out'), shardRows: 1 });
    expect(readdirSync(join(folder, 'out/data'))).toEqual([0, 1, 2].map((nth) => `train-0000${nth}-of-00003.jsonl`));
    await write('jsonl');
    expect(readdirSync(join(folder, 'out/data'))).toEqual(['train-00000-of-00001.jsonl']);
  });

  it('makes the folders above its own, and is refused where none can be made', async () => {
    await write('text', 'a/b/c');
    expect(linesOf(`a/b/c/${data}`)).toHaveLength(3);
    writeFileSync(join(folder, 'file'), 'x');
    await expect(write('text', 'file')).rejects.toThrow(/file/);
    await expect(write('text', 'file/below')).rejects.toThrow(/file/);
    if (existsSync('/proc/self'))
      await expect(project.request('export', { directory: '/proc/nowhere' })).rejects.toThrow(/could not be written/);
  });

  it('replaces nothing else, unless told to', async () => {
    await write('jsonl');
    const edited = `${read(`out/${data}`)}{"mine": true}\n`;
    writeFileSync(join(folder, 'out', data), edited);
    expect(await target()).toMatchObject({ foreign: [data], replaces: true });
    await expect(write('jsonl')).rejects.toThrow(/out\/data\/train-00000-of-00001\.jsonl is there already.*--force/);
    expect(read(`out/${data}`)).toBe(edited);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(beside);
    await write('jsonl', 'out', true);
    expect(linesOf(`out/${data}`)).toHaveLength(3);
  });

  it('takes another file that would be read as a split for one in its way', async () => {
    mkdirSync(join(folder, 'out/data'), { recursive: true });
    writeFileSync(join(folder, 'out/data/train-00007-of-00008.parquet'), 'theirs');
    writeFileSync(join(folder, 'out/notes.txt'), 'theirs');
    await project.request('refresh', {});
    await expect(write('text')).rejects.toThrow(/is a document of the corpus/);
    // Where it is none, it would be read with what is written there all the same.
    writeFileSync(join(folder, '.gitignore'), 'out\n');
    await project.request('refresh', {});
    await expect(write('text')).rejects.toThrow(/train-00007-of-00008\.parquet is there already/);
    await write('text', 'out', true);
    expect(readdirSync(join(folder, 'out/data'))).toEqual(['train-00000-of-00001.jsonl']);
    expect(read('out/notes.txt')).toBe('theirs');
  });

  it('never replaces a document of the corpus', async () => {
    const own = '{"text": "The tide at my own coast."}\n';
    mkdirSync(join(folder, 'own/data'), { recursive: true });
    writeFileSync(join(folder, 'own', data), own);
    await project.request('refresh', {});
    for (const replace of [false, true])
      await expect(write('jsonl', 'own', replace)).rejects.toThrow(/train-00000-of-00001\.jsonl is a document of the corpus/);
    await expect(target('own')).rejects.toThrow(/document of the corpus/);
    expect(read(`own/${data}`)).toBe(own);
  });

  it('has neither the project’s own folder to itself, nor what in it is the program’s', async () => {
    for (const place of ['.', '.loom', '.loom/journal', 'dataset', 'dataset/data']) {
      for (const replace of [false, true]) await expect(write('jsonl', place, replace), place).rejects.toThrow(/name another/);
      await expect(target(place), place).rejects.toThrow(/name another/);
    }
    // Neither by a link, also where nothing is there yet.
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    try {
      await expect(project.request('export', { directory: join(link, '.loom/new/one') })).rejects.toThrow(/part of \.loom/);
    } finally {
      rmSync(link);
    }
  });

  it('of messages leaves out questions without an answer, and says how many', async () => {
    await project.request('generate', { method: 'level3', count: 2, seed: 9, answer: false });
    await project.request('review/accept', await project.request('samples/ids', { filter: { status: ['pending'] } }));
    const leftOut = [{ reason: 'without an answer', count: 2 }];
    expect(await write('messages')).toMatchObject({ rows: 3, leftOut });
    expect(linesOf(`out/${data}`)).toHaveLength(3);
    expect(manifest()).toMatchObject({ rows: 3, leftOut, source: { samples: 5 } });
    expect(await write('jsonl')).toMatchObject({ rows: 5, leftOut: [] });
  });

  it('goes through no link that stands in the place of its file', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'loom-outside-'));
    writeFileSync(join(outside, 'text.jsonl'), 'theirs');
    await write('text');
    rmSync(join(folder, 'out', data));
    symlinkSync(join(outside, 'text.jsonl'), join(folder, 'out', data));
    await expect(write('text')).rejects.toThrow(/--force/);
    await write('text', 'out', true);
    expect(readFileSync(join(outside, 'text.jsonl'), 'utf8')).toBe('theirs');
    expect(linesOf(`out/${data}`)).toHaveLength(3);
    await rm(outside, { recursive: true });
  });

  it('is no document of the corpus, wherever in the project it stands', async () => {
    await write('jsonl', 'out/deep');
    await write('text', 'other');
    await project.request('export', { format: 'messages', directory: join(folder, 'starts'), trainers: ['trl', 'llama-factory'] });
    expect(await corpusFiles()).toEqual(documents);
    project.close();
    // What is known of exports is in the journal, which everybody who clones the project has.
    rmSync(join(folder, '.loom/cache'), { recursive: true });
    project = await open();
    expect(await corpusFiles()).toEqual(documents);
    expect(await write('text', 'other')).toMatchObject({ rows: 3 });
  });

  it('outside the project is known by its content alone', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'loom-outside-'));
    const query = { format: 'text', directory: join(outside, 'new') } as const;
    await project.request('export', query);
    expect(await project.request('export', query)).toMatchObject({ rows: 3 });
    const journal = readdirSync(join(folder, '.loom/journal')).map((name) => readFileSync(join(folder, '.loom/journal', name), 'utf8'));
    expect(journal.join('')).toContain('dataset.exported');
    expect(journal.join('')).not.toContain(outside);
    expect(readdirSync(join(outside, 'new')).sort()).toEqual(beside);
    for (const name of ['manifest.json', 'README.md']) expect(readFileSync(join(outside, 'new', name), 'utf8')).not.toContain(folder);
    await rm(outside, { recursive: true });
  });

  it('leaves nothing behind when its file cannot be put in place', async () => {
    await write('text');
    renameSync(join(folder, 'out', data), join(folder, 'out/kept'));
    await cp(join(import.meta.dirname, '../../fixtures/tides'), join(folder, 'out', data), { recursive: true });
    await expect(write('text', 'out', true)).rejects.toThrow();
    expect(readdirSync(join(folder, 'out')).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(existsSync(join(folder, 'out', data, 'harbour.md'))).toBe(true);
  });

  it('is called off in its middle, and what stood there stays', async () => {
    await write('text');
    const before = read('out/manifest.json');
    const stop = new AbortController();
    stop.abort(new Error('called off'));
    await expect(project.request('export', { directory: join(folder, 'out') }, stop.signal)).rejects.toThrow('called off');
    expect(read('out/manifest.json')).toBe(before);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(beside);
  });

  it('says of a folder that cannot be made which one, and does not blame its file for what fails in the index', async () => {
    writeFileSync(join(folder, 'taken'), 'a file');
    await expect(write('text', 'taken')).rejects.toThrow(
      `${join(folder, 'taken')}: could not be written: EEXIST: file already exists, mkdir '${join(folder, 'taken')}'; a file stands where a folder is needed`,
    );

    const store = openStore(folder, { by: 'ada', dataset: 'dataset' });
    const locked = Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 });
    vi.spyOn(store, 'samplesInStatus').mockImplementation(() => {
      throw locked;
    });
    const exporting = { folder, settings: await readSettings(folder), store, fileNames: () => Promise.resolve(new Map()) };
    const query = { format: 'text', directory: join(folder, 'out') } as const;
    await expect(exportDataset(exporting, query, new AbortController().signal, () => undefined)).rejects.toBe(locked);
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
    store.close();
  });
});

const manifest = (in_ = 'out') => exportManifest.parse(JSON.parse(read(`${in_}/manifest.json`)));

describe('what stands beside the data', () => {
  it('has a checksum of every file, which says what is in it', async () => {
    await project.request('export', { format: 'messages', directory: join(folder, 'out'), shardRows: 2, trainers: ['axolotl'] });
    const sums = linesOf('out/SHA256SUMS').map((line) => line.split('  '));
    expect(sums.map(([, name]) => name).sort()).toEqual(
      ['axolotl.yaml', 'data/train-00000-of-00002.jsonl', 'data/train-00001-of-00002.jsonl'].sort(),
    );
    for (const [sum, name] of sums)
      expect(
        createHash('sha256')
          .update(read(`out/${name ?? ''}`))
          .digest('hex'),
      ).toBe(sum);
    expect(manifest().files.map(({ path, rows }) => [path, rows])).toEqual([
      ['data/train-00000-of-00002.jsonl', 2],
      ['data/train-00001-of-00002.jsonl', 1],
    ]);
  });

  it('gives the same files for the same samples, whenever it is written', async () => {
    const digests = async (to: string) => {
      await project.request('export', { format: 'parquet', directory: join(folder, to) });
      return manifest(to).files;
    };
    expect(await digests('one')).toEqual(await digests('two'));
  });

  it('takes over what the user wrote into the dataset’s card, its licence too', async () => {
    expect(await write('text')).toMatchObject({ license: null });
    expect(read('out/README.md')).toContain('licence is not named');
    const card = read('dataset/README.md');
    writeFileSync(
      join(folder, 'dataset/README.md'),
      card.replace('---\n', '---\nlicense: cc-by-4.0\n').concat('\nGathered at the harbour.\n'),
    );
    expect(await write('text')).toMatchObject({ license: 'cc-by-4.0' });
    const exported = read('out/README.md');
    expect(exported).toContain('license: cc-by-4.0');
    expect(exported).toContain('Gathered at the harbour.');
    expect(exported).not.toContain('rejected/rejected-*');
    expect(manifest()).toMatchObject({ license: 'cc-by-4.0', rows: 3, methods: { level3: { samples: 3 } } });
    expect(manifest().limitations.join(' ')).not.toContain('licence');
  });

  it('is made without a card that is no card of ours', async () => {
    writeFileSync(join(folder, 'dataset/README.md'), '# A page of theirs\n');
    await write('text');
    expect(read('out/README.md')).not.toContain('A page of theirs');
    expect(read('dataset/README.md')).toBe('# A page of theirs\n');
  });
});

describe('a template', () => {
  const template = (source: string): void => {
    mkdirSync(join(folder, '.loom/exports'), { recursive: true });
    writeFileSync(join(folder, '.loom/exports/mine.jinja'), source);
  };
  const exported = () => project.request('export', { template: 'mine', directory: join(folder, 'out') });

  it('makes the rows, of texts that say anything', async () => {
    const sample = (await project.request('samples/ids', { filter: {} })).samples[0]!;
    const odd = 'A "quoted" {{ 7 * 7 }} \\ line\nand \u2028 another, {% raw %}';
    await project.request('review/edit', { sample, parts: { question: odd } });
    template('{"q": {{ question | tojson }}, "concepts": {{ topics | tojson }}, "turns": {{ conversation | tojson }}}');
    expect(await exported()).toMatchObject({ rows: 3 });
    const rows = linesOf(`out/${data}`).map((line) => JSON.parse(line) as { q: string; concepts: string[]; turns: { role: string }[] });
    expect(rows.map(({ q }) => q)).toContain(odd);
    expect(rows[0]!.concepts.length).toBeGreaterThan(0);
    expect(rows[0]!.turns.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(manifest().choices.template).toMatchObject({ name: 'mine' });
    expect(await project.request('export/templates', {})).toEqual({ templates: ['mine'] });
  });

  it('leaves out what it gives nothing for', async () => {
    template('{% if shape == "text" %}{"text": {{ text | tojson }}}{% endif %}');
    expect(await exported()).toMatchObject({ rows: 0, leftOut: [{ reason: 'the template “mine” gives nothing for it', count: 3 }] });
  });

  it.each([
    ['what is no JSON', 'prompt: {{ question }}', /sample \S+: makes no JSON object but “prompt: .*tojson/],
    ['a list', '[1]', /makes no JSON object but “\[1\]”/],
    ['what cannot be read as a template', '{% if %}', /\.loom\/exports\/mine\.jinja: /],
    ['a loop without end', '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}', /longer than a second/],
  ])('that makes %s is refused, with the place', async (_, source, message) => {
    template(source);
    await expect(exported()).rejects.toThrow(message);
    expect(existsSync(join(folder, 'out/manifest.json'))).toBe(false);
  });

  it('that is not there is named, with what a template looks like', async () => {
    await expect(exported()).rejects.toThrow(/\.loom\/exports\/mine\.jinja: there is no such template.*tojson/);
  });
});

describe('splits of an export', () => {
  it('keep a document’s samples on one side', async () => {
    for (let seed = 2; seed < 6; seed++) await project.request('generate', { method: 'level1', count: 6, seed });
    await project.request('review/accept', await project.request('samples/ids', { filter: { status: ['pending'] } }));
    const splits = [
      { name: 'train', percent: 70 },
      { name: 'test', percent: 30 },
    ];
    const { splits: sides, leftOut } = await project.request('export', { directory: join(folder, 'out'), splits });
    const filesOf = (split: string) =>
      readdirSync(join(folder, 'out/data'))
        .filter((name) => name.startsWith(split))
        .flatMap((name) => linesOf(`out/data/${name}`))
        .flatMap((line) => (JSON.parse(line) as { references: { file: string }[] }).references.map(({ file }) => file));
    const [train, test] = [new Set(filesOf('train')), new Set(filesOf('test'))];
    expect(train.size).toBeGreaterThan(0);
    expect(test.size).toBeGreaterThan(0);
    expect([...train].filter((file) => test.has(file))).toEqual([]);
    const { source } = manifest();
    expect(sides.reduce((sum, { samples }) => sum + samples, 0) + leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(source.samples);
  });
});

describe('an export of another time', () => {
  const dataOf = (to: string): string => readFileSync(join(folder, to, data), 'utf8');
  const export_ = (more: object, to: string) => project.request('export', { directory: join(folder, to), ...more });

  it('holds what was accepted when a snapshot was taken', async () => {
    await write('jsonl', 'before');
    await project.request('snapshots/take', { name: 'three' });
    const [first] = (await project.request('samples/ids', { filter: {} })).samples;
    await project.request('review/reject', { samples: [first!], reason: 'dull' });
    expect(await export_({}, 'now')).toMatchObject({ rows: 2 });
    expect(await export_({ snapshot: 'three' }, 'then')).toMatchObject({ rows: 3, differing: null });
    expect(dataOf('then')).toBe(dataOf('before'));
    await expect(export_({ snapshot: 'none of them' }, 'then')).rejects.toThrow(/there is no snapshot “none of them”/);
  });

  it('is made again from its manifest, to the byte, whatever was decided since', async () => {
    const splits = [
      { name: 'train', percent: 60 },
      { name: 'test', percent: 40 },
    ];
    await export_({ format: 'messages', splits, seed: 5, shardRows: 2, trainers: ['trl'] }, 'out');
    const { samples } = await project.request('samples/ids', { filter: {} });
    await project.request('review/edit', { sample: samples[0]!, parts: { question: 'What else?' } });
    await project.request('review/reject', { samples: [samples[1]!], reason: 'dull' });
    const again = await export_({ manifest: join(folder, 'out/manifest.json') }, 'again');
    expect(again.differing).toEqual([]);
    expect(manifest('again')).toEqual({ ...manifest(), made: manifest('again').made });
    expect(manifest().files.map(({ path }) => readFileSync(join(folder, 'again', path), 'utf8'))).toEqual(
      manifest().files.map(({ path }) => readFileSync(join(folder, 'out', path), 'utf8')),
    );
  });

  it('says which files come out otherwise, and refuses what a manifest does not tell', async () => {
    mkdirSync(join(folder, '.loom/exports'), { recursive: true });
    writeFileSync(join(folder, '.loom/exports/mine.jinja'), '{"q": {{ question | tojson }}}');
    await export_({ template: 'mine' }, 'out');
    writeFileSync(join(folder, '.loom/exports/mine.jinja'), '{"question": {{ question | tojson }}}');
    const file = join(folder, 'out/manifest.json');
    await expect(export_({ manifest: file }, 'again')).rejects.toThrow(/the template “mine” has changed since/);
    writeFileSync(join(folder, '.loom/exports/mine.jinja'), '{"q": {{ question | tojson }}}');
    const wrong = { ...manifest(), files: manifest().files.map((each) => ({ ...each, sha256: 'f'.repeat(64) })) };
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify(wrong));
    expect(await export_({ manifest: join(folder, 'wrong.json') }, 'again')).toMatchObject({ differing: [data] });
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ ...wrong, journal: null }));
    await expect(export_({ manifest: join(folder, 'wrong.json') }, 'again')).rejects.toThrow(/cannot be made again/);
    await expect(export_({ manifest: join(folder, 'nowhere.json') }, 'again')).rejects.toThrow(/nowhere\.json: there is no such file/);
  });
});
