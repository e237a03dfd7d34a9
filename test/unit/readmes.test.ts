import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const readmes = globSync('src/**/README.md', { cwd: root });

/** What lies in a user's project, and names that stand for many. */
const isElsewhere = (name: string): boolean => /^(\.loom|cache|dataset)\//.test(name) || name.includes('<');

it.each(readmes)('%s names files and folders that are there', (readme) => {
  const named = [...readFileSync(join(root, readme), 'utf8').matchAll(/`([\w./<>-]+(?:\.ts|\/))`/g)].map(([, name]) => name!);
  expect(named).not.toEqual([]);
  const places = [dirname(join(root, readme)), join(root, 'src'), root];
  const missing = named.filter((name) => !isElsewhere(name) && !places.some((place) => existsSync(join(place, name))));
  expect(missing).toEqual([]);
});
