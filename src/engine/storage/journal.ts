/** `.loom/journal`: append-only events, one file a writer. The truth; everything else can be made again from it. */
import { program } from '../../core/program.ts';
import type { JournalEvent } from '../../core/samples/events.ts';
import { journalFormat, type JournalHeader } from '../../core/samples/journal-line.ts';
import { appendDurably, entriesOf, listFolder, stampOf } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { StorageError } from './errors.ts';
import { headerOf } from './journal-file.ts';
import { WrittenLines } from './written-lines.ts';
import { acquireWriter, heldSince, type Writer } from './writer-locks.ts';

const extension = '.jsonl';
const header: JournalHeader = { format: journalFormat, program: program.version };

export class Journal {
  readonly folder: ProjectPath;
  readonly #locks: ProjectPath | null;
  #writer: Writer | undefined;
  #written: WrittenLines | undefined;

  /** `locks`: folder of the locks of this checkout, not to be shared through git; null to write nothing. */
  constructor(folder: ProjectPath, locks: ProjectPath | null) {
    this.folder = folder;
    this.#locks = locks;
  }

  /** File names, sorted. */
  files(): string[] {
    return this.#entries().flatMap(({ name, stranger }) => (stranger === undefined ? [name] : []));
  }

  /** Entries with a journal file's name that are none, a link to one above all: nothing is read or written there. */
  strangers(): { readonly name: string; readonly stranger: string }[] {
    return this.#entries().flatMap(({ name, stranger }) => (stranger === undefined ? [] : [{ name, stranger }]));
  }

  #entries() {
    return entriesOf(this.folder).filter(({ name }) => name.endsWith(extension) && !name.startsWith('.'));
  }

  /** Names of the files that torn lines were moved to, until the user deletes them. */
  torn(): string[] {
    return listFolder(this.folder).filter((name) => name.endsWith('.torn'));
  }

  path(file: string): ProjectPath {
    return this.folder.at(file);
  }

  /** Writes events to this process's file; they are on the disk on return. @throws StorageError; nothing is written then. */
  append(events: readonly JournalEvent[]): void {
    if (this.#locks === null) throw new StorageError(`${this.folder.path}: is open to be looked at, and nothing is written to it`);
    this.#writer ??= acquireWriter(this.#locks, { sizeOf: (name) => this.#sizeOf(name), isOurs: (name) => this.#isOurs(name) });
    const { name } = this.#writer;
    const file = name + extension;
    const start = this.#sizeOf(name);
    const written = new WrittenLines(file, start, [...(start === 0 ? [{ header }] : []), ...events]);
    appendDurably(this.path(file), written.bytes);
    this.#written = written;
  }

  /** Lines that this process has just written at a position of a file, while they are the file's end: nobody need read them back. */
  written(file: string, position: number): WrittenLines | undefined {
    const written = this.#written;
    if (written?.file !== file || written.start !== position) return undefined;
    return stampOf(this.path(file))?.size === position + written.bytes.length ? written : undefined;
  }

  /** An event that this process has just written, as the index knows it. */
  recall(id: string, start: number): JournalEvent | undefined {
    return this.#written?.event(id, start);
  }

  #sizeOf(name: string): number {
    return stampOf(this.path(name + extension))?.size ?? 0;
  }

  /** A file is of one format from its first line on: one of another format is left to the versions that write it. */
  #isOurs(name: string): boolean {
    return this.#sizeOf(name) === 0 || headerOf(this.path(name + extension))?.format === journalFormat;
  }

  /** Tells whether another process may be in the middle of adding a line to this file; it may wherever no lock is looked at. */
  isWrittenElsewhere(file: string): boolean {
    if (this.#locks === null) return true;
    return this.#nameOf(file) !== this.#writer?.name && heldSince(this.#locks, this.#nameOf(file)) !== undefined;
  }

  /** Tells whether the process that wrote at this position of this file is known to be there still. */
  isWriterAlive(file: string, position: number): boolean {
    if (this.#locks === null) return false;
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
