/**
 * The project as it was when a snapshot was taken. Its state is what the beginnings of the journal's files amount to, put into
 * an index of its own by the code that makes the present one: so it is exact, and nothing of it has to be kept.
 */
import { crc32 } from 'node:zlib';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { Sample, SampleStatus } from '../../core/samples/sample.ts';
import type { SampleState } from '../../core/samples/states/compare.ts';
import { stampOf, withFile } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { EventApplier } from './apply-events.ts';
import type { PastReading, PastSampleStates } from './contract.ts';
import { StaleIndexError, StorageError } from './errors.ts';
import { countsOf, facetName, type StatusCounts } from './facets.ts';
import { createTables, isFullText, openIndex } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { readLines, tailChecksum } from './journal-file.ts';
import { formatOf, noteNewer } from './newer-journals.ts';
import { journalFolder } from './project-folder.ts';
import { RunQueries } from './run-queries.ts';
import { SampleQueries } from './sample-queries.ts';
import { statesAfter, type JournalReach, type StoredSnapshot } from './snapshot-rows.ts';
import { integer, type Database } from './sqlite.ts';

/** Bytes of the journal that a step reads, and milliseconds that it is to take: a decision takes as long as a whole sample. */
const bytesAStep = { first: 16 * 1024, least: 4 * 1024, most: 48 * 1024 };
const stepMs = 30;
const foldedInAStep = 50;

export class PastState implements PastSampleStates {
  readonly #database: Database;
  readonly #journal: Journal;
  readonly #applier: EventApplier;
  readonly #samples: SampleQueries;
  readonly #runs: RunQueries;
  #chunk = bytesAStep.first;
  readonly #snapshot: Pick<StoredSnapshot, 'name' | 'files'>;

  /** @param path place of its index; null for one in memory */
  constructor(journal: Journal, path: ProjectPath | null, snapshot: Pick<StoredSnapshot, 'name' | 'files'>) {
    this.#database = openIndex(path);
    this.#journal = journal;
    this.#snapshot = snapshot;
    this.#applier = new EventApplier(this.#database, journal);
    this.#samples = new SampleQueries(this.#database, journal);
    this.#runs = new RunQueries(this.#database, journal);
    this.#database.onRollback = () => {
      this.#applier.forget();
    };
  }

  reach(): JournalReach[] {
    return [...this.#snapshot.files];
  }

  *read(): Generator<PastReading, void> {
    const present = new Set(this.#journal.files());
    const total = this.#snapshot.files.reduce((sum, { size }) => sum + size, 0);
    const done = (): number => integer(this.#database.get('SELECT ifnull(sum(position), 0) AS n FROM files')?.n);
    for (const reach of this.#snapshot.files) {
      if (!present.has(reach.name)) throw this.#lost(reach.name, 'is not there any more');
      while (this.#step(reach)) yield { done: done(), total };
      this.#verify(reach);
    }
    while (this.#database.transaction(() => this.#applier.foldWaiting(foldedInAStep)) > 0) yield { done: total, total };
  }

  /** @returns whether there is more to read of the file */
  #step(reach: JournalReach): boolean {
    const begun = performance.now();
    const isMore = this.#database.transaction(() => this.#advance(reach));
    const wanted = (this.#chunk * stepMs) / Math.max(performance.now() - begun, 1);
    this.#chunk = Math.round(Math.max(bytesAStep.least, Math.min(wanted, 2 * this.#chunk, bytesAStep.most)));
    return isMore;
  }

  /** @returns whether there is more to read of the file */
  #advance({ name, size }: JournalReach): boolean {
    const row = this.#database.get('SELECT file, position, lines, checksum FROM files WHERE name = ?', name);
    const insert = "INSERT INTO files (name, position, lines, checksum, tail, size, mtime, inode) VALUES (?, 0, 0, 0, 0, 0, '', '')";
    const file = row ? integer(row.file) : this.#database.insert(insert, name);
    const [position, linesBefore, sum] = row ? [integer(row.position), integer(row.lines), integer(row.checksum)] : [0, 0, 0];
    if (position >= size) return false;
    const path = this.#journal.path(name);
    if ((stampOf(path)?.size ?? 0) < size) throw this.#lost(name, 'is shorter than it was');
    return withFile(path, (descriptor) => {
      const known = { format: formatOf(this.#database, file), lines: linesBefore };
      const { bytes, count, lines } = readLines(descriptor, position, known, { until: size, chunk: this.#chunk });
      if (bytes.length === 0) throw this.#lost(name, 'was rewritten');
      noteNewer(this.#database, file, lines);
      this.#applier.apply(file, lines);
      const end = position + bytes.length;
      const values = [end, linesBefore + count, crc32(bytes, sum), tailChecksum(descriptor, end), file];
      this.#database.run('UPDATE files SET position = ?, lines = ?, checksum = ?, tail = ? WHERE file = ?', ...values);
      return end < size;
    });
  }

  /** Looks at the bytes that were read, and at the last of those that are there now: the rest are compared as they are read. */
  #verify({ name, size, checksum }: JournalReach): void {
    const row = this.#database.get('SELECT position, checksum, tail FROM files WHERE name = ?', name);
    if (row?.position !== size || row.checksum !== checksum) {
      // What was read is of another file: when that one is back, its bytes are read.
      this.#database.transaction(() => {
        createTables(this.#database, isFullText(this.#database));
      });
      this.#applier.forget();
      throw this.#lost(name, 'was rewritten');
    }
    const path = this.#journal.path(name);
    if ((stampOf(path)?.size ?? 0) < size) throw this.#lost(name, 'is shorter than it was');
    if (withFile(path, (descriptor) => tailChecksum(descriptor, size)) !== row.tail) throw this.#lost(name, 'was rewritten');
  }

  #lost(file: string, what: string): StorageError {
    return new StorageError(
      `${journalFolder}/${file}: ${what} since the snapshot “${this.#snapshot.name}” was taken, whose state it is part of; bring the file back as it was (git log -- ${journalFolder}/${file}), or drop the snapshot`,
    );
  }

  #reading<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StaleIndexError)) throw error;
      throw new StorageError(
        `${journalFolder}: no longer has what the snapshot “${this.#snapshot.name}” is made of (${error.message}); bring its files back as they were, or drop the snapshot`,
        { cause: error },
      );
    }
  }

  sample(id: string): Sample | undefined {
    return this.#reading(() => this.#samples.byId(id));
  }

  samplesInStatus(status: SampleStatus): Iterable<Sample> {
    return this.#samples.inStatus(status);
  }

  prompt(hash: string): ChatMessage[] | undefined {
    return this.#reading(() => this.#runs.prompt(hash));
  }

  get counts(): StatusCounts {
    return countsOf(this.#database.get('SELECT * FROM facets WHERE name = ?', facetName.all));
  }

  statesAfter(id: string, limit: number): SampleState[] {
    return statesAfter(this.#database, id, limit);
  }

  close(): void {
    this.#database.close();
  }
}
