import { execFileSync } from 'node:child_process';
import { chmod, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../../src/core/corpus/parse.ts';
import { listCorpusFiles } from '../../../../src/engine/corpus/list-files.ts';
import { readSource } from '../../../../src/engine/corpus/read-source.ts';
import { folderWith } from './folder.ts';

async function reasonFor(root: string, file: string): Promise<string> {
  const source = await readSource(root, file, undefined);
  if (!('problem' in source)) throw new Error(`${file} was read`);
  expect(source.problem.file).toBe(file);
  return source.problem.reason;
}

describe('reading a file', () => {
  it('keeps the byte-order mark and the line ends, and hashes the bytes', async () => {
    const root = await folderWith({ 'a b/ü.md': '\uFEFFa\r\n😀' });
    const source = await readSource(root, 'a b/ü.md', undefined);
    expect(source).toMatchObject({ text: '\uFEFFa\r\n😀', size: 10 });
    expect('hash' in source && source.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says why a file is not read, and what to do', async () => {
    const root = await folderWith({
      'empty.md': '',
      'binary.md': Uint8Array.of(0x61, 0, 0x62),
      'latin.md': Uint8Array.of(0x61, 0x0a, 0x63, 0xe9, 0x64),
      'surrogate.md': Uint8Array.of(0xed, 0xa0, 0x80),
    });
    await mkdir(join(root, 'folder.md'));
    expect(await reasonFor(root, 'empty.md')).toBe('The file is empty.');
    expect(await reasonFor(root, 'binary.md')).toMatch(/^The file is binary: byte 1 is zero\..*corpus\.exclude/);
    expect(await reasonFor(root, 'latin.md')).toMatch(/^The file is not UTF-8 \(line 2\); it looks like windows-1252\. Save it as UTF-8/);
    expect(await reasonFor(root, 'surrogate.md')).toMatch(/not UTF-8 \(line 1\)/);
    expect(await reasonFor(root, 'folder.md')).toMatch(/folder/);
    expect(await reasonFor(root, 'gone.md')).toMatch(/does not exist/);
  });

  it.skipIf(process.platform !== 'linux')('says when a name is not valid UTF-8', async () => {
    const root = await folderWith({});
    await writeFile(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.of(0xe9), Buffer.from('.md')]), 'Water.');
    const { files } = await listCorpusFiles(root, { include: ['*.md'], exclude: [], datasetFolder: 'dataset', exported: new Set() });
    expect(await reasonFor(root, files[0]!)).toMatch(/^The name of the file.* is not valid UTF-8.*Rename it/);
  });

  it('refuses what leads out of the root, and links to themselves', async () => {
    const outside = await folderWith({ 'secret.md': 's' });
    const root = await folderWith({ 'a.md': 'a' });
    await symlink(join(outside, 'secret.md'), join(root, 'link.md'));
    await symlink('self.md', join(root, 'self.md'));
    expect(await reasonFor(root, 'link.md')).toMatch(/out of the project folder/);
    expect(await reasonFor(root, '../x/../../etc/hostname')).toMatch(/out of the project folder|does not exist/);
    expect(await reasonFor(root, 'self.md')).toMatch(/leads to itself/);
  });

  it.skipIf(process.platform === 'win32')('does not hang on a pipe or a device', async () => {
    const root = await folderWith({});
    execFileSync('mkfifo', [join(root, 'pipe.md')]);
    expect(await reasonFor(root, 'pipe.md')).toMatch(/no regular file/);
    expect(await reasonFor('/dev', 'null')).toMatch(/no regular file/);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says when the right to read is missing', async () => {
    const root = await folderWith({ 'a.md': 'a' });
    await chmod(join(root, 'a.md'), 0);
    expect(await reasonFor(root, 'a.md')).toMatch(/permission denied/);
  });

  it.each(['big.md', 'big.markdown'])('refuses a file over the limit before reading it: %s', async (name) => {
    const root = await folderWith({ [name]: 'x' });
    const file = await open(join(root, name), 'r+');
    await file.truncate(200 * 1024 * 1024);
    await file.close();
    expect(await reasonFor(root, name)).toMatch(/^The file has 200 MiB; files of this kind are read up to 32 MiB/);
  });

  it('hands a single line of 200 MB to the parser, which refuses it', async () => {
    const root = await folderWith({ 'line.txt': Buffer.alloc(200 * 1000 * 1000, 'word ') });
    const source = await readSource(root, 'line.txt', undefined);
    if ('problem' in source) throw new Error(source.problem.reason);
    const { documents, problems } = parseDocument('line.txt', source.text, { tokens: 800, textField: 'text' });
    expect(documents).toEqual([]);
    expect(problems[0]!.reason).toMatch(/^Line 1 is 200 million characters long/);
  });
});
