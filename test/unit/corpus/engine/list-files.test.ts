import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { updateCard } from '../../../../src/core/dataset/card.ts';
import { listCorpusFiles } from '../../../../src/engine/corpus/list-files.ts';
import { folderWith } from './folder.ts';

const globs = { include: ['**/*.{md,txt}'], exclude: [], datasetFolder: 'dataset', exported: new Set<string>() };

const filesOf = async (...list: Parameters<typeof listCorpusFiles>) => (await listCorpusFiles(...list)).files;

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
    expect(await filesOf(root, globs)).toEqual(['a/B.md', 'a/dataset/kept.md', 'a/z.txt', 'b.md']);
    expect(await filesOf(root, { ...globs, exclude: ['a/**'] })).toEqual(['b.md']);
    expect(await filesOf(root, { ...globs, include: ['.hidden/*.md', 'b.md'] })).toEqual(['.hidden/x.md', 'b.md']);
  });

  it('take the dataset folder as it is written, whatever characters are in it', async () => {
    const root = await folderWith({ 'out [1]/set/x.md': 'x', 'out 1/set/y.md': 'y' });
    expect(await filesOf(root, { ...globs, datasetFolder: 'out [1]/set' })).toEqual(['out 1/set/y.md']);
  });

  it('leave out the cards and shards of folders that were the dataset before, and nothing of the user', async () => {
    const card = updateCard(undefined, {
      title: 'x',
      accepted: 1,
      rejected: 0,
      states: { accepted: null, rejected: null },
      methods: new Map(),
      models: new Map(),
    }).text;
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
    const files = await filesOf(root, { ...globs, include });
    const kept = ['README.md', 'old/data/train-1.jsonl', 'old/deep/README.md', 'old/notes.md', 'theirs/README.md'];
    expect(files).toEqual([...kept, ...['bare', 'theirs'].flatMap((folder) => Object.keys(under(folder, shards)))].sort());
  });

  it('are found at once, however many stars a pattern or a line of .gitignore has', async () => {
    const name = `${'a'.repeat(200)}.txt`;
    const stars = '*a'.repeat(22);
    const root = await folderWith({ [name]: 'x', 'b.txt': 'x', '.gitignore': `${stars}*b\n!${stars}*c\n` });
    expect(await filesOf(root, { ...globs, include: [`${stars}*b`, `**/${stars}c`] })).toEqual([]);
    expect(await filesOf(root, globs)).toEqual([name, 'b.txt']);
  });

  it('leave out what exports have written', async () => {
    const root = await folderWith({ 'a.md': 'a', 'out/text.txt': 'x', 'text.txt': 'mine' });
    expect(await filesOf(root, { ...globs, exported: new Set(['out/text.txt']) })).toEqual(['a.md', 'text.txt']);
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
    expect(await filesOf(root, globs)).toEqual(['keep.txt', 'sub/b.txt', 'sub/build/a.md', 'sub/deep/c.md']);
  });

  it('are told apart by each kind of line as git does', async () => {
    const lines = [
      ...['\\#one.md', 'two\\ words.md', 'three.md   ', '*-four.md', 'five-*', 'si*x.md', '/seven.md', 'in/eight.md', '**/nine.md'],
      ...[
        'ten/**',
        'a/**/eleven.md',
        'in/*.txt',
        '[Tt]welve?.md',
        'thirteen.md/',
        '**/in/fourteen.md',
        'fif\\*teen.md',
        '*.big',
        '!keep.big',
        '*.md.big',
      ],
    ];
    const ignored = [
      ...['#one.md', 'two words.md', 'in/three.md', 'in/x-four.md', 'five-5.md', 'siiix.md', 'seven.md', 'in/eight.md', 'in/deep/nine.md'],
      ...['nine.md', 'ten/10.md', 'ten/x/10.md', 'a/eleven.md', 'a/b/c/eleven.md', 'in/x.txt', 'Twelve1.md', 'b/twelve2.md'],
      ...['in/fourteen.md', 'x/in/fourteen.md', 'fif*teen.md', 'c.big', 'in/keep.md.big', 'd/thirteen.md/x.md'],
    ];
    const kept = [
      ...[
        'in/seven.md',
        'x/in/eight.md',
        'b/ten/10.md',
        'eleven.md',
        'in/in/x.txt',
        'twelve.md',
        'thirteen.md',
        'fifteen.md',
        'in/keep.big',
      ],
      ...['si/x.md', 'x/five.md'],
    ];
    const root = await folderWith({
      '.gitignore': lines.join('\n'),
      ...Object.fromEntries([...ignored, ...kept].map((file) => [file, 'x'])),
    });
    const git = (...words: string[]): string => execFileSync('git', ['-C', root, ...words], { encoding: 'utf8' });
    git('init', '-q');
    const byGit = git('-c', 'core.quotePath=off', 'ls-files', '-z', '--others', '--exclude-standard').split('\0');
    const files = await filesOf(root, { ...globs, include: ['**/*.{md,txt,big}'] });
    expect(files).toEqual(kept.toSorted());
    expect(byGit.filter((file) => file !== '' && file !== '.gitignore').sort()).toEqual(files);
  });

  it('are listed in time that names in .gitignore do not add to, and may be many', async () => {
    const names = Array.from({ length: 40_000 }, (_, index) => `made-${index}.md\n`).join('');
    const root = await folderWith({ '.gitignore': names + '*.log\n'.repeat(20_000), 'made-39999.md': 'x', 'a.md': 'x' });
    expect(await listCorpusFiles(root, globs)).toMatchObject({ files: ['a.md'], problems: [] });
  });

  it.each([
    [
      'too many patterns',
      Array.from({ length: 10_001 }, (_, index) => `*${index}.x\n`).join(''),
      10_001,
      /^Nothing in this folder is read.*10000 patterns with wild/,
    ],
    [
      'too much to try',
      Array.from({ length: 61_000 }, (_, index) => `*a*a*a*${index}b\n`).join(''),
      920,
      /several wild cards.*Take some out/,
    ],
    ['a pattern that is too long', `x\n${'*a'.repeat(501)}`, 2, /1002 characters/],
    ['more than is read', 'x'.repeat(1024 * 1024 + 1), undefined, /larger than 1 MiB\. Shorten it/],
  ])('are none in a folder whose .gitignore has %s, and it is named', async (_, text, line, reason) => {
    const root = await folderWith({ 'a.md': 'x', 'sub/.gitignore': text, 'sub/b.md': 'x', 'sub/deep/c.md': 'x' });
    const { files, problems } = await listCorpusFiles(root, globs);
    expect(files).toEqual(['a.md']);
    expect(problems).toEqual([
      { file: 'sub/.gitignore', ...(line === undefined ? {} : { line }), reason: expect.stringMatching(reason) as string },
    ]);
  });

  it('are bound by what the files of .gitignore on the way come to together', async () => {
    const half = (from: number) => Array.from({ length: 6000 }, (_, index) => `*${from + index}.x\n`).join('');
    const root = await folderWith({
      '.gitignore': half(0),
      'a.md': 'x',
      'b/.gitignore': half(6000),
      'b/b.md': 'x',
      'c/.gitignore': '*.x',
      'c/c.md': 'x',
    });
    const { files, problems } = await listCorpusFiles(root, globs);
    expect(files).toEqual(['a.md', 'c/c.md']);
    expect(problems).toMatchObject([{ file: 'b/.gitignore', line: 4001 }]);
  });

  it('stop being looked for when that is called off', async () => {
    const root = await folderWith({ 'a.md': 'x', 'b/c.md': 'x' });
    const cancel = new AbortController();
    // Comes while the folder is being read, however fast the machine: what was asked of the disk is answered in a later turn.
    setImmediate(() => {
      cancel.abort(new Error('called off'));
    });
    await expect(listCorpusFiles(root, globs, { signal: cancel.signal })).rejects.toThrow('called off');
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
    expect(await filesOf(root, { ...globs, include: [...globs.include, 'folder/*.md', '../**/*.md', `${outside}/*.md`] })).toEqual([
      'a.md',
      'sub/b.md',
    ]);
  });
});
