import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { corpusGlob } from '../../core/corpus/corpus-globs.ts';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { pauses } from '../slices.ts';
import { FormerDatasets } from './former-datasets.ts';
import { GitIgnore } from './git-ignore.ts';

export interface CorpusGlobs {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Folder that the dataset is written to, below the root, with forward slashes: what was made is not read again. */
  readonly datasetFolder: string;
  /** Files that exports have written, named in the same way. */
  readonly exported: ReadonlySet<string>;
}

/** Files of a corpus, and what kept others from being looked for. */
export interface CorpusListing {
  readonly files: readonly string[];
  readonly problems: readonly CorpusProblem[];
}

interface Search {
  /** Paths below the root, of files or folders: nothing but what lies there is looked for. */
  readonly within?: readonly string[] | undefined;
  readonly signal?: AbortSignal;
}

/** Folders that never hold a corpus. */
const never = new Set(['.git', '.loom', 'node_modules']);

/**
 * The corpus's files below `root`, sorted, with forward slashes. Left out are what `exclude` names, what git would
 * ignore (by every `.gitignore` from the root down; git itself is not needed), the dataset folder, what
 * was written to one before, exports, and links: what they lead to below the root is found in its own place, and what lies
 * outside is not the project's.
 * @throws the signal's reason when it is aborted
 */
export async function listCorpusFiles(
  root: string,
  { include, exclude, datasetFolder, exported }: CorpusGlobs,
  { within, signal }: Search = {},
): Promise<CorpusListing> {
  const isTaken = (pattern: string): boolean => !pattern.startsWith('!');
  const wanted = include.filter(isTaken).map(corpusGlob);
  const unwanted = [...exclude, ...include.filter((pattern) => !isTaken(pattern)).map((pattern) => pattern.slice(1))].map(corpusGlob);
  const isLookedFor = within === undefined ? () => true : lookingWithin(within);
  const ignored = new GitIgnore(root);
  const former = new FormerDatasets(root);
  const kept: string[] = [];
  const pause = pauses(signal);
  const search = async (below: string): Promise<void> => {
    for (const entry of await entriesOf(join(root, below))) {
      await pause();
      const path = below + entry.name;
      if (!isLookedFor(path) || unwanted.some((glob) => glob.matches(path))) continue;
      if (entry.isDirectory()) {
        if (never.has(entry.name) || path === datasetFolder) continue;
        if (wanted.some((glob) => glob.mayMatchBelow(path))) await search(`${path}/`);
      } else if (entry.isFile() && wanted.some((glob) => glob.matches(path)) && !exported.has(path)) {
        if (!(await ignored.ignores(path)) && !(await former.hold(path))) kept.push(path);
      }
    }
    ignored.leave(below);
  };
  await search('');
  return { files: kept.sort(), problems: ignored.problems };
}

/**
 * Tells what lies on the way to some paths, or below one: so the same patterns decide of a file that was saved as of one
 * among all, without a walk through all.
 */
function lookingWithin(within: readonly string[]): (path: string) => boolean {
  const named = new Set(within);
  const ways = new Set(within.flatMap(foldersAbove));
  return (path) => named.has(path) || ways.has(path) || foldersAbove(path).some((above) => named.has(above));
}

/** `a/b/c.md` → `a`, `a/b`. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** A folder that is gone, or may not be read, has no files to be found. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
