/** Sketches of the texts that samples are compared by, so that near-duplicates are found without reading all samples again. */
import type { SQLOutputValue } from 'node:sqlite';
import type { Sketch } from '../../core/quality/near-duplicates/near-index.ts';
import { permutations } from '../../core/quality/near-duplicates/signature.ts';
import { questionHash } from './apply-events.ts';
import { integer, text, type Database } from './sqlite.ts';

/** A kept sample, in the order in which the index came to know of them. */
interface KeyedSample {
  readonly key: number;
  readonly id: string;
}

interface PlacedSketch {
  /** Rises with each sketch that is put in. */
  readonly place: number;
  readonly sketch: Sketch;
}

export interface SketchTable {
  /** Pending and accepted samples behind a key whose text has no sketch yet, some hundred at a time. */
  missing(after: number): KeyedSample[];
  put(entries: readonly { readonly compared: string; readonly sketch: Sketch }[]): void;
  after(place: number, limit: number): PlacedSketch[];
  /** The pending and accepted samples whose text has the sketch at a place, by their ids. */
  keptAt(place: number): string[];
}

const missingAtOnce = 200;

export function sketchTable(database: Database): SketchTable {
  return {
    missing: (after) =>
      database
        .all(
          `SELECT sample, id FROM samples WHERE sample > ? AND status IN (0, 1) AND question IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM sketches WHERE sketches.question = samples.question) ORDER BY sample LIMIT ?`,
          after,
          missingAtOnce,
        )
        .map((row) => ({ key: integer(row.sample), id: text(row.id) })),
    put: (entries) => {
      database.transaction(() => {
        for (const { compared, sketch } of entries) {
          const values = [questionHash(compared), blobOf(sketch.short), blobOf(sketch.long)];
          database.run('INSERT OR IGNORE INTO sketches (question, short, long) VALUES (?, ?, ?)', ...values);
        }
      });
    },
    after: (place, limit) =>
      database
        .all('SELECT place, short, long FROM sketches WHERE place > ? ORDER BY place LIMIT ?', place, limit)
        .map((row) => ({ place: integer(row.place), sketch: { short: signatureIn(row.short), long: signatureIn(row.long) } })),
    keptAt: (place) =>
      database
        .all(
          `SELECT id FROM samples WHERE question = (SELECT question FROM sketches WHERE place = ?) AND status IN (0, 1) ORDER BY sample`,
          place,
        )
        .map((row) => text(row.id)),
  };
}

/** The same of an index that is made anew when it fails. @param healing does work with the table there is */
export const healedSketches = (healing: <T>(work: (table: SketchTable) => T) => T): SketchTable => ({
  missing: (after) => healing((table) => table.missing(after)),
  put: (entries) => {
    healing((table) => {
      table.put(entries);
    });
  },
  after: (place, limit) => healing((table) => table.after(place, limit)),
  keptAt: (place) => healing((table) => table.keptAt(place)),
});

const blobOf = (signature: Uint16Array | null): Uint8Array | null =>
  signature && new Uint8Array(signature.buffer, signature.byteOffset, signature.byteLength);

/** A copy of its own: two-byte numbers have to begin at an even address. */
function signatureIn(value: SQLOutputValue | undefined): Uint16Array | null {
  if (value === null) return null;
  if (!(value instanceof Uint8Array) || value.length !== 2 * permutations) {
    throw new TypeError('the index holds something that is no sketch of a text');
  }
  return new Uint16Array(value.slice().buffer);
}
