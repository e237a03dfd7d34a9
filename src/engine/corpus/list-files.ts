import { type Dirent, readdir } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
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
 * @param within paths below the root, of files or folders: nothing but what lies there is looked for
 */
export async function listCorpusFiles(
  root: string,
  { include, exclude, datasetFolder, exported }: CorpusGlobs,
  within?: readonly string[],
): Promise<string[]> {
  const found = await glob([...include], {
    cwd: root,
    ignore: [...never, `${escapePath(datasetFolder)}/**`, ...exclude],
    expandDirectories: false,
    followSymbolicLinks: false,
    ...(within === undefined ? {} : { fs: { readdir: readdirWithin(root, within) } }),
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

type Listed = (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void;

/**
 * Lists of a folder what lies on the way to some paths, or below one: so the same patterns decide of a file that was saved
 * as of one among all, without a walk through all.
 */
function readdirWithin(root: string, within: readonly string[]): typeof readdir {
  const wanted = new Set(within);
  const ways = new Set(within.flatMap(foldersAbove));
  const list = (folder: string, options: { readonly withFileTypes: true }, listed: Listed): void => {
    const path = relative(root, resolve(root, folder)).replaceAll(sep, '/');
    const isBelowWanted = wanted.has(path) || foldersAbove(path).some((above) => wanted.has(above));
    readdir(folder, options, (error, entries) => {
      const named = (name: string): string => (path === '' ? name : `${path}/${name}`);
      listed(
        error,
        error !== null || isBelowWanted ? entries : entries.filter(({ name }) => wanted.has(named(name)) || ways.has(named(name))),
      );
    });
  };
  // Of its many forms the search uses this one.
  return list as typeof readdir;
}

/** `a/b/c.md` → `a`, `a/b`. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
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
