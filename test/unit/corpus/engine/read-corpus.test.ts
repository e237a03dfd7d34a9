import { execFileSync } from 'node:child_process';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ParsedFile } from '../../../../src/core/corpus/parse.ts';
import { projectSettings, type ProjectSettings } from '../../../../src/core/settings.ts';
import { readCorpus } from '../../../../src/engine/corpus/read-corpus.ts';
import type { ParsedFileCache } from '../../../../src/engine/storage/parsed-files.ts';
import { addFiles, folderWith } from './folder.ts';

/** Keeps everything in memory and tells what was parsed. */
class MemoryCache implements ParsedFileCache {
  readonly entries = new Map<string, ParsedFile>();
  parsed: string[] = [];

  get(file: string, stamp: string): ParsedFile | undefined {
    return this.entries.get(`${file}\n${stamp}`);
  }

  set(file: string, stamp: string, parsed: ParsedFile): void {
    this.entries.set(`${file}\n${stamp}`, parsed);
    this.parsed.push(file);
  }
}

const settings: ProjectSettings = projectSettings.parse({});
const nothingExported: ReadonlySet<string> = new Set();
const unwatched = { report: () => undefined, signal: new AbortController().signal };

describe('reading a corpus', () => {
  it('reads what can be read and reports the rest, whatever the kind', async () => {
    const root = await folderWith({
      'a.md': '# A\n\nText.',
      'b.html': '<p>Text.',
      'c.rst': 'Text.',
      'd.txt': 'Text.',
      'e.jsonl': '{"text":"One."}\nbroken\n{"text":"Two."}',
      'f.csv': 'text\nOne.\n',
      'g.mdx': 'Text.',
      'h.md': '',
      'i.txt': Uint8Array.of(0xff, 0x00),
      'dataset/x.md': 'x',
    });
    execFileSync('mkfifo', [join(root, 'pipe.md')]);
    const { documents, problems } = await readCorpus(root, settings, new MemoryCache(), nothingExported, unwatched);
    expect(documents.map(({ file, record }) => `${file}:${record}`)).toEqual([
      ...['a.md:0', 'b.html:0', 'c.rst:0', 'd.txt:0', 'e.jsonl:0', 'e.jsonl:2', 'f.csv:0', 'g.mdx:0'],
    ]);
    expect(problems.map(({ file, line }) => [file, line])).toEqual([
      ['e.jsonl', 2],
      ['h.md', undefined],
      ['i.txt', undefined],
    ]);
  });

  it('parses only what changed: the file, or a setting its passages depend on', async () => {
    const root = await folderWith({ 'a.md': 'One.', 'b.md': 'Two.', 'c.md': 'Three.' });
    const cache = new MemoryCache();
    const read = async (changed: Partial<ProjectSettings> = {}): Promise<string[]> => {
      cache.parsed = [];
      await readCorpus(root, { ...settings, ...changed }, cache, nothingExported, unwatched);
      return cache.parsed.toSorted();
    };
    expect(await read()).toEqual(['a.md', 'b.md', 'c.md']);
    expect(await read()).toEqual([]);
    await addFiles(root, { 'b.md': 'Six.' });
    await utimes(join(root, 'b.md'), new Date(), new Date(2030, 1, 1));
    await rm(join(root, 'c.md'));
    expect(await read()).toEqual(['b.md']);
    expect(await read({ passages: { tokens: 100 } })).toEqual(['a.md', 'b.md']);
    expect(await read({ models: { questions: 'x', answers: 'y' } })).toEqual([]);
  });

  it('gives the same passages from the cache as from the files', async () => {
    const root = await folderWith({ 'a.md': '# A\n\nText &amp; more.', 'b.jsonl': '{"text":"x"}' });
    const cache = new MemoryCache();
    const first = await readCorpus(root, settings, cache, nothingExported, unwatched);
    expect(await readCorpus(root, settings, cache, nothingExported, unwatched)).toEqual(first);
  });

  it('tells how far it is, and stops where it is called off with what it has in the cache', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `${String(index).padStart(2, '0')}.md`);
    const root = await folderWith(Object.fromEntries(names.map((name) => [name, `About ${name}.`])));
    const cache = new MemoryCache();
    const cancel = new AbortController();
    const told: number[] = [];
    const report = ({ done, total }: { readonly done: number; readonly total: number }): void => {
      expect(total).toBe(50);
      told.push(done);
      if (done >= 20) cancel.abort(new Error('called off'));
    };
    await expect(readCorpus(root, settings, cache, nothingExported, { report, signal: cancel.signal })).rejects.toThrow('called off');
    const before = cache.parsed.length;
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(before).toBeGreaterThanOrEqual(16);
    expect(before).toBeLessThan(50);
    const { documents } = await readCorpus(root, settings, cache, nothingExported, unwatched);
    expect(documents.map(({ file }) => file)).toEqual(names);
    expect(cache.parsed.toSorted()).toEqual(names);
  });
});
