/** Files written so that a crash at any moment leaves the old state or the new one. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hasCode, StorageError, storageError } from './errors.ts';

/** What tells that a file is still the one last seen, as far as can be told without reading it. */
export interface FileStamp {
  readonly size: number;
  readonly mtime: string;
  readonly inode: string;
}

/** `undefined` when there is no such file. */
export function stampOf(path: string): FileStamp | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && { size: Number(stat.size), mtime: String(stat.mtimeNs), inode: String(stat.ino) };
}

export const sameStamp = (a: FileStamp, b: FileStamp): boolean => a.size === b.size && a.mtime === b.mtime && a.inode === b.inode;

/** A new or renamed file is durable only once its folder is; Windows keeps folders itself and cannot open them. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The dataset is read and written in the project's own folder: a link that came with a clone may lead anywhere.
 * @throws StorageError when `path` is a symbolic link.
 */
export function refuseLink(path: string): void {
  if (!isLink(path)) return;
  throw new StorageError(
    `${path}: is a symbolic link, which the dataset is not written through; move it away, or name another folder as “dataset” in .loom/project.yaml`,
  );
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch (error) {
    // What stands in the way of the folder is told by whoever writes to it.
    if (hasCode(error) && error.code === 'ENOTDIR') return false;
    throw error;
  }
}

const temporary = /^\.(.+)\.[0-9a-f]{12}\.tmp$/;

/** Replaces a file as a whole. @throws StorageError; the old file stays then. */
export function writeAtomically(path: string, data: string | Uint8Array): void {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(draft, data, { flag: 'wx', flush: true });
    renameSync(draft, path);
    syncFolder(folder);
  } catch (error) {
    removeDraft(draft);
    throw storageError('could not be written', path, error);
  }
}

function removeDraft(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // The next start removes it; why the file could not be written is the error to tell.
  }
}

/** Removes what a crash in `writeAtomically` left behind for files of which `ours` is true. */
export function removeDrafts(folder: string, ours: (name: string) => boolean): void {
  for (const name of listFolder(folder)) {
    const target = temporary.exec(name)?.[1];
    if (target !== undefined && ours(target)) rmSync(join(folder, name), { force: true });
  }
}

/** Names in a folder, sorted; none when it does not exist. */
export function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (hasCode(error) && error.code === 'ENOENT') return [];
    throw storageError('could not be listed', folder, error);
  }
}

/**
 * Adds bytes to the end of a file and returns when they are on the disk. The file is opened anew each time: a `git pull`
 * replaces files, and bytes added to a replaced one would be lost.
 * @throws StorageError; the file is as before then, so a failed append is no torn line.
 */
export function appendDurably(path: string, data: Uint8Array): void {
  const isNew = !existsSync(path);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'a');
    const before = fstatSync(descriptor).size;
    try {
      for (let written = 0; written < data.length;) written += writeSync(descriptor, data, written);
      fdatasyncSync(descriptor);
    } catch (error) {
      takeBack(descriptor, before);
      throw error;
    }
    if (isNew) syncFolder(dirname(path));
  } catch (error) {
    throw storageError('could not be written', path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function takeBack(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // What was written then stands as a torn line, which the next reading sets aside; the first error is the one to tell.
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

/** Opens a file for the time of `work`. */
export function withFile<T>(path: string, work: (descriptor: number) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
