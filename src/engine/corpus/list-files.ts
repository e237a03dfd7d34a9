import { realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { escapePath, glob } from 'tinyglobby';
import { isBelow } from './below.ts';
import { FormerDatasets } from './former-datasets.ts';
import { GitIgnore } from './git-ignore.ts';

export interface CorpusGlobs {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Where the dataset is written, below the root, with forward slashes: what was made is not read again. */
  readonly datasetFolder: string;
  /** Files that exports have written, named in the same way. */
  readonly exported: ReadonlySet<string>;
}

/** Folders that never hold a corpus. */
const never = ['**/.git/**', '**/.loom/**', '**/node_modules/**'];

/**
 * The corpus's files below `root`, sorted, with forward slashes. Left out are what `exclude` names, what git would
 * ignore (by every `.gitignore` from the root down; git itself is not needed), the dataset folder, what
 * was written to one before, exports, and links: what they lead to below the root is found in its own place, and what lies
 * outside is not the project's.
 */
export async function listCorpusFiles(root: string, { include, exclude, datasetFolder, exported }: CorpusGlobs): Promise<string[]> {
  const found = await glob([...include], {
    cwd: root,
    ignore: [...never, `${escapePath(datasetFolder)}/**`, ...exclude],
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  const ignored = new GitIgnore(root);
  const former = new FormerDatasets(root);
  const real = await realpath(root);
  const kept: string[] = [];
  for (const path of found) {
    if (path.startsWith('../') || isAbsolute(path) || exported.has(path)) continue;
    if ((await ignored.ignores(path)) || (await former.hold(path))) continue;
    if (await staysInside(real, join(root, path))) kept.push(path);
  }
  return kept.sort();
}

async function staysInside(root: string, path: string): Promise<boolean> {
  try {
    // A pattern may name a linked folder, and the search then starts in it.
    return isBelow(root, await realpath(path));
  } catch (error) {
    // Gone since it was found: reading it will say so.
    if (error instanceof Error && 'code' in error) return true;
    throw error;
  }
}
