/** `.loom/journal`: append-only events, one file a writer. The truth; everything else can be made again from it. */
import { join } from 'node:path';
import type { JournalEvent } from '../../core/samples/events.ts';
import { appendDurably, listFolder, stampOf } from './files.ts';
import { acquireWriter, heldSince, type Writer } from './writer-locks.ts';

const extension = '.jsonl';

export class Journal {
  readonly folder: string;
  readonly #locks: string;
  #writer: Writer | undefined;

  /** `locks`: folder of the locks of this checkout; not to be shared through git. */
  constructor(folder: string, locks: string) {
    this.folder = folder;
    this.#locks = locks;
  }

  /** File names, sorted. */
  files(): string[] {
    return listFolder(this.folder).filter((name) => name.endsWith(extension) && !name.startsWith('.'));
  }

  /** Names of the files that torn lines were moved to, until the user deletes them. */
  torn(): string[] {
    return listFolder(this.folder).filter((name) => name.endsWith('.torn'));
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  /** Writes events to this process's file; they are on the disk on return. @throws StorageError; nothing is written then. */
  append(events: readonly JournalEvent[]): void {
    this.#writer ??= acquireWriter(this.#locks, (name) => stampOf(this.path(name + extension))?.size ?? 0);
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    appendDurably(this.path(this.#writer.name + extension), Buffer.from(lines));
  }

  /** Whether another process may be in the middle of adding a line to this file. */
  isWrittenElsewhere(file: string): boolean {
    return this.#nameOf(file) !== this.#writer?.name && heldSince(this.#locks, this.#nameOf(file)) !== undefined;
  }

  /** Whether the process that wrote at this position of this file is still there. */
  isWriterAlive(file: string, position: number): boolean {
    const since = heldSince(this.#locks, this.#nameOf(file));
    return since !== undefined && position >= since;
  }

  #nameOf(file: string): string {
    return file.slice(0, -extension.length);
  }

  close(): void {
    this.#writer?.release();
    this.#writer = undefined;
  }
}
