import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** What is larger is no list of patterns. */
const largest = 1024 * 1024;

interface Folder {
  /** Below the root, with a slash at the end; empty for the root. */
  readonly path: string;
  readonly ignored: boolean;
  /** The rules that hold in it, the outermost folder's first. */
  readonly rules: readonly { readonly path: string; readonly patterns: Ignore }[];
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
    const own = text === undefined ? [] : [{ path, patterns: ignore({ ignorecase: process.platform !== 'linux' }).add(text) }];
    return { path, ignored: false, rules: [...(outer?.rules ?? []), ...own] };
  }
}

function isIgnored(folder: Folder, path: string): boolean {
  let result = false;
  for (const rule of folder.rules) {
    const { ignored, unignored } = rule.patterns.test(path.slice(rule.path.length));
    if (ignored) result = true;
    else if (unignored) result = false;
  }
  return result;
}

async function readPatterns(file: string): Promise<string | undefined> {
  try {
    const stats = await lstat(file);
    return stats.isFile() && stats.size <= largest ? await readFile(file, 'utf8') : undefined;
  } catch (error) {
    // No such file is the rule; one that may not be read, git passes over as well.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
