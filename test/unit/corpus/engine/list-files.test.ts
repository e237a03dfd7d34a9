import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { updateCard } from '../../../../src/core/dataset/card.ts';
import { listCorpusFiles } from '../../../../src/engine/corpus/list-files.ts';
import { folderWith } from './folder.ts';

const globs = { include: ['**/*.{md,txt}'], exclude: [], datasetFolder: 'dataset', exported: new Set<string>() };

describe('the files of a corpus', () => {
  it('are sorted, and leave out our own folders and those of tools', async () => {
    const root = await folderWith({
      'b.md': 'b',
      'a/z.txt': 'z',
      'a/B.md': 'B',
      'c.pdf': 'c',
      '.loom/prompts/x.md': 'x',
      '.git/x.md': 'x',
      'dataset/README.md': 'x',
      'a/dataset/kept.md': 'k',
      'node_modules/p/README.md': 'x',
      'a/node_modules/p/README.md': 'x',
      '.hidden/x.md': 'x',
    });
    expect(await listCorpusFiles(root, globs)).toEqual(['a/B.md', 'a/dataset/kept.md', 'a/z.txt', 'b.md']);
    expect(await listCorpusFiles(root, { ...globs, exclude: ['a/**'] })).toEqual(['b.md']);
    expect(await listCorpusFiles(root, { ...globs, include: ['.hidden/*.md', 'b.md'] })).toEqual(['.hidden/x.md', 'b.md']);
  });

  it('take the dataset folder as it is written, whatever characters are in it', async () => {
    const root = await folderWith({ 'out [1]/set/x.md': 'x', 'out 1/set/y.md': 'y' });
    expect(await listCorpusFiles(root, { ...globs, datasetFolder: 'out [1]/set' })).toEqual(['out 1/set/y.md']);
  });

  it('leave out the cards and shards of folders that were the dataset before, and nothing of the user', async () => {
    const card = updateCard(undefined, { title: 'x', accepted: 1, rejected: 0, methods: new Map(), models: new Map() }).text;
    const withoutSection = card.replace(/<!-- concept-loom:begin[\s\S]*/, 'My own words.');
    const shards = { 'data/train-00000.jsonl': '{}', 'rejected/rejected-00000.jsonl': '{}' };
    const under = (folder: string, files: Record<string, string>) =>
      Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
    const root = await folderWith({
      'README.md': card,
      ...under('old', { ...shards, 'README.md': card, 'notes.md': 'mine', 'data/train-1.jsonl': '{}', 'deep/README.md': 'mine' }),
      ...under('sets/older', { ...shards, 'README.md': withoutSection }),
      ...under('theirs', { ...shards, 'README.md': 'A card has a line `<!-- concept-loom:begin -->`.' }),
      ...under('bare', shards),
    });
    // Opened without a writer, it would hold us up for ever.
    execFileSync('mkfifo', [join(root, 'bare', 'README.md')]);
    const include = ['**/*.{md,jsonl}'];
    const files = await listCorpusFiles(root, { ...globs, include });
    const kept = ['README.md', 'old/data/train-1.jsonl', 'old/deep/README.md', 'old/notes.md', 'theirs/README.md'];
    expect(files).toEqual([...kept, ...['bare', 'theirs'].flatMap((folder) => Object.keys(under(folder, shards)))].sort());
  });

  it('are found at once, however many stars a pattern or a line of .gitignore has', async () => {
    const name = `${'a'.repeat(200)}.txt`;
    const stars = '*a'.repeat(22);
    const root = await folderWith({ [name]: 'x', 'b.txt': 'x', '.gitignore': `${stars}*b\n!${stars}*c\n` });
    expect(await listCorpusFiles(root, { ...globs, include: [`${stars}*b`, `**/${stars}c`] })).toEqual([]);
    expect(await listCorpusFiles(root, globs)).toEqual([name, 'b.txt']);
  });

  it('leave out what exports have written', async () => {
    const root = await folderWith({ 'a.md': 'a', 'out/text.txt': 'x', 'text.txt': 'mine' });
    expect(await listCorpusFiles(root, { ...globs, exported: new Set(['out/text.txt']) })).toEqual(['a.md', 'text.txt']);
  });

  it('leave out what git ignores, by every .gitignore on the way', async () => {
    const root = await folderWith({
      '.gitignore': '*.txt\n/build/\n!keep.txt\nlogs\n',
      'a.txt': 'x',
      'keep.txt': 'x',
      'build/a.md': 'x',
      'sub/build/a.md': 'x',
      'build/.gitignore': '!a.md\n',
      'sub/.gitignore': '!b.txt\n/c.md\n',
      'sub/b.txt': 'x',
      'sub/c.md': 'x',
      'sub/deep/c.md': 'x',
      'sub/logs/x.md': 'x',
      'other/b.txt': 'x',
    });
    expect(await listCorpusFiles(root, globs)).toEqual(['keep.txt', 'sub/b.txt', 'sub/build/a.md', 'sub/deep/c.md']);
  });

  it('never lie outside the root, by pattern or by link', async () => {
    const outside = await folderWith({ 'secret.md': 's', 'more/m.md': 'm' });
    const root = await folderWith({ 'a.md': 'a', 'sub/b.md': 'b' });
    await symlink(join(outside, 'secret.md'), join(root, 'link.md'));
    await symlink(join(outside, 'more'), join(root, 'folder'));
    await symlink(join(root, 'a.md'), join(root, 'inside.md'));
    await symlink(root, join(root, 'sub', 'loop'));
    await symlink(join(root, 'gone.md'), join(root, 'broken.md'));
    await mkdir(join(root, 'folder.md'));
    expect(await listCorpusFiles(root, { ...globs, include: [...globs.include, 'folder/*.md', '../**/*.md', `${outside}/*.md`] })).toEqual([
      'a.md',
      'sub/b.md',
    ]);
  });
});
