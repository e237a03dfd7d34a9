/**
 * Keeps the index in step with the journal. It remembers how far it has read each file; a crash between journal and
 * index, another process's events and a git merge are all the same thing to it: bytes not yet read, or a file that is
 * not the one it read.
 */
import { crc32 } from 'node:zlib';
import { journalFormat } from '../../core/samples/journal-line.ts';
import { sameStamp, stampOf, withFile, type FileStamp } from '../files/files.ts';
import { EventApplier } from './apply-events.ts';
import { noteBad } from './bad-lines.ts';
import { DiskFullError, StaleIndexError } from './errors.ts';
import { createTables, isFullText, meta, raise } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { checksum, readLines, setTornAside, tailChecksum } from './journal-file.ts';
import { formatOf, noteNewer } from './newer-journals.ts';
import { integer, text, type Database, type SqlRow } from './sqlite.ts';

/** Position up to which a file was read, and its state then. */
interface ReadFile {
  readonly file: number;
  readonly name: string;
  readonly position: number;
  readonly lines: number;
  readonly checksum: number;
  readonly tail: number;
  readonly stamp: FileStamp;
}

const foldedAtATime = 500;

export class JournalIndex {
  readonly #database: Database;
  readonly #journal: Journal;
  readonly #applier: EventApplier;
  #generation: number;
  /** Files found to be as they were read, or compared from their beginning, since this index was opened. */
  readonly #verified = new Set<string>();

  constructor(database: Database, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
    this.#applier = new EventApplier(database, journal);
    this.#generation = meta(database, 'generation');
    database.onRollback = () => {
      this.#applier.forget();
    };
  }

  /** Reads what is new in the journal, in transactions of a few megabytes, and folds what waits for it. */
  catchUp(): void {
    this.read();
    while (this.foldWaiting(foldedAtATime) > 0);
  }

  /** Folds some of the samples that an undo or redo has changed. @returns how many are left. */
  foldWaiting(limit: number): number {
    if (this.#database.get('SELECT 1 FROM unfolded LIMIT 1') === undefined) return 0;
    return this.#database.transaction(() => {
      this.#checkGeneration();
      raise(this.#database, 'revision');
      return this.#applier.foldWaiting(limit);
    });
  }

  /** Number of samples that wait to be folded. */
  waiting(): number {
    return integer(this.#database.get('SELECT count(*) AS n FROM unfolded')?.n);
  }

  /** Reads what is new in the journal; many samples that an undo or redo has changed are left to be folded. */
  read(): void {
    /** Files whose last line another process is just writing. */
    const unfinished = new Set<string>();
    const isWithin = this.#database.isInTransaction;
    const advance = (name: string): boolean => this.#database.transaction(() => this.#advance(name, unfinished, isWithin));
    for (let names = this.#changedFiles(unfinished); names.length > 0; names = this.#changedFiles(unfinished)) {
      for (const name of names) while (advance(name));
    }
  }

  /** Forgets everything read and reads the journal anew. */
  rebuild(): void {
    this.#database.transaction(() => {
      this.#reset();
    });
    this.catchUp();
  }

  #reset(): void {
    createTables(this.#database, isFullText(this.#database));
  }

  /** Files that are not as they were when last read; those that are gone come first. */
  #changedFiles(except: ReadonlySet<string>): string[] {
    const known = new Map(this.#database.all('SELECT * FROM files').map((row) => [text(row.name), stampIn(row)]));
    const present = this.#journal.files();
    const gone = new Set(known.keys()).difference(new Set(present));
    const changed = present.filter((name) => {
      const before = known.get(name);
      const now = stampOf(this.#journal.path(name));
      if (now === undefined || except.has(name)) return false;
      if (!before || !sameStamp(before, now)) return true;
      this.#verified.add(name);
      return false;
    });
    return [...gone, ...changed];
  }

  /** Reads on in a file, as far as one transaction goes. @returns whether there is more of it. */
  #advance(name: string, unfinished: Set<string>, isWithin: boolean): boolean {
    this.#checkGeneration();
    const path = this.#journal.path(name);
    const row = this.#database.get('SELECT * FROM files WHERE name = ?', name);
    const before = row && readFileIn(row);
    const now = stampOf(path);
    // Another process may have read it while we waited for the lock.
    if (before && now && sameStamp(before.stamp, now)) return false;
    if (before && (!now || !this.#continues(before, now))) {
      // Rows that a caller holds in the middle of its own work must not be pulled from under it.
      if (isWithin) throw new StaleIndexError(`${name} was replaced by other means than adding to it`);
      this.#reset();
      this.#verified.clear();
      return false;
    }
    if (!now) return false;
    const read = before ?? this.#insertFile(name);
    const { position, rest } = this.#read(read);
    if (rest !== 'incomplete') return rest === 'lines';
    // A line of a newer version's file is that version's to set aside.
    const isNewer = formatOf(this.#database, read.file) > journalFormat;
    if (isNewer || this.#journal.isWrittenElsewhere(name)) unfinished.add(name);
    else this.#setAside(name, position, unfinished);
    return false;
  }

  #setAside(name: string, position: number, unfinished: Set<string>): void {
    try {
      setTornAside(this.#journal.path(name), position);
    } catch (error) {
      if (!(error instanceof DiskFullError)) throw error;
      // It stays where it is until there is room: what stands before it can be read.
      unfinished.add(name);
    }
  }

  /** Tells whether the file still begins with what was read of it. A file that only grows is compared where it grew. */
  #continues({ name, position, checksum: sum, tail, stamp }: ReadFile, now: FileStamp): boolean {
    if (now.size < position) return false;
    return withFile(this.#journal.path(name), (descriptor) => {
      if (this.#verified.has(name) && now.inode === stamp.inode && now.size > position) return tailChecksum(descriptor, position) === tail;
      this.#verified.add(name);
      return checksum(descriptor, position) === sum;
    });
  }

  /** Numbers of rows are forgotten when another process has made the tables anew. */
  #checkGeneration(): void {
    const generation = meta(this.#database, 'generation');
    if (generation !== this.#generation) this.#applier.forget();
    this.#generation = generation;
  }

  #insertFile(name: string): ReadFile {
    const file = this.#database.insert(
      "INSERT INTO files (name, position, lines, checksum, tail, size, mtime, inode) VALUES (?, 0, 0, 0, 0, 0, '', '')",
      name,
    );
    this.#verified.add(name);
    return { file, name, position: 0, lines: 0, checksum: 0, tail: 0, stamp: { size: 0, mtime: '', inode: '' } };
  }

  /** Applies the next lines of a file. @returns where it stands then, and what is left. */
  #read({ file, name, position, lines: linesBefore, checksum: sum }: ReadFile): {
    position: number;
    rest: 'nothing' | 'lines' | 'incomplete';
  } {
    const path = this.#journal.path(name);
    return withFile(path, (descriptor) => {
      const known = { format: formatOf(this.#database, file), lines: linesBefore };
      const { bytes, count, lines, bad } = this.#journal.written(name, position) ?? readLines(descriptor, position, known);
      noteBad(this.#database, file, bad);
      const newer = noteNewer(this.#database, file, lines);
      if (this.#applier.apply(file, lines) + newer > 0 || !bad.isEmpty) raise(this.#database, 'revision');
      const end = position + bytes.length;
      const stamp = stampOf(path) ?? { size: end, mtime: '', inode: '' };
      // A stamp that is kept says that nothing is left to read, so with more to come it is one that no file has.
      const { size, mtime, inode } = stamp.size === end ? stamp : { size: end, mtime: '', inode: stamp.inode };
      this.#database.run(
        'UPDATE files SET position = ?, lines = ?, checksum = ?, tail = ?, size = ?, mtime = ?, inode = ? WHERE file = ?',
        end,
        linesBefore + count,
        crc32(bytes, sum),
        tailChecksum(descriptor, end),
        size,
        mtime,
        inode,
        file,
      );
      return { position: end, rest: stamp.size <= end ? 'nothing' : bytes.length === 0 ? 'incomplete' : 'lines' };
    });
  }
}

const stampIn = (row: SqlRow): FileStamp => ({ size: integer(row.size), mtime: text(row.mtime), inode: text(row.inode) });

function readFileIn(row: SqlRow): ReadFile {
  const [file, position, lines] = [integer(row.file), integer(row.position), integer(row.lines)];
  return { file, name: text(row.name), position, lines, checksum: integer(row.checksum), tail: integer(row.tail), stamp: stampIn(row) };
}
