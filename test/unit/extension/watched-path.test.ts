import { describe, expect, it } from 'vitest';
import { concernOf, mayBeFolder } from '../../../src/extension/watched-path.ts';

const concern = (path: string): string | null => concernOf(path, 'out/data', [{ file: 'notes/thesis.tex' }]);

describe('concernOf', () => {
  it.each([
    ['notes/tides.md', 'inputs'],
    ['notes/other.TEX', 'inputs'],
    ['.loom/project.yaml', 'inputs'],
    ['.loom/concepts.yaml', 'inputs'],
    ['.loom/prompts/level3.md', 'inputs'],
    ['.loom/journal/01J-me.jsonl', 'records'],
    ['out/data/data/train-00000.jsonl', 'records'],
    ['out/data/README.md', null],
    ['.loom/cache/index.sqlite-wal', null],
    ['.git/HEAD.md', null],
    ['node_modules/x/README.md', null],
    ['src/main.ts', null],
    ['LICENSE', null],
    ['notes', 'inputs'],
    ['note', null],
    ['drafts/.gitignore', 'inputs'],
    ['.git/.gitignore', null],
  ])('%s → %s', (path, expected) => {
    expect(concern(path)).toBe(expected);
  });
});

describe('mayBeFolder', () => {
  it.each([
    ['chapters', true],
    ['notes/chapters', true],
    ['notes/tides.md', false],
    ['out/data/data', false],
    ['node_modules/x', false],
    ['.git/refs', false],
  ])('%s → %s', (path, expected) => {
    expect(mayBeFolder(path, 'out/data')).toBe(expected);
  });
});
