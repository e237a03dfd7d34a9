/** A thin, checked wrapper of `node:sqlite`: statements prepared once, values checked when read, transactions that nest. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementResultingChanges, StatementSync } from 'node:sqlite';
import { databasePath } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { DiskFullError, hasCode, StorageError } from './errors.ts';

export type SqlRow = Readonly<Record<string, SQLOutputValue>>;

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

/** Tells whether this runtime's SQLite has the full-text search module FTS5 (Node has it since 22.16). */
export function hasFullText(): boolean {
  const memory = new Database(null, { timeout: 0 });
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
  readonly #path: string;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  /** Called after a roll-back: what was remembered of the rows may no longer hold. */
  onRollback: () => void = () => undefined;

  /** `place`: null for a database in memory. `timeout`: how long a statement waits for another process's lock, in milliseconds. */
  constructor(place: ProjectPath | null, options: { readonly timeout: number }) {
    this.#path = place?.path ?? 'memory';
    this.#database = new (sqlite().DatabaseSync)(place === null ? ':memory:' : databasePath(place), options);
  }

  exec(sql: string): void {
    try {
      this.#database.exec(sql);
    } catch (error) {
      throw this.#told(error);
    }
  }

  /** Of a full disk SQLite says no more than that it is full. */
  #told(error: unknown): unknown {
    if (!isFull(error)) return error;
    return new DiskFullError(`${this.#path}: could not be written: the disk is full; free some space on it and try again`, {
      cause: error,
    });
  }

  /** @returns how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#written(sql, values).changes);
  }

  /** Inserts one row. @returns its rowid. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#written(sql, values).lastInsertRowid);
  }

  #written(sql: string, values: readonly SQLInputValue[]): StatementResultingChanges {
    try {
      return this.#prepare(sql).run(...values);
    } catch (error) {
      throw this.#told(error);
    }
  }

  get(sql: string, ...values: SQLInputValue[]): SqlRow | undefined {
    return this.#prepare(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): SqlRow[] {
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

export function bytes(value: SQLOutputValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError(`the index holds ${typeof value} where bytes belong`);
  return value;
}

export const textOrNull = (value: SQLOutputValue | undefined): string | null => (value === null ? null : text(value));
export const integerOrNull = (value: SQLOutputValue | undefined): number | null => (value === null ? null : integer(value));

const BUSY = 5;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** An extended code of IOERR: the file ends where a page should be. */
const SHORT_READ = 522;
/** The same: what several processes share of a database finds no room. */
const NO_SHARED_ROOM = 4874;

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
const isFull = (error: unknown): boolean => primary(error) === FULL || resultCode(error) === NO_SHARED_ROOM;
/** The database file is damaged, or none. */
export const isCorrupt = (error: unknown): boolean => [CORRUPT, NOTADB].includes(primary(error)) || resultCode(error) === SHORT_READ;
