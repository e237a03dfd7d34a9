import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RequestBody, RequestFile } from '../../../src/engine/models/batch/request-file.ts';
import { lockFolder, ScratchFile } from '../../../src/engine/models/batch/scratch-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-requests-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function textOf({ bytes, parts }: RequestBody): string {
  const all = Buffer.concat([...parts()]);
  expect(all.length).toBe(bytes);
  return all.toString();
}

it('gives back the lines of the requests that are wanted, in their order, as often as it is read', () => {
  const file = new RequestFile(folder);
  for (const key of ['a', 'b', 'c', 'd', 'a']) file.add(key, Buffer.from(`line ${key} – 潮\n`));
  file.drop('c');
  expect([file.size, [...file.keys()]]).toEqual([3, ['a', 'b', 'd']]);
  expect(file.bytes).toBe(3 * Buffer.byteLength('line a – 潮\n'));
  const content = file.content(new Set(['a', 'd', 'unknown']));
  expect(textOf(content)).toBe('line a – 潮\nline d – 潮\n');
  expect(textOf(content)).toBe('line a – 潮\nline d – 潮\n');
  file.close();
});

it('reads a large file in parts, and loses none of its lines', () => {
  const file = new RequestFile(folder);
  const keys = Array.from({ length: 3000 }, (_, n) => String(n));
  const line = (key: string): string => `${key} ${'x'.repeat(Number(key) % 700)}\n`;
  for (const key of keys) file.add(key, Buffer.from(line(key)));
  const wanted = keys.filter((key) => Number(key) % 7 !== 3);
  const content = file.content(new Set(wanted));
  expect(textOf(content)).toBe(wanted.map(line).join(''));
  expect(Math.max(...[...content.parts()].map(({ length }) => length))).toBeLessThan(300_000);
  file.close();
});

it('is gone when it is closed, and what a killed process left behind is taken over, empty', () => {
  const first = new ScratchFile(folder);
  const second = new ScratchFile(folder);
  expect(second.path.path).not.toBe(first.path.path);
  first.write(Buffer.from('something'));
  first.release();
  second.release();
  expect(readdirSync(lockFolder(folder).path).filter((name) => name.endsWith('.jsonl'))).toEqual([]);
  for (const { path } of [first, second]) writeFileSync(path.path, 'left behind');
  const third = new ScratchFile(folder);
  expect([first.path.path, second.path.path]).toContain(third.path.path);
  third.write(Buffer.from('mine'));
  expect(Buffer.from(third.read(0, 100)).toString()).toBe('mine');
  third.release();
});
