import { loomFolder } from '../../config.ts';
import { isThere, makeFolder } from '../../files/files.ts';
import { ProjectPath } from '../../files/project-path.ts';
import { storageError } from '../../storage/errors.ts';
import { Database, integer, isSqliteError, text, textOrNull } from '../../storage/sqlite.ts';
import type { SqlRow } from '../../storage/sqlite.ts';

/** Status in which a batch ended. */
export type BatchEnd = 'completed' | 'failed' | 'expired' | 'cancelled';

/** A batch that was begun, or is about to be. */
export interface BatchRow {
  /** Our name for it, which the endpoint keeps as its metadata. */
  readonly token: string;
  readonly run: string;
  /** Id that opens the model again. */
  readonly model: string;
  readonly endpoint: string;
  /** Process that hands it in: the name of the lock it holds meanwhile. */
  readonly owner: string;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
  /** The endpoint's id of the file, when it is uploaded. */
  readonly inputFile: string | null;
  /** The endpoint's id of the batch, when it is known. */
  readonly id: string | null;
  /** Status in which it ended, when its replies are in this store. */
  readonly end: BatchEnd | null;
  /** Reason that the endpoint gives for its failure. */
  readonly problem: string | null;
  /** True when it was called off from here. */
  readonly calledOff: boolean;
}

/**
 * Requests of each batch, and the answers to them, in `batches.sqlite`. Everything is on the disk when a
 * method returns, a power cut included: what is forgotten here would be asked, and paid for, again.
 */
export class BatchStore {
  readonly path: ProjectPath;
  readonly #database: Database;

  /** @param folder the project's @throws StorageError when it cannot be opened. */
  constructor(folder: string) {
    this.path = pathIn(folder);
    try {
      makeFolder(this.path.parent);
      this.#database = openDatabase(this.path);
    } catch (error) {
      throw storageError('the list of batches cannot be opened', this.path.path, error);
    }
  }

  /** The batch a request is in, and the line that answers it. */
  find(key: string): { readonly batch: BatchRow; readonly reply: string | null } | undefined {
    const row = this.#do(() => this.#database.get('SELECT batches.*, reply FROM requests JOIN batches USING (token) WHERE key = ?', key));
    return row && { batch: batchOf(row), reply: textOrNull(row.reply ?? null) };
  }

  batch(token: string): BatchRow | undefined {
    const row = this.#do(() => this.#database.get('SELECT * FROM batches WHERE token = ?', token));
    return row && batchOf(row);
  }

  /** Those of a run whose replies are still to be had. */
  unfinished(run: string): BatchRow[] {
    return this.#do(() => this.#database.all('SELECT * FROM batches WHERE run = ? AND end IS NULL ORDER BY created_at', run)).map(batchOf);
  }

  /** Since when each run waits for what it has in batches, those left out that were called off. */
  handedIn(): Map<string, Date> {
    const select = 'SELECT run, MIN(created_at) AS since FROM batches WHERE end IS NULL AND called_off = 0 GROUP BY run';
    return new Map(this.#do(() => this.#database.all(select)).map(({ run, since }) => [text(run), new Date(integer(since))]));
  }

  requestsIn(token: string): number {
    return integer(this.#do(() => this.#database.get('SELECT COUNT(*) AS count FROM requests WHERE token = ?', token))?.count ?? 0);
  }

  /** Binds to a batch those of the requests that are in none. @returns their keys; the batch is there if any are. */
  claim({ token, run, model, endpoint, owner, createdAt }: NewBatch, keys: Iterable<string>): string[] {
    return this.#change((database) => {
      const claimed: string[] = [];
      for (const key of keys) {
        if (database.run('INSERT OR IGNORE INTO requests (key, token) VALUES (?, ?)', key, token) > 0) claimed.push(key);
      }
      if (claimed.length > 0) {
        const insert = 'INSERT OR IGNORE INTO batches (token, run, model, endpoint, owner, created_at) VALUES (?, ?, ?, ?, ?, ?)';
        database.run(insert, token, run, model, endpoint, owner, createdAt);
      }
      return claimed;
    });
  }

  uploaded(token: string, inputFile: string): void {
    this.#change((database) => database.run('UPDATE batches SET input_file = ? WHERE token = ?', inputFile, token));
  }

  /** @returns whether that was not known before. */
  created(token: string, id: string): boolean {
    return this.#change((database) => database.run('UPDATE batches SET id = ? WHERE token = ? AND id IS NULL', id, token)) > 0;
  }

  calledOff(token: string): void {
    this.#change((database) => database.run('UPDATE batches SET called_off = 1 WHERE token = ?', token));
  }

  /** Keeps lines of the batch's output. The first line for a request holds; what it was not asked is left out. */
  keep(token: string, lines: Iterable<readonly [key: string, line: string]>): void {
    this.#change((database) => {
      for (const [key, line] of lines) {
        database.run('UPDATE requests SET reply = ? WHERE key = ? AND token = ? AND reply IS NULL', line, key, token);
      }
    });
  }

  /** All of its output is kept: the endpoint's files are of no more use. */
  ended(token: string, end: BatchEnd, problem: string | null, outputFiles: readonly string[]): void {
    this.#change((database) => {
      database.run('UPDATE batches SET end = ?, problem = ? WHERE token = ?', end, problem, token);
      database.run(discardInput, token);
      for (const file of outputFiles) {
        database.run('INSERT OR IGNORE INTO discarded (endpoint, file) SELECT endpoint, ? FROM batches WHERE token = ?', file, token);
      }
    });
  }

  /** Called off from here, and not known to have ended. */
  leftCalledOff(endpoint: string): { readonly token: string; readonly id: string }[] {
    const select = 'SELECT token, id FROM batches WHERE endpoint = ? AND called_off = 1 AND end IS NULL AND id IS NOT NULL';
    return this.#do(() => this.#database.all(select, endpoint)).map(({ token, id }) => ({ token: text(token), id: text(id) }));
  }

  /** An endpoint's files that are of no more use, and not known to be deleted there. */
  discarded(endpoint: string): string[] {
    return this.#do(() => this.#database.all('SELECT file FROM discarded WHERE endpoint = ?', endpoint)).map(({ file }) => text(file));
  }

  deleted(endpoint: string, file: string): void {
    this.#change((database) => database.run('DELETE FROM discarded WHERE endpoint = ? AND file = ?', endpoint, file));
  }

  /** A request may be asked again, in another batch. */
  release(key: string, token: string): void {
    this.#change((database) => database.run('DELETE FROM requests WHERE key = ? AND token = ?', key, token));
  }

  /** A batch that never was: its requests may be asked again, and its file is of no use. */
  forget(token: string): void {
    this.#change((database) => {
      database.run(discardInput, token);
      database.run('DELETE FROM requests WHERE token = ?', token);
      database.run('DELETE FROM batches WHERE token = ?', token);
    });
  }

  close(): void {
    this.#database.close();
  }

  #change<T>(work: (database: Database) => T): T {
    return this.#do(() => this.#database.transaction(() => work(this.#database)));
  }

  #do<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      throw storageError('what is in which batch could not be kept or looked up', this.path.path, error);
    }
  }
}

const pathIn = (folder: string): ProjectPath => ProjectPath.of(folder).at(loomFolder, 'cache/batches.sqlite');

/** `BatchStore.handedIn` of a project that may have none yet: to look writes nothing. @throws StorageError */
export function handedIn(folder: string): ReadonlyMap<string, Date> {
  if (!isThere(pathIn(folder))) return new Map();
  const store = new BatchStore(folder);
  try {
    return store.handedIn();
  } finally {
    store.close();
  }
}

export type NewBatch = Pick<BatchRow, 'token' | 'run' | 'model' | 'endpoint' | 'owner' | 'createdAt'>;

const discardInput =
  'INSERT OR IGNORE INTO discarded (endpoint, file) SELECT endpoint, input_file FROM batches WHERE token = ? AND input_file IS NOT NULL';

const ends: Readonly<Record<string, BatchEnd>> = { completed: 'completed', failed: 'failed', expired: 'expired', cancelled: 'cancelled' };

const batchOf = (row: SqlRow): BatchRow => ({
  token: text(row.token),
  run: text(row.run),
  model: text(row.model),
  endpoint: text(row.endpoint),
  owner: text(row.owner),
  createdAt: integer(row.created_at),
  inputFile: textOrNull(row.input_file ?? null),
  id: textOrNull(row.id ?? null),
  end: row.end === null ? null : (ends[text(row.end)] ?? 'failed'),
  problem: textOrNull(row.problem ?? null),
  calledOff: integer(row.called_off) === 1,
});

function openDatabase(path: ProjectPath): Database {
  const database = new Database(path, { timeout: 10_000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec(
      `CREATE TABLE IF NOT EXISTS batches (
        token TEXT PRIMARY KEY, run TEXT NOT NULL, model TEXT NOT NULL, endpoint TEXT NOT NULL, owner TEXT NOT NULL,
        created_at INTEGER NOT NULL, input_file TEXT, id TEXT, end TEXT, problem TEXT, called_off INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, token TEXT NOT NULL, reply TEXT) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS requests_of ON requests (token);
      CREATE TABLE IF NOT EXISTS discarded (endpoint TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (endpoint, file)) STRICT, WITHOUT ROWID;`,
    );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
