import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { corpusGlob } from '../../core/corpus/corpus-globs.ts';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import type { Glob } from '../../core/corpus/glob.ts';
import type { PassedKind } from '../../core/corpus/passed-over.ts';
import { pauses } from '../slices.ts';
import { FormerDatasets } from './former-datasets.ts';
import { GitIgnore } from './git-ignore.ts';
import { FolderTally, type Tallies } from './passed-over.ts';

export interface CorpusGlobs {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Folder that the dataset is written to, below the root, with forward slashes: what was made is not read again. */
  readonly datasetFolder: string;
  /** Files that exports have written, named in the same way. */
  readonly exported: ReadonlySet<string>;
}

/** Files of a corpus, what kept others from being looked for, and what was passed over in each folder that was looked at whole. */
export interface CorpusListing {
  readonly files: readonly string[];
  readonly problems: readonly CorpusProblem[];
  readonly passed: Tallies;
}

interface Search {
  /** Paths below the root, of files or folders: nothing but what lies there is looked for. */
  readonly within?: readonly string[] | undefined;
  /** Tells which of them were files of the corpus: of the others, and only of these, the folder is counted anew. */
  readonly isKnown?: (path: string) => boolean;
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
  globs: CorpusGlobs,
  { within, isKnown = () => false, signal }: Search = {},
): Promise<CorpusListing> {
  const entries = new EntryKinds(root, globs);
  const { isLookedFor, isWhole } = within === undefined ? everything : lookingWithin(within);
  const kept: string[] = [];
  const passed = new Map<string, readonly PassedKind[]>();
  const pause = pauses(signal);
  const search = async (below: string): Promise<void> => {
    const tally = new FolderTally();
    for (const entry of await entriesOf(join(root, below))) {
      await pause();
      const path = below + entry.name;
      if (!isLookedFor(path)) continue;
      const kind = await entries.kindOf(path, entry, tally);
      if (kind === 'folder') await search(`${path}/`);
      else if (kind === 'file') kept.push(path);
    }
    if (isWhole(below)) passed.set(below, tally.kinds);
    entries.leave(below);
  };
  await search('');
  const found = new Set(kept);
  const unknown = (within ?? []).filter((path) => !found.has(path) && !isKnown(path));
  for (const named of new Set(unknown.map(folderOf))) {
    // A folder that is left out is counted in the one above it.
    let folder = named;
    while (!(await entries.isReached(folder))) folder = folderOf(folder.slice(0, -1));
    if (passed.has(folder)) continue;
    const tally = new FolderTally();
    for (const entry of await entriesOf(join(root, folder))) {
      await pause();
      await entries.kindOf(folder + entry.name, entry, tally);
    }
    passed.set(folder, tally.kinds);
  }
  return { files: kept.sort(), problems: entries.problems, passed };
}

/** Tells of each entry of a folder what it is to the corpus. */
class EntryKinds {
  readonly #globs: CorpusGlobs;
  readonly #wanted: readonly Glob[];
  readonly #unwanted: readonly Glob[];
  readonly #ignored: GitIgnore;
  readonly #former: FormerDatasets;

  constructor(root: string, globs: CorpusGlobs) {
    const isTaken = (pattern: string): boolean => !pattern.startsWith('!');
    const negated = globs.include.filter((pattern) => !isTaken(pattern)).map((pattern) => pattern.slice(1));
    this.#globs = globs;
    this.#wanted = globs.include.filter(isTaken).map(corpusGlob);
    this.#unwanted = [...globs.exclude, ...negated].map(corpusGlob);
    this.#ignored = new GitIgnore(root);
    this.#former = new FormerDatasets(root);
  }

  get problems(): readonly CorpusProblem[] {
    return this.#ignored.problems;
  }

  leave(folder: string): void {
    this.#ignored.leave(folder);
  }

  /** A file of the corpus, a folder that may hold some, or neither; what people would look for in vain is counted. */
  async kindOf(path: string, entry: Dirent, tally: FolderTally): Promise<'file' | 'folder' | null> {
    const isOurs = never.has(entry.name) || path === this.#globs.datasetFolder || this.#globs.exported.has(path);
    if (isOurs && (entry.isDirectory() || !never.has(entry.name))) return null;
    if (this.#isExcluded(path)) {
      tally.add('exclude', path);
      return null;
    }
    if (entry.isDirectory()) return this.#kindOfFolder(path, tally);
    const isHidden = entry.name.startsWith('.');
    if (entry.isSymbolicLink()) {
      if (!isHidden) tally.add('link', path);
      return null;
    }
    if (!entry.isFile()) return null;
    if (!this.#isWanted(path)) {
      if (!isHidden) tally.addUnwanted(path);
      return null;
    }
    if (await this.#ignored.ignores(path)) {
      tally.add('gitignore', path);
      return null;
    }
    return (await this.#former.hold(path)) ? null : 'file';
  }

  /** An ignored folder is not looked into: nothing in it can be taken in again. */
  async #kindOfFolder(path: string, tally: FolderTally): Promise<'folder' | null> {
    if (!this.#mayHold(path)) return null;
    if (!(await this.#ignored.ignores(`${path}/`))) return 'folder';
    this.#ignored.leave(`${path}/`);
    tally.add('gitignore', path);
    return null;
  }

  /** Tells whether a search through everything comes to a folder, which ends with a slash. */
  async isReached(folder: string): Promise<boolean> {
    const path = folder.slice(0, -1);
    if (path === '') return true;
    const above = [...foldersAbove(path), path];
    const isLeftOut = (each: string): boolean => each === this.#globs.datasetFolder || this.#isExcluded(each) || !this.#mayHold(each);
    return !path.split('/').some((name) => never.has(name)) && !above.some(isLeftOut) && !(await this.#ignored.ignores(folder));
  }

  #isWanted = (path: string): boolean => this.#wanted.some((glob) => glob.matches(path));
  #isExcluded = (path: string): boolean => this.#unwanted.some((glob) => glob.matches(path));
  #mayHold = (path: string): boolean => this.#wanted.some((glob) => glob.mayMatchBelow(path));
}

interface LookedFor {
  readonly isLookedFor: (path: string) => boolean;
  /** Tells whether all entries of a folder are looked for; it ends with a slash. */
  readonly isWhole: (folder: string) => boolean;
}

const everything: LookedFor = { isLookedFor: () => true, isWhole: () => true };

/**
 * Tells what lies on the way to some paths, or below one: so the same patterns decide of a file that was saved as of one
 * among all, without a walk through all.
 */
function lookingWithin(within: readonly string[]): LookedFor {
  const named = new Set(within);
  const ways = new Set(within.flatMap(foldersAbove));
  const isBelowNamed = (path: string): boolean => named.has(path) || foldersAbove(path).some((above) => named.has(above));
  return { isLookedFor: (path) => ways.has(path) || isBelowNamed(path), isWhole: (folder) => isBelowNamed(folder.slice(0, -1)) };
}

/** `a/b/c.md` → `a`, `a/b`. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** `a/b/c.md` → `a/b/`. */
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** A folder that is gone, or may not be read, has no files to be found. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
