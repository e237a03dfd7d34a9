import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ParsedFile } from '../../../../src/core/corpus/parse.ts';
import { projectSettings, type ProjectSettings } from '../../../../src/core/settings.ts';
import { readCorpus, rereadPaths } from '../../../../src/engine/corpus/read-corpus.ts';
import type { CorpusState } from '../../../../src/engine/corpus-state.ts';
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
const unwatched = { report: () => undefined, signal: new AbortController().signal };

interface Changed {
  readonly settings?: Partial<ProjectSettings>;
  readonly known?: CorpusState;
  readonly exported?: readonly string[];
}

const sourceOf = (root: string, cache: ParsedFileCache, { settings: changed, known, exported }: Changed = {}) => ({
  ...{ root, cache, known },
  settings: { ...settings, ...changed },
  exported: new Set(exported),
});

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
    const { documents, problems } = await readCorpus(sourceOf(root, new MemoryCache()), unwatched);
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
      await readCorpus(sourceOf(root, cache, { settings: changed }), unwatched);
      return cache.parsed.toSorted();
    };
    expect(await read()).toEqual(['a.md', 'b.md', 'c.md']);
    expect(await read()).toEqual([]);
    await addFiles(root, { 'b.md': 'Six.' });
    await utimes(join(root, 'b.md'), new Date(), new Date(2030, 1, 1));
    await rm(join(root, 'c.md'));
    expect(await read()).toEqual(['b.md']);
    expect(await read({ passages: { tokens: 100 } })).toEqual(['a.md', 'b.md']);
    expect(await read({ models: { questions: 'x', answers: 'y', logProbabilities: false } })).toEqual([]);
  });

  it('gives the same passages from the cache as from the files', async () => {
    const root = await folderWith({ 'a.md': '# A\n\nText &amp; more.', 'b.jsonl': '{"text":"x"}' });
    const cache = new MemoryCache();
    const first = await readCorpus(sourceOf(root, cache), unwatched);
    expect(await readCorpus(sourceOf(root, cache), unwatched)).toEqual(first);
    expect(await readCorpus(sourceOf(root, cache, { known: first }), unwatched)).toBe(first);
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
    await expect(readCorpus(sourceOf(root, cache), { report, signal: cancel.signal })).rejects.toThrow('called off');
    const before = cache.parsed.length;
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(before).toBeGreaterThanOrEqual(16);
    expect(before).toBeLessThan(50);
    const { documents } = await readCorpus(sourceOf(root, cache), unwatched);
    expect(documents.map(({ file }) => file)).toEqual(names);
    expect(cache.parsed.toSorted()).toEqual(names);
  });
});

describe('reading some paths of a corpus anew', () => {
  /** What is known after those paths were read, which is what reading everything gives. */
  async function reread(root: string, known: CorpusState, paths: readonly string[], changed: Changed = {}): Promise<CorpusState> {
    const after = await rereadPaths({ ...sourceOf(root, new MemoryCache(), changed), known }, paths, unwatched);
    const whole = await readCorpus(sourceOf(root, new MemoryCache(), changed), unwatched);
    expect([after.documents, after.problems, after.totals]).toEqual([whole.documents, whole.problems, whole.totals]);
    expect([...after.files.keys()]).toEqual([...whole.files.keys()]);
    return after;
  }

  it('takes in files that were saved, made, broken, removed, and no others', async () => {
    const root = await folderWith({ 'a.md': 'One.', 'notes/b.md': 'Two.', 'notes/c.md': 'Three.', 'notes-old.md': 'Four.' });
    let known = await readCorpus(sourceOf(root, new MemoryCache()), unwatched);
    const untouched = known.files.get('notes/c.md');
    await addFiles(root, { 'notes/b.md': 'Two, at more length.', 'b.md': 'New.', 'notes/x.md': '' });
    known = await reread(root, known, ['notes/b.md', 'b.md', 'notes/x.md', 'LICENSE', 'src/main.ts']);
    expect(known.files.get('notes/c.md')).toBe(untouched);
    expect(known.problems).toMatchObject([{ file: 'notes/x.md' }]);
    await rm(join(root, 'a.md'));
    await rm(join(root, 'notes/x.md'));
    known = await reread(root, known, ['a.md', 'notes/x.md']);
    expect([...known.files.keys()]).toEqual(['b.md', 'notes-old.md', 'notes/b.md', 'notes/c.md']);
    const cache = new MemoryCache();
    expect(await rereadPaths({ ...sourceOf(root, cache), known }, ['notes/b.md'], unwatched)).toBe(known);
    expect(cache.parsed).toEqual([]);
  });

  it('tells of a .gitignore that is not followed, until it is', async () => {
    const root = await folderWith({ 'a.md': 'One.', 'b/c.md': 'Two.', 'b/.gitignore': '*a'.repeat(600) });
    let known = await readCorpus(sourceOf(root, new MemoryCache()), unwatched);
    expect(known.documents).toMatchObject([{ file: 'a.md' }]);
    expect(known.problems).toMatchObject([{ file: 'b/.gitignore', line: 1 }]);
    expect(await readCorpus(sourceOf(root, new MemoryCache(), { known }), unwatched)).toBe(known);
    await addFiles(root, { 'b/d.md': 'Three.' });
    known = await reread(root, known, ['b/d.md']);
    await writeFile(join(root, 'b/.gitignore'), 'd.md');
    known = await readCorpus(sourceOf(root, new MemoryCache(), { known }), unwatched);
    expect([known.problems, known.documents.map(({ file }) => file)]).toEqual([[], ['a.md', 'b/c.md']]);
  });

  it('takes in folders that were moved, made and removed', async () => {
    const root = await folderWith({ 'a.md': 'One.', 'notes/b.md': 'Two.', 'notes/deep/c.md': 'Three.', 'notes/deep/.gitignore': 'd.md\n' });
    let known = await readCorpus(sourceOf(root, new MemoryCache()), unwatched);
    await addFiles(root, { 'notes/deep/d.md': 'Ignored.' });
    await rename(join(root, 'notes'), join(root, 'tides'));
    known = await reread(root, known, ['notes', 'tides']);
    expect([...known.files.keys()]).toEqual(['a.md', 'tides/b.md', 'tides/deep/c.md']);
    await rm(join(root, 'tides/deep'), { recursive: true });
    known = await reread(root, known, ['tides/deep']);
    await rm(join(root, 'tides'), { recursive: true });
    await mkdir(join(root, 'tides.md'));
    known = await reread(root, known, ['tides', 'tides.md']);
    expect([...known.files.keys()]).toEqual(['a.md']);
  });

  it('leaves out what is ignored, excluded, exported, of a dataset, or a link, as reading everything does', async () => {
    const root = await folderWith({ 'a.md': 'One.', '.gitignore': 'drafts/\n', 'out.jsonl': '{"text":"Made."}' });
    const corpus = { ...settings.corpus, exclude: ['skip/**'] };
    let known = await readCorpus(sourceOf(root, new MemoryCache(), { settings: { corpus } }), unwatched);
    expect(known.files.has('out.jsonl')).toBe(true);
    await addFiles(root, {
      'drafts/b.md': 'x',
      'skip/c.md': 'x',
      'dataset/d.md': 'x',
      '.loom/e.md': 'x',
      'node_modules/f.md': 'x',
      'é/g.md': 'Seen.',
    });
    await symlink(join(root, 'a.md'), join(root, 'link.md'));
    const paths = ['drafts/b.md', 'skip', 'dataset/d.md', '.loom/e.md', 'node_modules', 'é', 'link.md', '../outside.md'];
    known = await reread(root, known, paths, { settings: { corpus }, exported: ['out.jsonl'] });
    expect([...known.files.keys()]).toEqual(['a.md', 'é/g.md']);
    await writeFile(join(root, 'a.md'), 'Other text.');
    expect(
      (await reread(root, known, ['a.md'], { settings: { corpus }, exported: ['out.jsonl'] })).passages.map(({ text }) => text),
    ).toEqual(['Other text.', 'Seen.']);
  });
});
