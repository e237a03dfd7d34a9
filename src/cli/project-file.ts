import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { isBelow } from '../engine/corpus/below.ts';

/**
 * A file as the corpus names it: below the project's folder, with forward slashes. A path is taken from the current
 * folder where that leads to a file of the project, and else from the project's folder.
 */
export function projectFile(project: string, path: string): string {
  const root = withoutLinks(resolve(project));
  const here = withoutLinks(resolve(path));
  const isHere = isAbsolute(path) || (existsSync(here) && isBelow(root, here));
  return relative(root, isHere ? here : resolve(root, path)).replaceAll(sep, '/');
}

const withoutLinks = (path: string): string => (existsSync(path) ? realpathSync.native(path) : path);
