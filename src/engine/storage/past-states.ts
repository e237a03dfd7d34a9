import { createHash } from 'node:crypto';
import { entriesOf, makeWritable, removeDatabase, stampOf } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import type { Journal } from './journal.ts';
import { PastState } from './past-state.ts';
import type { StoredSnapshot } from './snapshot-rows.ts';

/** Past states kept open, and their indexes kept on the disk: one takes about as much room as the present one. */
const keptOpen = 3;
const keptOnDisk = 4;
const extension = '.sqlite';

type StateFiles = Pick<StoredSnapshot, 'name' | 'files'>;

/** Past states that were asked for, the last ones ready for the next question. */
export class PastStates {
  readonly #journal: Journal;
  /** Null where nothing is written. */
  readonly #folder: ProjectPath | null;
  /** By their keys, the last used at the end. */
  readonly #open = new Map<string, { readonly state: PastState; users: number }>();

  constructor(journal: Journal, folder: ProjectPath | null) {
    this.#journal = journal;
    this.#folder = folder;
  }

  /** Opens a state for the time of `work`, which first goes through its `read`. */
  async with<T>(snapshot: StateFiles, work: (state: PastState) => Promise<T>): Promise<T> {
    const key = keyOf(snapshot);
    const known = this.#open.get(key) ?? { state: this.#opened(key, snapshot), users: 0 };
    this.#open.delete(key);
    this.#open.set(key, known);
    known.users++;
    try {
      return await work(known.state);
    } catch (error) {
      // Opened anew next time: it may have been damaged, or a file of the journal be back.
      if (known.users === 1) this.#close(key);
      throw error;
    } finally {
      known.users--;
      for (const [each, { users }] of this.#open) if (this.#open.size > keptOpen && users === 0) this.#close(each);
    }
  }

  #opened(key: string, snapshot: StateFiles): PastState {
    if (this.#folder === null) return new PastState(this.#journal, null, snapshot);
    makeWritable(this.#folder);
    this.#tidy(key);
    return new PastState(this.#journal, this.#folder.at(key + extension), snapshot);
  }

  /** Removes the indexes that were not opened for the longest time. */
  #tidy(wanted: string): void {
    const folder = this.#folder;
    if (folder === null) return;
    const keys = entriesOf(folder)
      .filter(({ name }) => name.endsWith(extension))
      .map(({ name }) => name.slice(0, -extension.length))
      .filter((key) => key !== wanted && !this.#open.has(key));
    const byAge = keys
      .map((key) => ({ key, time: stampOf(folder.at(key + extension))?.mtime ?? '' }))
      .sort((a, b) => (a.time < b.time ? 1 : -1));
    for (const { key } of byAge.slice(keptOnDisk - 1)) removeDatabase(folder.at(key + extension));
  }

  #close(key: string): void {
    this.#open.get(key)?.state.close();
    this.#open.delete(key);
  }

  close(): void {
    for (const key of [...this.#open.keys()]) this.#close(key);
  }
}

/** Names an index by what it is made of: the name of a snapshot comes out of the folder, and is no name for a file. */
const keyOf = ({ files }: Pick<StateFiles, 'files'>): string =>
  createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 32);
