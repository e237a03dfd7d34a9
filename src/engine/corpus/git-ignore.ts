import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Glob, GlobError } from '../../core/corpus/glob.ts';

/** Largest size of a list of patterns, in bytes. */
const maxBytes = 1024 * 1024;

/** A line of a `.gitignore`. */
interface IgnoreLine {
  readonly glob: Glob;
  readonly takesIn: boolean;
  readonly isForFolders: boolean;
}

interface Folder {
  /** Below the root, with a slash at the end; empty for the root. */
  readonly path: string;
  readonly ignored: boolean;
  /** The rules that hold in it, the outermost folder's first. */
  readonly rules: readonly { readonly path: string; readonly lines: readonly IgnoreLine[] }[];
}

/**
 * The `.gitignore` files of a tree, read as they are needed. As in git a deeper file overrules one above it, and
 * nothing inside an ignored folder can be taken in again.
 */
export class GitIgnore {
  readonly #root: string;
  readonly #folders = new Map<string, Promise<Folder>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** `path` is a file's, below the root, with forward slashes. */
  async ignores(path: string): Promise<boolean> {
    const folder = await this.#folder(path.slice(0, path.lastIndexOf('/') + 1));
    return folder.ignored || isIgnored(folder, path);
  }

  #folder(path: string): Promise<Folder> {
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      folder = this.#read(path);
      this.#folders.set(path, folder);
    }
    return folder;
  }

  async #read(path: string): Promise<Folder> {
    const outer = path === '' ? undefined : await this.#folder(path.slice(0, path.slice(0, -1).lastIndexOf('/') + 1));
    if (outer !== undefined && (outer.ignored || isIgnored(outer, path))) return { path, ignored: true, rules: [] };
    const text = await readPatterns(join(this.#root, path, '.gitignore'));
    const own = text === undefined ? [] : [{ path, lines: linesOf(text) }];
    return { path, ignored: false, rules: [...(outer?.rules ?? []), ...own] };
  }
}

function isIgnored(folder: Folder, path: string): boolean {
  let result = false;
  for (const rule of folder.rules) {
    const below = path.slice(rule.path.length);
    const name = folded(below.endsWith('/') ? below.slice(0, -1) : below);
    const last = rule.lines.findLast(({ glob, isForFolders }) => (!isForFolders || below.endsWith('/')) && glob.matches(name));
    if (last !== undefined) result = !last.takesIn;
  }
  return result;
}

/** Names are compared as the usual file systems of the platform compare them. */
const folded = (name: string): string => (process.platform === 'linux' ? name : name.toLowerCase());

function linesOf(text: string): IgnoreLine[] {
  return text.split(/\r?\n/).flatMap((line) => lineOf(line) ?? []);
}

/** Reads a line; undefined for one that git passes over (a remark, an empty line, a pattern that cannot be read). */
function lineOf(line: string): IgnoreLine | undefined {
  const written = line.startsWith('#') ? '' : line.replace(/(?<!\\)\s+$/, '');
  const takesIn = written.startsWith('!');
  const pattern = takesIn ? written.slice(1) : written;
  const isForFolders = pattern.endsWith('/');
  const named = isForFolders ? pattern.slice(0, -1) : pattern;
  if (named === '') return undefined;
  // A slash anywhere but at the end says that the pattern begins in this folder.
  const anchored = named.startsWith('/') ? named.slice(1) : named.includes('/') ? named : `**/${named}`;
  try {
    return { glob: new Glob(folded(anchored), { git: true }), takesIn, isForFolders };
  } catch (error) {
    if (error instanceof GlobError) return undefined;
    throw error;
  }
}

async function readPatterns(file: string): Promise<string | undefined> {
  try {
    const stats = await lstat(file);
    return stats.isFile() && stats.size <= maxBytes ? await readFile(file, 'utf8') : undefined;
  } catch (error) {
    // No such file is the rule; one that may not be read, git passes over as well.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
