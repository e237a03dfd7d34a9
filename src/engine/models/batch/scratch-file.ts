import { closeSync, ftruncateSync, writeSync } from 'node:fs';
import { loomFolder } from '../../config.ts';
import { openFile, readAt, removeFile } from '../../files/files.ts';
import { ProjectPath } from '../../files/project-path.ts';
import { storageError } from '../../storage/errors.ts';
import { acquireWriter, type Writer } from '../../storage/writer-locks.ts';

/** Whoever hands in or collects a batch holds one of these locks, which vanish with their process: whose lock is free has been left. */
export const lockFolder = (folder: string): ProjectPath => ProjectPath.of(folder).at(loomFolder, 'cache/batches');

/**
 * A file of one's own for what is too large to hold in memory. It goes by the name of a lock: whoever takes a lock that
 * was left takes its file too and empties it, so that processes that were killed leave no more behind than they had at once.
 */
export class ScratchFile {
  readonly path: ProjectPath;
  readonly #lock: Writer;
  readonly #descriptor: number;
  #size = 0;

  /** @param folder the project's @throws StorageError */
  constructor(folder: string) {
    this.#lock = acquireWriter(lockFolder(folder), { sizeOf: () => 0 });
    this.path = lockFolder(folder).at(`${this.#lock.name}.jsonl`);
    try {
      this.#descriptor = openFile(this.path, 'make anew');
    } catch (error) {
      this.#lock.release();
      throw storageError('could not be written', this.path.path, error);
    }
  }

  /** The name of the lock that is held. */
  get owner(): string {
    return this.#lock.name;
  }

  /** In bytes. */
  get size(): number {
    return this.#size;
  }

  /** Adds to its end. @throws StorageError */
  write(bytes: Uint8Array): void {
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.#descriptor, bytes, written, bytes.length - written, this.#size + written);
      }
    } catch (error) {
      throw storageError('could not be written', this.path.path, error);
    }
    this.#size += bytes.length;
  }

  /** @throws StorageError */
  read(start: number, length: number): Uint8Array {
    try {
      return readAt(this.#descriptor, start, length);
    } catch (error) {
      throw storageError('could not be read', this.path.path, error);
    }
  }

  clear(): void {
    ftruncateSync(this.#descriptor);
    this.#size = 0;
  }

  /** Gives it up: it is gone then. */
  release(): void {
    closeSync(this.#descriptor);
    removeFile(this.path);
    this.#lock.release();
  }
}
