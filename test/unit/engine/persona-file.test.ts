import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendPersonas, personaFileOf, readPersonas } from '../../../src/engine/persona-file.ts';

let folder: string;
const file = '.loom/people/mine.txt';
const path = () => join(folder, file);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-personas-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a file of personas', () => {
  it('is made with a remark that tells who wrote them', async () => {
    await appendPersonas(folder, file, ['A pilot', 'A nurse'], 'written by\nhand');
    expect(readFileSync(path(), 'utf8')).toBe('# written by hand\nA pilot\nA nurse\n');
    expect(await readPersonas(folder, file)).toEqual(['A pilot', 'A nurse']);
    expect(await readPersonas(folder)).toEqual([]);
  });

  it('gets more below what a person made of it, each once, under one remark for one author', async () => {
    await appendPersonas(folder, file, ['A pilot'], 'written by a');
    const byHand = '# mine\r\nA PILOT.\r\n  a nurse  ';
    writeFileSync(path(), byHand);
    await appendPersonas(folder, file, ['The pilot', 'A baker'], 'written by b');
    await appendPersonas(folder, file, ['A baker', 'A mayor', 'A mayor'], 'written by b');
    expect(readFileSync(path(), 'utf8')).toBe(`${byHand}\n\n# written by b\nA baker\nA mayor\n`);
    await appendPersonas(folder, file, ['A nurse', 'A mayor'], 'written by c');
    expect(readFileSync(path(), 'utf8')).not.toContain('written by c');
  });

  it('is a text file in .loom, where none is a document', () => {
    expect(personaFileOf(folder)).toBe('.loom/personas.txt');
    expect(personaFileOf(folder, 'a/../.loom/people/mine.txt')).toBe(file);
    expect(personaFileOf(folder, path())).toBe(file);
    const refused = (named: string) => {
      expect(() => personaFileOf(folder, named)).toThrow(`${named} lies outside .loom, where a text file would be read as a document`);
    };
    for (const named of ['people.txt', '../mine.txt', '.loom.txt', '.loom/../people.txt', '..loom/mine.txt']) refused(named);
    expect(() => personaFileOf(folder, 'people.txt')).toThrow('name one like .loom/people.txt');
    expect(() => personaFileOf(folder, '.loom/project.yaml')).toThrow('personas are kept in a .txt file');
    expect(existsSync(path())).toBe(false);
  });
});
