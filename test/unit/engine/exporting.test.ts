import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSettings } from '../../../src/engine/config.ts';
import { exportDataset } from '../../../src/engine/export.ts';
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
const target = (format: Format, to = 'out') => project.request('export/target', { format, directory: join(folder, to) });
const linesOf = (file: string): string[] => readFileSync(join(folder, file), 'utf8').trim().split('\n');

describe('an export', () => {
  it('replaces what an export wrote, also of another session', async () => {
    await write('text');
    await project.request('review/undo', {});
    expect(await target('text')).toMatchObject({ replaces: false });
    expect(await write('text')).toMatchObject({ rows: 0 });
    await project.request('review/redo', {});
    project.close();
    project = await open();
    expect(await write('text')).toMatchObject({ rows: 3 });
    expect(linesOf('out/text.jsonl')).toHaveLength(3);
    expect(readdirSync(join(folder, 'out'))).toEqual(['text.jsonl']);
  });

  it('replaces nothing else, unless told to', async () => {
    await write('jsonl');
    const edited = `${readFileSync(join(folder, 'out/train.jsonl'), 'utf8')}{"mine": true}\n`;
    writeFileSync(join(folder, 'out/train.jsonl'), edited);
    expect(await target('jsonl')).toMatchObject({ replaces: true });
    await expect(write('jsonl')).rejects.toThrow(/out\/train\.jsonl is there already.*--force/);
    expect(readFileSync(join(folder, 'out/train.jsonl'), 'utf8')).toBe(edited);
    expect(readdirSync(join(folder, 'out'))).toEqual(['train.jsonl']);
    await write('jsonl', 'out', true);
    expect(linesOf('out/train.jsonl')).toHaveLength(3);
  });

  it('never replaces a document of the corpus', async () => {
    const own = '{"text": "The tide at my own coast."}\n';
    writeFileSync(join(folder, 'train.jsonl'), own);
    await project.request('refresh', {});
    for (const replace of [false, true])
      await expect(write('jsonl', '.', replace)).rejects.toThrow(/train\.jsonl is a document of the corpus/);
    await expect(target('jsonl', '.')).rejects.toThrow(/document of the corpus/);
    expect(readFileSync(join(folder, 'train.jsonl'), 'utf8')).toBe(own);
  });

  it('of messages leaves out questions without an answer, and says how many', async () => {
    await project.request('generate', { method: 'level3', count: 2, seed: 9, answer: false });
    await project.request('review/accept', await project.request('samples/ids', { filter: { status: ['pending'] } }));
    expect(await write('messages')).toMatchObject({ rows: 3, leftOut: [{ reason: 'without an answer', count: 2 }] });
    expect(linesOf('out/messages.jsonl')).toHaveLength(3);
    expect(await write('jsonl')).toMatchObject({ rows: 5, leftOut: [] });
  });

  it('goes through no link that stands in the place of its file', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'loom-outside-'));
    writeFileSync(join(outside, 'text.jsonl'), 'theirs');
    await write('text');
    rmSync(join(folder, 'out/text.jsonl'));
    symlinkSync(join(outside, 'text.jsonl'), join(folder, 'out/text.jsonl'));
    await expect(write('text')).rejects.toThrow(/--force/);
    await write('text', 'out', true);
    expect(readFileSync(join(outside, 'text.jsonl'), 'utf8')).toBe('theirs');
    expect(linesOf('out/text.jsonl')).toHaveLength(3);
    await rm(outside, { recursive: true });
  });

  it('is no document of the corpus, wherever in the project it stands', async () => {
    for (const format of ['jsonl', 'messages', 'text'] as const) await write(format, 'out/deep');
    await write('text', '.');
    expect(await corpusFiles()).toEqual(documents);
    project.close();
    // What is known of exports is in the journal, which everybody who clones the project has.
    rmSync(join(folder, '.loom/cache'), { recursive: true });
    project = await open();
    expect(await corpusFiles()).toEqual(documents);
    expect(await write('text', '.')).toMatchObject({ rows: 3 });
  });

  it('outside the project is known by its content alone', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'loom-outside-'));
    const query = { format: 'text', directory: join(outside, 'new') } as const;
    await project.request('export', query);
    expect(await project.request('export', query)).toMatchObject({ rows: 3 });
    const journal = readdirSync(join(folder, '.loom/journal')).map((name) => readFileSync(join(folder, '.loom/journal', name), 'utf8'));
    expect(journal.join('')).toContain('dataset.exported');
    expect(journal.join('')).not.toContain(outside);
    await rm(outside, { recursive: true });
  });

  it('leaves nothing behind when its file cannot be put in place', async () => {
    await write('text');
    renameSync(join(folder, 'out/text.jsonl'), join(folder, 'out/kept'));
    await cp(join(import.meta.dirname, '../../fixtures/tides'), join(folder, 'out/text.jsonl'), { recursive: true });
    await expect(write('text', 'out', true)).rejects.toThrow();
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['kept', 'text.jsonl']);
    expect(existsSync(join(folder, 'out/text.jsonl/harbour.md'))).toBe(true);
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
    const exporting = { folder, settings: await readSettings(folder), store };
    await expect(exportDataset(exporting, { format: 'text', directory: join(folder, 'out') })).rejects.toBe(locked);
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
    store.close();
  });
});
