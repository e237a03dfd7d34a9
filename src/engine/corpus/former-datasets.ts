import { existsSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDatasetCard } from '../../core/dataset/card.ts';

/** Largest size of a card, in bytes. */
const maxBytes = 1024 * 1024;

/** Tells whether a path may be that of a dataset's card: with it, what lies beside is taken for the dataset, or no longer. */
export const mayBeCard = (root: string, path: string): boolean => {
  const folder = /^(.+)\/README\.md$/.exec(path)?.[1];
  return folder !== undefined && ['data', 'rejected'].some((each) => existsSync(join(root, folder, each)));
};

/** Path of a file in a dataset folder: its card, or a shard. Shards are numbered as `storage/shard-files.ts` does. */
const written = /^(.+)\/(?:README\.md|(?:data\/train|rejected\/rejected)-\d{5,9}\.jsonl)$/;

/**
 * The cards and shards of folders that were the dataset's before the settings named another: a folder is told by its card.
 * Anything else that the user has put there is theirs. Only what may be a card is read.
 */
export class FormerDatasets {
  readonly #root: string;
  readonly #known = new Map<string, Promise<boolean>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** `path` is a file's, below the root, with forward slashes. */
  async hold(path: string): Promise<boolean> {
    const folder = written.exec(path)?.[1];
    if (folder === undefined) return false;
    let known = this.#known.get(folder);
    if (known === undefined) this.#known.set(folder, (known = this.#hasCard(folder)));
    return known;
  }

  async #hasCard(folder: string): Promise<boolean> {
    const path = join(this.#root, folder, 'README.md');
    try {
      const stats = await lstat(path);
      return stats.isFile() && stats.size <= maxBytes && isDatasetCard(await readFile(path, 'utf8'));
    } catch (error) {
      // No card, or one that cannot be read, which reading the corpus will say.
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
  }
}
