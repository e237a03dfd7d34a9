import { describe, expect, it } from 'vitest';
import { Glob } from '../../../src/core/corpus/glob.ts';
import { expectLinear } from '../../support/growth.ts';

describe('a pattern', () => {
  it.each([
    ['**/*.{md,txt}', ['a.md', 'b/c.txt', 'a/b/c.md'], ['a.pdf', '.x.md', '.loom/a.md', 'a/.b/c.md', 'md', 'a.md/b']],
    ['*.md', ['a.md', 'a.b.md'], ['b/a.md', '.md', 'a.mdx']],
    ['docs/**', ['docs/a', 'docs/b/c.md', 'docs'], ['docsx/a', 'a/docs/b', 'docs/.a']],
    ['docs/**/a.md', ['docs/a.md', 'docs/b/c/a.md'], ['docs/ba.md', 'docs/b/xa.md', 'docs/.b/a.md']],
    ['**/.hidden/*.md', ['.hidden/a.md', 'b/.hidden/a.md'], ['.hidden/b/a.md']],
    ['a?c.md', ['abc.md'], ['ac.md', 'a/c.md']],
    ['[a-c][!x]?.md', ['aby.md', 'cyz.md'], ['dby.md', 'axy.md', 'a/y.md']],
    ['[]]x', [']x'], ['x', '[]]x']],
    ['[', ['['], ['']],
    ['a\\*b', ['a*b'], ['axb']],
    ['{a,b{c,d}}/x', ['a/x', 'bc/x', 'bd/x'], ['b/x', 'ac/x']],
    ['{docs,notes/old}/**/*.md', ['docs/a.md', 'notes/old/b/c.md'], ['notes/a.md']],
    ['x{,.md}', ['x', 'x.md'], ['x.']],
    ['out [1]/(a)/x+', ['out 1/(a)/x+'], ['out [1]/(a)/x+']],
    ['a**b', ['ab', 'axxb'], ['a/b', 'ax/yb']],
    ['**', ['a', 'a/b'], ['.a', 'a/.b']],
  ])('%s', (pattern, taken, left) => {
    const glob = new Glob(pattern);
    for (const path of taken) expect([path, glob.matches(path)]).toEqual([path, true]);
    for (const path of left) expect([path, glob.matches(path)]).toEqual([path, false]);
  });

  it.each([
    ['docs/*.md', ['docs'], ['docs/a', 'src', 'doc']],
    ['**/a.md', ['x', 'x/y'], ['.x', 'x/.y']],
    ['{a,b/c}/*.md', ['a', 'b', 'b/c'], ['c', 'b/d']],
    ['*.md', [], ['a']],
  ])('says in which folders to look (%s)', (pattern, taken, left) => {
    const glob = new Glob(pattern);
    for (const folder of taken) expect([folder, glob.mayMatchBelow(folder)]).toEqual([folder, true]);
    for (const folder of left) expect([folder, glob.mayMatchBelow(folder)]).toEqual([folder, false]);
  });

  it.each(['{a,b', '{'.repeat(20) + '}'.repeat(20), 'a'.repeat(1001)])('is refused with a reason where it cannot be read', (pattern) => {
    expect(() => new Glob(pattern)).toThrow(/is not closed|more than 10 deep|has 1001 characters/);
  });
});

describe('time grows with the path', () => {
  it.each(['*a'.repeat(400), '**/'.repeat(300) + 'b', '{*,**/*}'.repeat(100) + 'b', '?*'.repeat(400)])(
    'under an untrusted pattern',
    (pattern) => {
      const glob = new Glob(`${pattern}b`);
      expectLinear((size) => glob.matches('a/'.repeat(10) + 'a'.repeat(size)), 300);
    },
  );
});
