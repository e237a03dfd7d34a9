import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const readmes = globSync('{src,webview}/**/README.md', { cwd: root });
/** Lines of a folder's own files from which on a newcomer is told where to begin. */
const large = 1200;

/** What lies in a user's project, and names that stand for many. */
const isElsewhere = (name: string): boolean => /^(\.loom|cache|dataset)\//.test(name) || name.includes('<');

it.each(readmes)('%s names files and folders that are there', (readme) => {
  const named = [...readFileSync(join(root, readme), 'utf8').matchAll(/`([\w./<>-]+(?:\.ts|\/))`/g)].map(([, name]) => name!);
  expect(named).not.toEqual([]);
  const places = [dirname(join(root, readme)), join(root, 'src'), root];
  const missing = named.filter((name) => !isElsewhere(name) && !places.some((place) => existsSync(join(place, name))));
  expect(missing).toEqual([]);
});

it('every large folder opens with one', () => {
  const lines = new Map<string, number>();
  for (const file of globSync('{src,webview}/**/*.ts', { cwd: root })) {
    lines.set(dirname(file), (lines.get(dirname(file)) ?? 0) + readFileSync(join(root, file), 'utf8').split('\n').length);
  }
  const folders = [...lines].flatMap(([folder, count]) => (count > large ? [folder] : []));
  expect(folders.length).toBeGreaterThan(9);
  expect(folders.filter((folder) => !readmes.includes(join(folder, 'README.md')))).toEqual([]);
});
