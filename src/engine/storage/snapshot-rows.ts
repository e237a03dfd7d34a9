/** Snapshots as the journal tells of them, and the states of samples that are compared. */
import type { JournalEvent } from '../../core/samples/events.ts';
import { sampleStatuses } from '../../core/samples/sample.ts';
import type { SampleState } from '../../core/samples/states/compare.ts';
import { EventReader } from './event-reader.ts';
import type { Journal } from './journal.ts';
import { integer, text, textOrNull, type Database } from './sqlite.ts';

type TakenEvent = Extract<JournalEvent, { type: 'snapshot.taken' }>;

/** Beginning of a journal file: so many bytes with this CRC-32. */
export type JournalReach = TakenEvent['files'][number];

/** A name for a state, and how far that state reaches in each file of the journal. */
export type StoredSnapshot = Pick<TakenEvent, 'name' | 'note' | 'files' | 'samples' | 'at' | 'by'> & { readonly id: string };

/** Notes a snapshot that was taken, or dropped, in whichever order the two arrive. */
export function noteSnapshot(database: Database, event: Extract<JournalEvent, { type: 'snapshot.taken' | 'snapshot.dropped' }>): void {
  const [taken, dropped] = event.type === 'snapshot.taken' ? [event.id, 0] : [null, 1];
  database.run(
    `INSERT INTO snapshots VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET dropped = MAX(dropped, excluded.dropped),
     event = MIN(IFNULL(event, excluded.event), IFNULL(excluded.event, event))`,
    event.snapshot,
    taken,
    dropped,
  );
}

/** Snapshots that were not dropped, the newest first. */
export function snapshotsIn(database: Database, journal: Journal): StoredSnapshot[] {
  const reader = new EventReader(database, journal);
  try {
    const rows = database.all('SELECT event FROM snapshots WHERE dropped = 0 AND event IS NOT NULL ORDER BY event DESC');
    return rows.flatMap((row) => {
      const event = reader.byId(text(row.event));
      if (event.type !== 'snapshot.taken') return [];
      const { snapshot: id, name, note, files, samples, at, by } = event;
      return [{ id, name, note, files, samples, at, by }];
    });
  } finally {
    reader.close();
  }
}

/** How far the index has read each file of the journal, which is the state that it shows. */
export const reachOf = (database: Database): JournalReach[] =>
  database
    .all('SELECT name, position, checksum FROM files WHERE position > 0 ORDER BY name')
    .map((row) => ({ name: text(row.name), size: integer(row.position), checksum: integer(row.checksum) }));

/** States of the next samples after an id, in the order of ids. */
export function statesAfter(database: Database, after: string, limit: number): SampleState[] {
  const rows = database.all(
    'SELECT id, status, reason, version, judge FROM samples WHERE id > ? AND status IS NOT NULL ORDER BY id LIMIT ?',
    after,
    limit,
  );
  return rows.map((row) => ({
    id: text(row.id),
    status: sampleStatuses[integer(row.status)] ?? 'pending',
    reason: textOrNull(row.reason),
    version: text(row.version),
    judge: numberOrNull(row.judge),
  }));
}

/** Scores are no whole numbers. */
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);
