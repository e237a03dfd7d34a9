import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passedText, whyNoDocuments } from '../../../../src/core/corpus/passed-over.ts';
import { projectSettings } from '../../../../src/core/settings.ts';
import { FolderTally, PassedOver } from '../../../../src/engine/corpus/passed-over.ts';
import { readCorpus, rereadPaths } from '../../../../src/engine/corpus/read-corpus.ts';
import type { CorpusState } from '../../../../src/engine/corpus-state.ts';
import { folderWith } from './folder.ts';

const unwatched = { report: () => undefined, signal: new AbortController().signal };
const cache = { get: () => undefined, set: () => undefined };
const settings = projectSettings.parse({ corpus: { exclude: ['drafts', '*.tmp.md'] } });
const sourceOf = <T extends CorpusState | undefined>(root: string, known: T) => ({
  root,
  settings,
  cache,
  exported: new Set<string>(),
  known,
});
const told = ({ passed }: CorpusState): string[] =>
  passed.total.map((kind) => `${kind.count} ${passedText(kind)}: ${kind.examples.join(' ')}`);

describe('what of a folder is not read', () => {
  it('is counted by reason and kind; a folder that is left out counts as one', async () => {
    const root = await folderWith({
      '.gitignore': 'build/\n*.gen.md\n',
      'a.md': 'Text.',
      'B.MD': 'Text.',
      'a.odt': '',
      'deep/b.ODT': '',
      'deep/Makefile': '',
      'x.json': '[]',
      'build/a.md': '',
      'build/more/b.md': '',
      'x.gen.md': '',
      'drafts/a.md': '',
      'x.tmp.md': '',
      '.hidden': '',
      'node_modules/x/y.js': '',
      'dataset/README.md': '',
      [`x.${'long'.repeat(9)}`]: '',
    });
    await symlink('a.md', join(root, 'link.md'));
    const corpus = await readCorpus(sourceOf(root, undefined), unwatched);
    expect([...corpus.files.keys()]).toEqual(['B.MD', 'a.md']);
    expect(told(corpus)).toEqual([
      '2 .odt, not readable: a.odt deep/b.ODT',
      '1 .json, readable but not in corpus.include: x.json',
      '1 without an extension, not readable: deep/Makefile',
      '2 by .gitignore: build x.gen.md',
      '2 by corpus.exclude: drafts x.tmp.md',
      '1 link, not followed: link.md',
      `1 of other kinds, not readable: x.${'long'.repeat(9)}`,
    ]);
  });

  it('takes no more room for more files, or for more kinds than anybody would read', () => {
    const tally = new FolderTally();
    for (let at = 0; at < 10_000; at += 1) tally.addUnwanted(`images/${at}.png`);
    for (let at = 0; at < 1000; at += 1) tally.addUnwanted(`images/x.k${at}`);
    expect(tally.kinds.length).toBeLessThanOrEqual(51);
    expect(tally.kinds[0]).toEqual({
      reason: 'format',
      name: '.png',
      count: 10_000,
      examples: ['images/0.png', 'images/1.png', 'images/10.png'],
    });
    const folders = new Map(
      Array.from({ length: 100 }, (_, at) => [`${at}/`, [{ reason: 'format' as const, name: `.k${at}`, count: 2, examples: [`${at}/x`] }]]),
    );
    const { total } = PassedOver.of(folders);
    expect(total).toHaveLength(51);
    expect(total.reduce((sum, { count }) => sum + count, 0)).toBe(200);
  });

  it('says why there is no document', () => {
    const kinds = [
      { reason: 'format' as const, name: '.odt', count: 1200, examples: [] },
      { reason: 'gitignore' as const, name: '', count: 1, examples: [] },
    ];
    expect(whyNoDocuments(kinds, 2, ['**/*.md'])).toBe(
      'There is no document: 2 could not be read (see the problems); 1,200 .odt, not readable; 1 by .gitignore. Convert documents to Markdown, HTML or text. corpus.include takes **/*.md.',
    );
    expect(whyNoDocuments([], 0, ['*.md'])).toBe('There is no document in the folder. corpus.include takes *.md.');
  });

  it('is the same after any changes, told by their paths, as when it is read anew', async () => {
    const paths = [
      'a.md',
      'a.odt',
      'sub/b.md',
      'sub/b.odt',
      'sub/c',
      'sub/deep/d.json',
      'drafts/e.md',
      'x.tmp.md',
      'build/f.md',
      'build/g.odt',
    ];
    const change = fc.oneof(
      fc.record({ kind: fc.constantFrom('write' as const, 'delete' as const), path: fc.constantFrom(...paths) }),
      fc.record({ kind: fc.constantFrom('move' as const), path: fc.constantFrom('sub', 'sub/deep', 'build', 'moved') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const root = await folderWith({
          '.gitignore': 'build/\n',
          'a.md': 'A.',
          'sub/b.odt': 'B',
          'sub/deep/d.json': '1',
          'build/f.md': 'F',
        });
        let corpus = await readCorpus(sourceOf(root, undefined), unwatched);
        for (const { kind, path } of changes) {
          const changed = [path];
          if (kind === 'write') {
            await mkdir(dirname(join(root, path)), { recursive: true });
            await writeFile(join(root, path), 'Text.');
          } else if (kind === 'delete') await rm(join(root, path), { force: true });
          else {
            const to = path === 'moved' ? 'sub' : 'moved';
            await rm(join(root, to), { recursive: true, force: true });
            await rename(join(root, path), join(root, to)).catch(() => undefined);
            changed.push(to);
          }
          corpus = await rereadPaths(sourceOf(root, corpus), changed, unwatched);
        }
        const anew = await readCorpus(sourceOf(root, undefined), unwatched);
        expect(told(corpus)).toEqual(told(anew));
        expect([...corpus.files.keys()]).toEqual([...anew.files.keys()]);
      }),
      { numRuns: 40 },
    );
  });

  it('is known to be the same where nothing is different', async () => {
    const root = await folderWith({ 'a.md': 'A.', 'b.odt': '' });
    const corpus = await readCorpus(sourceOf(root, undefined), unwatched);
    const stored = { ...sourceOf(root, corpus), cache };
    expect(await readCorpus(stored, unwatched)).toBe(corpus);
    expect(await rereadPaths(stored, ['a.md', 'b.odt'], unwatched)).toBe(corpus);
  });
});

it.each([
  'sp ace.md',
  '[slug].mdx',
  '(group)/page.md',
  'café.md',
  'hash#name.md',
  'percent%20.md',
  '-dash.md',
  "it's.md",
  '日本語.md',
  'a&b.MD',
  '{x}.Rmd',
  'back`tick.markdown',
])('a file called %s is read, found by the ids of its passages, and read again when it is saved', async (name) => {
  const root = await folderWith({ [name]: 'A reef grows.' });
  const corpus = await readCorpus(sourceOf(root, undefined), unwatched);
  const [passage] = corpus.passages;
  expect(corpus.passage(passage!.id)).toBe(passage);
  await writeFile(join(root, name), 'A bay is calm now.');
  const after = await rereadPaths(sourceOf(root, corpus), [name], unwatched);
  expect(after.passages.map(({ file, text }) => [file, text])).toEqual([[name, 'A bay is calm now.']]);
});

it('settings for some files are those of the first pattern that fits', async () => {
  const root = await folderWith({
    'chats/a.jsonl': '{"messages": [{"content": "one reef"}, {"content": "two reefs"}]}\n',
    'b.csv': 'body\n"*three* reefs"\n',
    'c.jsonl': '{"text": "four reefs"}\n',
  });
  const corpus = { textField: { 'chats/**': 'messages[1].content', '*.csv': 'body' }, textFormat: { '*.csv': 'markdown' } };
  const read = await readCorpus({ ...sourceOf(root, undefined), settings: projectSettings.parse({ corpus }) }, unwatched);
  expect(read.problems).toEqual([]);
  expect(read.passages.map(({ text }) => text)).toEqual(['three reefs', 'four reefs', 'two reefs']);
});
