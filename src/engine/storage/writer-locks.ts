/**
 * Ownership of each journal file by a process. Node has no `flock`, and a file with a process id in it outlives a
 * `kill -9`; but SQLite takes real locks of the operating system, which vanish with their process however it ends. So
 * each journal file of this checkout has a tiny database in the cache, and its writer holds that one's write lock.
 */
import { ulid } from 'ulid';
import { isThere, listFolder, makeFolder, removeFile } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { Database, integer, isBusy, isCorrupt, isSqliteError } from './sqlite.ts';

const suffix = '.lock';
/** Long enough for the moment in which another process only looks whether a lock is free. */
const timeoutMs = 100;

export interface Writer {
  /** Name of the journal file without extension. */
  readonly name: string;
  release(): void;
}

interface JournalFiles {
  /** Bytes the file holds now. */
  readonly sizeOf: (name: string) => number;
  /** True for a file that may be gone on with, in the format of this version. */
  readonly isOurs?: (name: string) => boolean;
}

/** Takes a free journal file of this checkout, or a new name. */
export function acquireWriter(folder: ProjectPath, { sizeOf, isOurs = () => true }: JournalFiles): Writer {
  makeFolder(folder);
  for (const file of listFolder(folder)) {
    const name = file.slice(0, -suffix.length);
    if (!file.endsWith(suffix) || !isOurs(name)) continue;
    const writer = tryAcquire(folder, name, sizeOf);
    if (writer) return writer;
  }
  for (;;) {
    const writer = tryAcquire(folder, ulid(), sizeOf);
    if (writer) return writer;
  }
}

function tryAcquire(folder: ProjectPath, name: string, sizeOf: (name: string) => number): Writer | undefined {
  const path = folder.at(name + suffix);
  const database = new Database(path, { timeout: timeoutMs });
  try {
    database.exec(
      'PRAGMA synchronous = OFF; BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS writer (since INTEGER NOT NULL); DELETE FROM writer',
    );
    database.run('INSERT INTO writer VALUES (?)', sizeOf(name));
    database.exec('COMMIT; BEGIN IMMEDIATE');
  } catch (error) {
    database.close();
    if (isCorrupt(error)) removeFile(path);
    else if (!isBusy(error)) throw error;
    return undefined;
  }
  return {
    name,
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

/**
 * The size a journal file had when the process that holds it now took it: what stands before was written by processes
 * that are gone. `undefined` when no process holds it.
 */
export function heldSince(folder: ProjectPath, name: string): number | undefined {
  const path = folder.at(name + suffix);
  if (!isThere(path)) return undefined;
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return undefined;
  } catch (error) {
    if (isCorrupt(error)) return undefined;
    if (!isBusy(error)) throw error;
    return sinceOf(database);
  } finally {
    database.close();
  }
}

function sinceOf(database: Database): number {
  try {
    return integer(database.get('SELECT since FROM writer')?.since ?? 0);
  } catch (error) {
    // Its holder is about to write it: for this moment all of the file counts as the holder's.
    if (isSqliteError(error)) return 0;
    throw error;
  }
}
