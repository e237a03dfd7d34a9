/** The extraction that counts of each passage: kept in memory, and brought in step by what the index has changed since. */
import type { Extraction } from '../../core/concepts/extraction.ts';
import { type Changing, ChangingMap } from './changing-map.ts';
import { EventReader } from './event-reader.ts';
import { meta } from './index-schema.ts';
import type { Journal } from './journal.ts';
import type { Database } from './sqlite.ts';

/** By passage hash. */
export type Extractions = Changing<Extraction>;

interface ExtractionsMark {
  readonly generation: number;
  readonly revision: number;
  readonly preferred: string;
  readonly least: string;
}

export class ExtractionTable {
  #found = new ChangingMap<Extraction>();
  #mark: ExtractionsMark | undefined;

  /**
   * Of each passage that of the preferred model where there is one, else the latest of any other; of the least one, even
   * when it is preferred, only where no other has any.
   */
  of(database: Database, journal: Journal, preferred: string, least: string): Extractions {
    const now = { generation: meta(database, 'generation'), revision: meta(database, 'extractions'), preferred, least };
    const before = this.#mark;
    if (before !== undefined && isSame(before, now)) return this.#found;
    const goesOn = before !== undefined && isSame(before, { ...now, revision: before.revision });
    if (goesOn) this.#found.change(read(database, journal, now, before.revision));
    else {
      const all = new ChangingMap<Extraction>();
      for (const [hash, extraction] of read(database, journal, now, -1)) all.set(hash, extraction);
      this.#found = all;
    }
    this.#mark = now;
    return this.#found;
  }
}

const isSame = (a: ExtractionsMark, b: ExtractionsMark): boolean =>
  a.generation === b.generation && a.revision === b.revision && a.preferred === b.preferred && a.least === b.least;

function read(database: Database, journal: Journal, { preferred, least }: ExtractionsMark, since: number): Map<string, Extraction> {
  const changed = since < 0 ? '' : 'WHERE passage IN (SELECT passage FROM extractions WHERE changed > ?3)';
  const rows = database.all(
    `SELECT events.* FROM (SELECT event, MAX((model <> ?1) || (model = ?2) || event) FROM extractions ${changed} GROUP BY passage)
     JOIN events ON events.id = event ORDER BY events.file, events.start`,
    ...[least, preferred, ...(since < 0 ? [] : [since])],
  );
  const reader = new EventReader(database, journal);
  try {
    const found = new Map<string, Extraction>();
    for (const row of rows) {
      const event = reader.read(row);
      if (event.type === 'passage.extracted') found.set(event.passage, event.extraction);
    }
    return found;
  } finally {
    reader.close();
  }
}
