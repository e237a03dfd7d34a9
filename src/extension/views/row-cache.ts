import { isDeepStrictEqual } from 'node:util';

interface CachedRows<Row> {
  readonly parent: Row | undefined;
  readonly rows: readonly Row[];
}

/**
 * The rows of a tree that are on the screen. They are loaded anew behind the old ones and then exchanged at once: while
 * a tree waits for rows it has none, and a click that falls into that gap finds no row to act on.
 */
export class RowCache<Row> {
  readonly #load: (parent: Row | undefined) => Promise<readonly Row[]>;
  readonly #idOf: (row: Row) => string;
  #entries = new Map<string, CachedRows<Row>>();

  /** @param idOf unique within the tree, and the same for the same thing after it was loaded anew; never empty */
  constructor(load: (parent: Row | undefined) => Promise<readonly Row[]>, idOf: (row: Row) => string) {
    this.#load = load;
    this.#idOf = idOf;
  }

  async rowsOf(parent: Row | undefined): Promise<readonly Row[]> {
    const id = this.#key(parent);
    const kept = this.#entries.get(id);
    if (kept) return kept.rows;
    const rows = await this.#load(parent);
    this.#entries.set(id, { parent, rows });
    return rows;
  }

  /**
   * Loads all lists that were asked for again; those of rows that are gone are dropped.
   * @returns false when nothing is different: nothing need be drawn anew
   */
  async renew(): Promise<boolean> {
    const old = this.#entries;
    // Nothing is held after a failure: the tree has to ask again, or it would stay empty.
    if (!old.has('')) return true;
    const entries = new Map<string, CachedRows<Row>>();
    const parents = new Map<string, Row>();
    // Lists are kept in the order they were asked for, so a parent's list comes before its rows' lists.
    for (const id of old.keys()) {
      const parent = parents.get(id);
      if (id !== '' && parent === undefined) continue;
      const rows = await this.#load(parent);
      entries.set(id, { parent, rows });
      for (const row of rows) parents.set(this.#idOf(row), row);
    }
    if (this.#entries !== old) return true;
    this.#entries = entries;
    return !isDeepStrictEqual(rowsById(old), rowsById(entries));
  }

  /** Forgets the list below a row: it was folded. */
  forget(parent: Row): void {
    this.#entries.delete(this.#key(parent));
  }

  clear(): void {
    this.#entries = new Map();
  }

  #key(parent: Row | undefined): string {
    return parent === undefined ? '' : this.#idOf(parent);
  }
}

function rowsById<Row>(entries: ReadonlyMap<string, CachedRows<Row>>): [string, readonly Row[]][] {
  return [...entries].map(([id, { rows }]) => [id, rows]);
}
