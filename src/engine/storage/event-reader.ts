/** Events read back from the journal through the positions that the index holds. */
import { closeSync } from 'node:fs';
import type { JournalEvent } from '../../core/samples/events.ts';
import { foldSample, foldSampleAsOf } from '../../core/samples/review.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { openFile } from '../files/files.ts';
import { hasCode, StaleIndexError } from './errors.ts';
import type { Journal } from './journal.ts';
import { readEvent } from './journal-file.ts';
import { integer, text, type Database, type SqlRow } from './sqlite.ts';

const columns = 'events.id, events.file, events.start, events.length';
/** A sample's own events, and what undid or redid the actions they belong to. */
const eventsOfSample = `
SELECT ${columns} FROM events WHERE sample = ?1
UNION ALL
SELECT ${columns} FROM events WHERE target IN (SELECT action FROM events WHERE sample = ?1 AND action IS NOT NULL)
ORDER BY id`;

/** Keeps the files it has read open until it is closed: one for each question asked, so that no file is held for long. */
export class EventReader {
  readonly #database: Database;
  readonly #journal: Journal;
  readonly #open = new Map<number, number>();

  constructor(database: Database, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
  }

  /** @throws StaleIndexError when the event is not where the index says. */
  read(row: SqlRow): JournalEvent {
    const id = text(row.id);
    const start = integer(row.start);
    const event = this.#journal.recall(id, start) ?? readEvent(this.#descriptor(integer(row.file)), start, integer(row.length));
    if (event?.id !== id) throw new StaleIndexError(`event ${id} is not where the index says`);
    return event;
  }

  byId(id: string): JournalEvent {
    const row = this.#database.get(`SELECT ${columns} FROM events WHERE id = ?`, id);
    if (!row) throw new StaleIndexError(`event ${id} is not in the index`);
    return this.read(row);
  }

  ofAction(action: string): JournalEvent[] {
    return this.#database.all(`SELECT ${columns} FROM events WHERE action = ? ORDER BY id`, action).map((row) => this.read(row));
  }

  /** A sample by its number in the index; `undefined` while the event that made it has not arrived. */
  sample(key: number): Sample | undefined {
    return foldSample(this.#eventsOf(key), (action) => isUndone(this.#database, action));
  }

  /** The same as it stood at an event. */
  sampleAsOf(key: number, event: string): Sample | undefined {
    return foldSampleAsOf(this.#eventsOf(key), event);
  }

  /** As it was made, whatever was done with it since. */
  sampleAsMade(key: number): Sample | undefined {
    return foldSample(
      this.#eventsOf(key).filter(({ type }) => type === 'sample.generated'),
      () => false,
    );
  }

  #eventsOf(key: number): JournalEvent[] {
    return this.#database.all(eventsOfSample, key).map((row) => this.read(row));
  }

  sampleById(id: string): Sample | undefined {
    const row = this.#database.get('SELECT sample FROM samples WHERE id = ?', id);
    return row && this.sample(integer(row.sample));
  }

  #descriptor(file: number): number {
    const known = this.#open.get(file);
    if (known !== undefined) return known;
    const row = this.#database.get('SELECT name FROM files WHERE file = ?', file);
    if (!row) throw new StaleIndexError(`the index knows no file ${file}`);
    try {
      const descriptor = openFile(this.#journal.path(text(row.name)), 'read');
      this.#open.set(file, descriptor);
      return descriptor;
    } catch (error) {
      if (hasCode(error) && error.code === 'ENOENT') throw new StaleIndexError(`${text(row.name)} is gone`, { cause: error });
      throw error;
    }
  }

  close(): void {
    for (const descriptor of this.#open.values()) closeSync(descriptor);
    this.#open.clear();
  }
}

export function isUndone(database: Database, action: string): boolean {
  return database.get('SELECT undone FROM actions WHERE action = ?', action)?.undone === 1;
}
