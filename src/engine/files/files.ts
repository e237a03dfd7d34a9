/**
 * Everything that the program reads and writes in a project is opened here, through no link, and written so that a crash at
 * any moment leaves the old state or the new one.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hasCode, StorageError, storageError } from '../storage/errors.ts';
import { kindOf, linkWords, lookAt, lookAtFile, ProjectPath } from './project-path.ts';

/** Evidence that a file is still the one last seen, as far as can be told without reading it. */
export interface FileStamp {
  readonly size: number;
  readonly mtime: string;
  readonly inode: string;
}

/** `undefined` when there is no such file. @throws StorageError when something else than a file stands there. */
export function stampOf(place: ProjectPath): FileStamp | undefined {
  const stat = lookAtFile(place);
  return stat && { size: Number(stat.size), mtime: String(stat.mtimeNs), inode: String(stat.ino) };
}

export const sameStamp = (a: FileStamp, b: FileStamp): boolean => a.size === b.size && a.mtime === b.mtime && a.inode === b.inode;

/** @throws StorageError when a link stands there. */
export const isThere = (place: ProjectPath): boolean => lookAt(place) !== undefined;

/** @throws StorageError when the project's own folder is not there. */
export function requireProject(project: string): ProjectPath {
  if (!statSync(project, { throwIfNoEntry: false })?.isDirectory()) throw new StorageError(`${project}: there is no such folder`);
  return ProjectPath.of(project);
}

/** Makes a folder, and those above it, where they are not there. @throws StorageError */
export function makeFolder(place: ProjectPath): void {
  for (const step of place.steps()) {
    if (lookAt(step)?.isDirectory() === true) continue;
    try {
      // Another process may make it at the same time.
      if (mkdirSync(step.path, { recursive: true }) !== undefined) syncFolder(step.parent);
    } catch (error) {
      throw storageError('cannot be used for the project', step.path, error);
    }
  }
}

/** As `makeFolder`, for one that has to be writable. */
export function makeWritable(place: ProjectPath): void {
  makeFolder(place);
  try {
    accessSync(place.path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw storageError('cannot be used for the project', place.path, error);
  }
}

/** A new or renamed file is durable only once its folder is; Windows keeps folders itself and cannot open them. */
export function syncFolder(folder: ProjectPath): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder.path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const temporary = /^\.(.+)\.[0-9a-f]{12}\.tmp$/;

/** Replaces a file as a whole. @throws StorageError; the old file stays then. */
export function writeAtomically(place: ProjectPath, data: string | Uint8Array): void {
  lookAtFile(place);
  const file = place.parent.at(`.${place.name}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(file.path, data, { flag: 'wx', flush: true });
    renameSync(file.path, place.path);
    syncFolder(place.parent);
  } catch (error) {
    removeTemporaryFile(file);
    throw storageError('could not be written', place.path, error);
  }
}

function removeTemporaryFile(file: ProjectPath): void {
  try {
    rmSync(file.path, { force: true });
  } catch {
    // The next start removes it; why the file could not be written is the error to tell.
  }
}

/** Writes a file that is not there yet. @returns false when it is. @throws StorageError */
export function writeNew(place: ProjectPath, data: string): boolean {
  if (lookAtFile(place) !== undefined) return false;
  writeAtomically(place, data);
  return true;
}

/** Removes what a crash in `writeAtomically` left behind for files of which `ours` is true. */
export function removeTemporaryFiles(folder: ProjectPath, ours: (name: string) => boolean): void {
  for (const name of listFolder(folder)) {
    const target = temporary.exec(name)?.[1];
    if (target !== undefined && ours(target)) removeFile(folder.at(name));
  }
}

/** Removes a file, or a link that stands in its place, if there is one. @throws StorageError */
export function removeFile(place: ProjectPath): void {
  lookAt(place.parent);
  try {
    rmSync(place.path, { force: true });
  } catch (error) {
    throw storageError('could not be removed', place.path, error);
  }
}

/** Gives a file another name in its folder, in place of what has that name. */
export function renameFile(place: ProjectPath, name: string): void {
  lookAt(place.parent);
  renameSync(place.path, place.parent.at(name).path);
}

interface FolderEntry {
  readonly name: string;
  /** Reason that nothing is read from the entry; undefined for a regular file. */
  readonly stranger: string | undefined;
}

/** Entries of a folder, sorted by name; none when it does not exist. */
export function entriesOf(folder: ProjectPath): FolderEntry[] {
  lookAt(folder);
  try {
    const entries = readdirSync(folder.path, { withFileTypes: true }).map((entry): FolderEntry => {
      if (entry.isFile()) return { name: entry.name, stranger: undefined };
      return { name: entry.name, stranger: entry.isSymbolicLink() ? linkWords(folder.at(entry.name)) : `is ${kindOf(entry)}` };
    });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isGone(error)) return [];
    throw storageError('could not be listed', folder.path, error);
  }
}

/** Names in a folder, sorted; none when it does not exist. */
export function listFolder(folder: ProjectPath): string[] {
  lookAt(folder);
  try {
    return readdirSync(folder.path).sort();
  } catch (error) {
    if (isGone(error)) return [];
    throw storageError('could not be listed', folder.path, error);
  }
}

/** Texts read as a whole; what is larger is a mistake, or meant to be one. */
const maxTextBytes = 256 * 1024 * 1024;

/** A file's bytes; undefined when it is not there. @throws StorageError when it cannot be read, or is too large. */
export function readBytes(place: ProjectPath): Buffer | undefined {
  if (!isReadable(place, maxTextBytes)) return undefined;
  try {
    return readFileSync(place.path, { flag: readOnly });
  } catch (error) {
    if (isGone(error)) return undefined;
    throw storageError('could not be read', place.path, error);
  }
}

/** A file's text; undefined when it is not there. @throws StorageError when it cannot be read, or has more than `most` bytes. */
export async function readText(place: ProjectPath, maxBytes = maxTextBytes): Promise<string | undefined> {
  if (!isReadable(place, maxBytes)) return undefined;
  try {
    return (await readFile(place.path, { flag: readOnly })).toString('utf8');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw storageError('could not be read', place.path, error);
  }
}

function isReadable(place: ProjectPath, maxBytes: number): boolean {
  const found = lookAtFile(place);
  if (found === undefined) return false;
  if (found.size <= maxBytes) return true;
  const size = (bytes: number | bigint): string => `${(Number(bytes) / 2 ** 20).toFixed(0)} MiB`;
  throw new StorageError(
    `${place.path}: has ${size(found.size)}, and at most ${size(maxBytes)} are read; make it shorter, or move it away`,
  );
}

const isGone = (error: unknown): boolean => hasCode(error) && error.code === 'ENOENT';

/** Should a link or a pipe have come there since it was looked at, it is neither followed nor waited for. Windows has neither flag, which adds nothing then. */
const strictly = constants.O_NOFOLLOW | constants.O_NONBLOCK;
const readOnly = constants.O_RDONLY | strictly;

const modes = {
  read: readOnly,
  'read and write': constants.O_RDWR | strictly,
  append: constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | strictly,
  'make anew': constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | strictly,
};

/** Opens a file; whoever does, closes it. @throws StorageError when something else than a file stands there; the system's error when it cannot be opened. */
export function openFile(place: ProjectPath, mode: keyof typeof modes): number {
  lookAtFile(place);
  return openSync(place.path, modes[mode], 0o666);
}

/** Opens a file to be read, for the time of `work`. */
export function withFile<T>(place: ProjectPath, work: (descriptor: number) => T): T {
  const descriptor = openFile(place, 'read');
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Adds bytes to the end of a file and returns when they are on the disk. The file is opened anew each time: a `git pull`
 * replaces files, and bytes added to a replaced one would be lost.
 * @throws StorageError; the file is as before then, so a failed append is no torn line.
 */
export function appendDurably(place: ProjectPath, data: Uint8Array): void {
  const isNew = !isThere(place);
  let descriptor: number | undefined;
  try {
    descriptor = openFile(place, 'append');
    const before = fstatSync(descriptor).size;
    try {
      for (let written = 0; written < data.length;) written += writeSync(descriptor, data, written);
      fdatasyncSync(descriptor);
    } catch (error) {
      takeBack(descriptor, before);
      throw error;
    }
    if (isNew) syncFolder(place.parent);
  } catch (error) {
    throw storageError('could not be written', place.path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function takeBack(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // The part that was written then stands as a torn line, which the next reading sets aside; the first error is the one to tell.
  }
}

/** Cuts a file off at a position; that it is shorter is on the disk on return. */
export function truncateDurably(place: ProjectPath, position: number): void {
  const descriptor = openFile(place, 'read and write');
  try {
    ftruncateSync(descriptor, position);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads up to `length` bytes at a position; fewer at the end of the file. */
export function readAt(descriptor: number, position: number, length: number): Buffer {
  // Never more room than there is to read: callers ask for megabytes at a time of files that grow by a line.
  const room = Math.min(length, Math.max(0, fstatSync(descriptor).size - position));
  const bytes = Buffer.allocUnsafe(room);
  let filled = 0;
  while (filled < room) {
    const count = readSync(descriptor, bytes, filled, room - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** Suffixes to a database's name of the files that SQLite opens. */
const besideDatabase = ['', '-journal', '-wal', '-shm'];

/** A database's path, as SQLite opens it. @throws StorageError when it would follow a link, or open something else than files. */
export function databasePath(place: ProjectPath): string {
  for (const suffix of besideDatabase) lookAtFile(place.plus(suffix));
  return place.path;
}

/** Removes a database and what SQLite keeps beside it. */
export function removeDatabase(place: ProjectPath): void {
  // The database last: without its log it is an older state of itself, a log without its database is none.
  for (const suffix of ['-wal', '-shm', '']) removeFile(place.plus(suffix));
}
