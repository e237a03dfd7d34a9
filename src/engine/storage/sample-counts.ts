/** Counts of the samples of each file and each concept: kept in memory, and brought in step by what the index has changed since. */
import { type Changing, ChangingMap } from './changing-map.ts';
import { countsOf, type StatusCounts } from './facets.ts';
import { meta } from './index-schema.ts';
import { text, type Database } from './sqlite.ts';

/** Point that a reader of the index has got to; of another generation, nothing that it knows counts. */
interface CountsMark {
  readonly generation: number;
  readonly revision: number;
}

const kinds = "((name >= 'c:' AND name < 'd') OR (name >= 'f:' AND name < 'g') OR (name >= 't:' AND name < 'u'))";

export class SampleCounts {
  #files = new ChangingMap<StatusCounts>();
  #concepts = new Map<string, number>();
  #mark: CountsMark | undefined;

  /** A file's counts are the same object until they change. The map is brought in step by whoever asks next. */
  byFile(database: Database): Changing<StatusCounts> {
    this.#follow(database);
    return this.#files;
  }

  /** By the id of the topic or concept. */
  byConcept(database: Database): ReadonlyMap<string, number> {
    this.#follow(database);
    return this.#concepts;
  }

  #follow(database: Database): void {
    const now = { generation: meta(database, 'generation'), revision: meta(database, 'revision') };
    const before = this.#mark;
    if (before?.generation === now.generation && before.revision === now.revision) return;
    const goesOn = before?.generation === now.generation;
    if (!goesOn) {
      this.#mark = undefined;
      this.#files = new ChangingMap<StatusCounts>();
      this.#concepts = new Map<string, number>();
    }
    const since = goesOn ? before.revision : -1;
    const files = new Map<string, StatusCounts>();
    for (const row of database.all(`SELECT * FROM facets WHERE changed > ? AND ${kinds}`, since)) {
      const name = text(row.name);
      const counts = countsOf(row);
      if (name.startsWith('f:')) files.set(name.slice(2), counts);
      else this.#concepts.set(name, counts.pending + counts.accepted + counts.rejected + counts.gated);
    }
    this.#files.change(files);
    this.#mark = now;
  }
}
