/** The page on threats names the tests that show what it says: they have to be there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');
const paths = [...new Set([...page.matchAll(/`((?:test|src)\/[\w./-]+)`/g)].map((match) => match[1]!))];

it.each(paths)('%s, which the threat model names, is there', (path) => {
  expect(existsSync(join(root, path))).toBe(true);
});

it('every row of its tables names a test', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('|') && !/^\| (?:-|could try)/.test(line));
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => !/`test\/[\w./-]+`\s*\|$/.test(row))).toEqual([]);
});

it('the architecture leads to it', () => {
  expect(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')).toContain('](docs/threat-model.md)');
});
