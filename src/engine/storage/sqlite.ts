/** A thin, checked face of `node:sqlite`: statements prepared once, values checked when read, transactions that nest. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { hasCode, StorageError } from './errors.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

interface Sqlite {
  readonly DatabaseSync: typeof DatabaseSync;
}

/** Some early Electron 37 builds have a Node without it, so it is looked up, not imported. */
function sqlite(): Sqlite {
  const found: Sqlite | undefined = builtin('node:sqlite');
  if (found) return found;
  throw new StorageError(
    `this runtime (Node ${process.versions.node}${process.versions.electron ? `, Electron ${process.versions.electron}` : ''}) has no node:sqlite, ` +
      'which the index of samples needs; use VS Code 1.116 or later, or Node 22.16 or later',
  );
}

function builtin(id: 'node:sqlite'): Sqlite | undefined {
  return 'getBuiltinModule' in process ? process.getBuiltinModule(id) : undefined;
}

/** @throws StorageError when this runtime has no SQLite. */
export function requireSqlite(): void {
  sqlite();
}

/** Whether this runtime's SQLite has the full-text search module FTS5 (Node has it since 22.16). */
export function hasFullText(): boolean {
  const memory = new Database(':memory:', { timeout: 0 });
  try {
    memory.exec("CREATE VIRTUAL TABLE probe USING fts5(text, content='', contentless_delete=1)");
    return true;
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    return false;
  } finally {
    memory.close();
  }
}

export class Database {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  /** Called after a roll-back: what was remembered of the rows may no longer hold. */
  onRollback: () => void = () => undefined;

  /** `timeout`: how long a statement waits for another process's lock, in milliseconds. */
  constructor(path: string, options: { readonly timeout: number }) {
    this.#database = new (sqlite().DatabaseSync)(path, options);
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** @returns how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** Inserts one row. @returns its rowid. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).lastInsertRowid);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }

  get isInTransaction(): boolean {
    return this.#depth > 0;
  }

  /** Runs `work` holding the write lock; within another transaction it becomes part of that one. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.exec('BEGIN IMMEDIATE');
    this.#depth++;
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // Some errors (a full disk) have rolled back already.
      if (this.#database.isTransaction) this.exec('ROLLBACK');
      this.onRollback();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

export function integer(value: SQLOutputValue | undefined): number {
  if (typeof value !== 'number') throw new TypeError(`the index holds ${typeof value} where a number belongs`);
  return value;
}

export function text(value: SQLOutputValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError(`the index holds ${typeof value} where a text belongs`);
  return value;
}

export const textOrNull = (value: SQLOutputValue | undefined): string | null => (value === null ? null : text(value));
export const integerOrNull = (value: SQLOutputValue | undefined): number | null => (value === null ? null : integer(value));

const BUSY = 5;
const READONLY = 8;
const CORRUPT = 11;
const CANTOPEN = 14;
const NOTADB = 26;
/** An extended code of IOERR: the file ends where a page should be. */
const SHORT_READ = 522;

function resultCode(error: unknown): number | undefined {
  if (!hasCode(error) || error.code !== 'ERR_SQLITE_ERROR' || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

export const isSqliteError = (error: unknown): boolean => resultCode(error) !== undefined;
const primary = (error: unknown): number => (resultCode(error) ?? 0) & 0xff;

/** Another process held the lock for longer than the time-out. */
export const isBusy = (error: unknown): boolean => primary(error) === BUSY;
/** The database cannot be opened or written where it lies. */
export const isUnwritable = (error: unknown): boolean => [READONLY, CANTOPEN].includes(primary(error));
/** The database file is damaged, or none. */
export const isCorrupt = (error: unknown): boolean => [CORRUPT, NOTADB].includes(primary(error)) || resultCode(error) === SHORT_READ;
