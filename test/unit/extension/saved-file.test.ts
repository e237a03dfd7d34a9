import { describe, expect, it } from 'vitest';
import { longestSaved, savedExtension, savedFile } from '../../../src/protocol/saved-file.ts';

const accepts = (name: string, text = ''): boolean => savedFile.safeParse({ name, text }).success;

describe('savedFile', () => {
  it.each(['mtld.csv', 'words-of-the-question-side.svg', 'Wörter 1.csv', 'a.b.csv'])('takes %s', (name) => {
    expect(accepts(name)).toBe(true);
  });

  it.each([
    ...['', '.csv', '-rf.csv', '../a.csv', 'a/b.csv', 'a\\b.csv', 'C:a.csv', 'a..csv', 'a.csv ', 'a.csv\0.svg', 'a\n.csv'],
    ...['a.html', 'a.CSV', 'a.csv.exe', 'a', 'a|b.csv', '%2e%2e.csv', '~.csv', `${'a'.repeat(200)}.csv`],
  ])('refuses %j', (name) => {
    expect(accepts(name)).toBe(false);
  });

  it('refuses a text without end, and what it does not know', () => {
    expect(accepts('a.csv', 'a'.repeat(longestSaved))).toBe(true);
    expect(accepts('a.csv', 'a'.repeat(longestSaved + 1))).toBe(false);
    expect(savedFile.safeParse({ name: 'a.csv', text: '', folder: '/etc' }).success).toBe(false);
  });
});

describe('savedExtension', () => {
  it('reads the ending of a path, and knows two', () => {
    expect(['/home/r/a.csv', 'C:\\r\\a.SVG', '/a.svg/b', '/r/csv', '/r/a.csv.sh', '/r/.csv'].map(savedExtension)).toEqual([
      ...['csv', 'svg', null, null, null, 'csv'],
    ]);
  });
});
