/** Databases of `.loom/cache` with what was paid for: not needed to go on, and not paid for twice while they are there. */
import { makeFolder, removeFile, renameFile } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { storageError } from './errors.ts';
import { Database, isCorrupt, isSqliteError } from './sqlite.ts';

/**
 * Opens one, with its tables made where they are not there (WAL: what is written survives the process being killed; a power
 * cut may take the last of it). A file that is damaged is set aside as `….damaged`, and begun anew.
 * @param path null for one in memory
 * @param what it holds, for the message
 * @throws StorageError when it cannot be opened.
 */
export function openPaid(path: ProjectPath | null, schema: string, what: string): Database {
  if (path === null) return openDatabase(null, schema);
  try {
    makeFolder(path.parent);
    try {
      return openDatabase(path, schema);
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      renameFile(path, `${path.name}.damaged`);
      for (const rest of ['-wal', '-shm']) removeFile(path.plus(rest));
      return openDatabase(path, schema);
    }
  } catch (error) {
    throw storageError(`${what} cannot be opened`, path.path, error);
  }
}

function openDatabase(path: ProjectPath | null, schema: string): Database {
  const database = new Database(path, { timeout: 10_000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    database.exec(schema);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** @throws StorageError, saying what could not be done, when the database cannot. */
export function using<T>(path: ProjectPath | null, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    throw storageError(what, path?.path ?? 'in memory', error);
  }
}
