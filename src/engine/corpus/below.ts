import { isAbsolute, relative, sep } from 'node:path';

/** Tells whether `path` is `root` or lies below it; both absolute, links resolved. */
export function isBelow(root: string, path: string): boolean {
  const below = relative(root, path);
  return !isAbsolute(below) && below !== '..' && !below.startsWith(`..${sep}`);
}
