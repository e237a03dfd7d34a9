import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { type IgnoreCost, IgnoreRules, maxIgnoreCost, type Unfollowed } from './ignore-rules.ts';

interface Folder {
  /** Below the root, with a slash at the end; empty for the root. */
  readonly path: string;
  readonly ignored: boolean;
  /** The rules that hold in it, the outermost folder's first. */
  readonly rules: readonly { readonly path: string; readonly lines: IgnoreRules }[];
}

const nothing: IgnoreCost = { bytes: 0, patterns: 0, characters: 0 };

/**
 * The `.gitignore` files of a tree, read as they are needed. As in git a deeper file overrules one above it, and
 * nothing inside an ignored folder can be taken in again. Where one cannot be followed to its end, its whole folder is
 * ignored: what somebody wanted left out is read by nobody, let alone sent to a model, because a list was too long.
 */
export class GitIgnore {
  readonly #root: string;
  readonly #folders = new Map<string, Promise<Folder>>();
  /** Tells, for each file that is not followed, why. */
  readonly problems: CorpusProblem[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** `path` is a file's, below the root, with forward slashes. */
  async ignores(path: string): Promise<boolean> {
    const folder = await this.#folder(path.slice(0, path.lastIndexOf('/') + 1));
    return folder.ignored || isIgnored(folder, path);
  }

  /** Forgets a folder that all is known of, so that no more is held than the way to one. `path` ends with a slash. */
  leave(path: string): void {
    this.#folders.delete(path);
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
    const rules = outer?.rules ?? [];
    const lines = await readRules(join(this.#root, path, '.gitignore'), rules.at(-1)?.lines.cost ?? nothing);
    if (lines === undefined) return { path, ignored: false, rules };
    if (lines instanceof IgnoreRules) return { path, ignored: false, rules: [...rules, { path, lines }] };
    const { line, reason } = lines;
    const words = `Nothing in this folder is read, since its .gitignore is not followed: ${reason}`;
    this.problems.push({ file: `${path}.gitignore`, ...(line === undefined ? {} : { line }), reason: words });
    return { path, ignored: true, rules: [] };
  }
}

function isIgnored(folder: Folder, path: string): boolean {
  const isFolder = path.endsWith('/');
  const end = isFolder ? -1 : undefined;
  for (const rule of folder.rules.toReversed()) {
    const result = rule.lines.ignores(path.slice(rule.path.length, end), isFolder);
    if (result !== undefined) return result;
  }
  return false;
}

async function readRules(file: string, outer: IgnoreCost): Promise<IgnoreRules | Unfollowed | undefined> {
  try {
    const stats = await lstat(file);
    // A link or a folder of that name, git passes over as well.
    if (!stats.isFile()) return undefined;
    if (outer.bytes + stats.size > maxIgnoreCost.bytes)
      return { reason: 'with those of the folders above it, it is larger than 1 MiB. Shorten it; folders are ignored by one line each.' };
    return IgnoreRules.read(await readFile(file, 'utf8'), stats.size, outer);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    return { reason: `it cannot be read (${String(error.code)}). Give yourself the right to read it.` };
  }
}
