/** Pages, counts and ids of the samples a filter lets through. */
import { decodeTime } from 'ulid';
import type * as z from 'zod';
import type { JudgedDecision } from '../../core/quality/calibration.ts';
import { sampleStatuses, type Sample, type SampleStatus } from '../../core/samples/sample.ts';
import { searchWords } from '../../core/samples/search-words.ts';
import type { sampleFilter } from '../../protocol/engine/samples.ts';
import { EventReader } from './event-reader.ts';
import { countsOf, facetName, statusNumber, type StatusCounts } from './facets.ts';
import { isFullText, worstFirst } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { integer, text, textOrNull, type Database, type Row } from './sqlite.ts';

/** As the faces ask, but for a file by all the names under which samples may refer to it. */
export type SampleFilter = Omit<z.infer<typeof sampleFilter>, 'file'> & { readonly files?: readonly string[] };

export interface Page {
  readonly offset: number;
  readonly limit: number;
  /** Oldest first unless said otherwise; by `judge`, those with the lowest scores first, and those without scores last. */
  readonly order?: 'time' | 'judge' | undefined;
}

export interface SamplePage {
  /** How many samples pass the filter, and how many would in each status if it did not ask for one. */
  readonly total: number;
  readonly counts: StatusCounts;
  readonly samples: Sample[];
}

/** A judged sample that was decided on. */
export interface JudgedBy extends JudgedDecision {
  readonly model: string;
}

/** A filter but for its status, as SQL over rows `s` that have `sample`, `status` and `born`. */
interface Selection {
  readonly from: string;
  readonly values: readonly (number | string)[];
  /** Whether the rows of one status come sorted by (born, sample), so that a page can be read without reading all. */
  readonly sorted: boolean;
  /** When the filter is one facet: which, and its counts, which are known without counting. */
  readonly facet: { readonly number: number; readonly counts: StatusCounts } | undefined;
}

/** To pass by so many others for each sample that is wanted still takes less time than to sort those that are. */
const mostPassedBy = 4;

const none: StatusCounts = { pending: 0, accepted: 0, rejected: 0, gated: 0 };

export class SampleQueries {
  readonly #database: Database;
  readonly #journal: Journal;

  constructor(database: Database, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
  }

  page(filter: SampleFilter, page: Page): SamplePage {
    const selection = this.#select(filter);
    if (!selection) return { total: 0, counts: { ...none }, samples: [] };
    const statuses = statusesOf(filter);
    const counts = selection.facet?.counts ?? this.#count(selection);
    const total = sumOf(counts, statuses);
    const samples = this.#fold(this.#keys(selection, statuses, page));
    return { total, counts, samples };
  }

  ids(filter: SampleFilter): string[] {
    const selection = this.#select(filter);
    if (!selection) return [];
    const statuses = statusesOf(filter);
    if (statuses.length === 0) return [];
    const { sql, values } = rowsOf(selection, statuses);
    return this.#database
      .all(`SELECT id FROM (${sql}) p JOIN samples USING (sample) ORDER BY p.born, p.sample`, ...values)
      .map((row) => text(row.id));
  }

  /** The samples of one status, oldest first, read a few hundred at a time; changes made meanwhile may or may not show. */
  *inStatus(status: SampleStatus): Generator<Sample> {
    const query = `
      SELECT sample, born FROM postings WHERE facet = (SELECT facet FROM facets WHERE name = ?) AND status = ?
      AND (born, sample) > (?, ?) ORDER BY born, sample LIMIT 500`;
    let [born, sample] = [-1, -1];
    for (;;) {
      const rows = this.#database.all(query, facetName.all, statusNumber(status), born, sample);
      yield* this.#fold(rows.map((row) => integer(row.sample)));
      const last = rows.at(-1);
      if (!last) return;
      [born, sample] = [integer(last.born), integer(last.sample)];
    }
  }

  /** The latest samples made before an event, at most so many, as they stood when it happened; oldest first. */
  asOf(event: string, most: number): Sample[] {
    const rows = this.#database.all(
      `SELECT sample FROM postings WHERE facet = (SELECT facet FROM facets WHERE name = ?) AND born <= ? ORDER BY born DESC, sample DESC LIMIT ?`,
      facetName.all,
      decodeTime(event),
      most,
    );
    const keys = rows.map((row) => integer(row.sample)).reverse();
    return this.#reading((reader) => keys.flatMap((key) => reader.sampleAsOf(key, event) ?? []));
  }

  /** What a run has made, as it made it, whatever was decided since; oldest first. */
  asMade(run: string): Sample[] {
    const rows = this.#database.all(
      'SELECT sample FROM postings WHERE facet = (SELECT facet FROM facets WHERE name = ?) ORDER BY born, sample',
      facetName.run(run),
    );
    return this.#reading((reader) => rows.flatMap((row) => reader.sampleAsMade(integer(row.sample)) ?? []));
  }

  /** Of the samples that were scored and that a person decided on: score, decision, and who scored. */
  judgedDecisions(): JudgedBy[] {
    const [accepted, rejected] = [statusNumber('accepted'), statusNumber('rejected')];
    return this.#database
      .all(`SELECT judge, judge_model, status FROM samples WHERE ${worstFirst} < 9e999 AND status IN (?, ?)`, accepted, rejected)
      .map((row) => ({ score: integer(row.judge), accepted: row.status === accepted, model: textOrNull(row.judge_model) ?? '' }));
  }

  byId(id: string): Sample | undefined {
    return this.#reading((reader) => reader.sampleById(id));
  }

  #fold(keys: readonly number[]): Sample[] {
    return this.#reading((reader) => keys.flatMap((key) => reader.sample(key) ?? []));
  }

  #reading<T>(work: (reader: EventReader) => T): T {
    const reader = new EventReader(this.#database, this.#journal);
    try {
      return work(reader);
    } finally {
      reader.close();
    }
  }

  #keys(selection: Selection, statuses: readonly SampleStatus[], { offset, limit, order = 'time' }: Page): number[] {
    if (statuses.length === 0) return [];
    const { sql, values } = order === 'judge' ? this.#worstFirst(selection, statuses) : oldestFirst(selection, statuses);
    return this.#database.all(`${sql} LIMIT ? OFFSET ?`, ...values, limit, offset).map((row) => integer(row.sample));
  }

  /** Where many samples pass, all are gone through from the worst on, so that a page is read and no more; else those that pass are sorted. */
  #worstFirst(selection: Selection, statuses: readonly SampleStatus[]): Rows {
    const all = this.#database.get('SELECT * FROM facets WHERE name = ?', facetName.all);
    const { facet } = selection;
    if (facet !== undefined && mostPassedBy * sumOf(facet.counts, statuses) >= sumOf(countsOf(all), statuses)) {
      const probe = facet.number === all?.facet ? '' : `AND ${holds('?1')}`;
      const rows = statuses.map(
        (status) => `SELECT sample, ${worstFirst} AS worst, born FROM samples s WHERE status = ${statusNumber(status)} ${probe}`,
      );
      return { sql: `${rows.join(' UNION ALL ')} ORDER BY worst, born, sample`, values: probe === '' ? [] : [facet.number] };
    }
    const { sql, values } = rowsOf(selection, statuses);
    return { sql: `SELECT sample FROM (${sql}) p JOIN samples USING (sample) ORDER BY ${worstFirst}, p.born, p.sample`, values };
  }

  #count({ from, values }: Selection): StatusCounts {
    const counts = { ...none };
    for (const row of this.#database.all(`SELECT s.status, count(*) AS n ${from} GROUP BY s.status`, ...values)) {
      const status = sampleStatuses[integer(row.status)];
      if (status) counts[status] = integer(row.n);
    }
    return counts;
  }

  /** `undefined` when nothing can pass. */
  #select({ files, concept, run, text: words }: SampleFilter): Selection | undefined {
    const places = files?.map((file) => this.#facet(facetName.file(file))).filter((row) => row !== undefined);
    if (places?.length === 0) return undefined;
    // Samples that refer to a file by more than one of its names are wanted once.
    const united = places !== undefined && places.length > 1 ? places.map((row) => integer(row.facet)) : null;
    const rows = [
      ...(united === null ? (places ?? []) : []),
      ...(concept === undefined ? [] : [this.#facet(concept)]),
      ...(run === undefined ? [] : [this.#facet(facetName.run(run))]),
    ];
    const match = this.#match(words ?? '');
    if (rows.length === 0 && united === null && !match) rows.push(this.#facet(facetName.all));
    if (!rows.every((row) => row !== undefined)) return undefined;
    const [smallest, ...others] = rows.sort((a, b) => sizeOf(a) - sizeOf(b));
    const facets = rows.map((row) => integer(row.facet));
    const values = [...facets, ...(match?.values ?? [])];
    const matches = match?.sql(facets.length + 1);
    // Matches of words alone lead to samples; matches within a facet are looked up while going through the facet.
    if (facets.length === 0 && united === null) {
      return {
        from: `FROM words CROSS JOIN samples s ON s.sample = words.rowid WHERE ${matches}`,
        values,
        sorted: false,
        facet: undefined,
      };
    }
    const source =
      united === null
        ? 'postings s WHERE s.facet = ?1'
        : `(SELECT DISTINCT status, born, sample FROM postings WHERE facet IN (${united.join(', ')})) s WHERE true`;
    const probes = [...facets.keys()].slice(united === null ? 1 : 0).map((index) => `AND ${holds(`?${index + 1}`)}`);
    const among = matches === undefined ? '' : `AND s.sample IN (SELECT rowid FROM words WHERE ${matches})`;
    const isOneFacet = united === null && others.length === 0 && !match;
    return {
      from: `FROM ${source} ${probes.join(' ')} ${among}`,
      values,
      sorted: united === null && !match,
      facet: isOneFacet ? { number: facets[0]!, counts: countsOf(smallest) } : undefined,
    };
  }

  #facet(name: string): Row | undefined {
    return this.#database.get('SELECT * FROM facets WHERE name = ?', name);
  }

  /** All the words must occur, the last one perhaps only begun. */
  #match(query: string): { readonly sql: (from: number) => string; readonly values: readonly string[] } | undefined {
    const words = searchWords(query);
    const last = words.pop();
    if (last === undefined) return undefined;
    // A single letter is a beginning of too much to be looked for as one.
    const isBegun = last.length > 1;
    if (isFullText(this.#database)) {
      const terms = [...words.map((word) => `"${word}"`), `"${last}"${isBegun ? '*' : ''}`];
      return { sql: (from) => `words MATCH ?${from}`, values: [terms.join(' AND ')] };
    }
    const values = [...words.map((word) => ` ${word} `), isBegun ? ` ${last}` : ` ${last} `];
    return { sql: (from) => values.map((_, index) => `instr(text, ?${from + index}) > 0`).join(' AND '), values };
  }
}

const sumOf = (counts: StatusCounts, statuses: readonly SampleStatus[]): number =>
  statuses.reduce((sum, status) => sum + counts[status], 0);

const sizeOf = (row: Row): number => sumOf(countsOf(row), sampleStatuses);

/** Whether row `s` has a facet, given by its parameter. */
const holds = (facet: string): string =>
  `EXISTS (SELECT 1 FROM postings o WHERE o.facet = ${facet} AND o.status = s.status AND o.born = s.born AND o.sample = s.sample)`;

const statusesOf = ({ status }: SampleFilter): readonly SampleStatus[] => (status ? [...new Set(status)] : sampleStatuses);

interface Rows {
  readonly sql: string;
  readonly values: readonly (number | string)[];
}

function oldestFirst(selection: Selection, statuses: readonly SampleStatus[]): Rows {
  const { sql, values } = rowsOf(selection, statuses);
  return { sql: `${sql} ORDER BY born, sample`, values };
}

function rowsOf({ from, values, sorted }: Selection, statuses: readonly SampleStatus[]): Rows {
  const numbers = statuses.map(statusNumber);
  const select = `SELECT s.sample, s.born ${from} AND s.status`;
  // SQLite merges sorted parts as they are read; one query over several statuses it would have to sort as a whole.
  const sql = sorted ? numbers.map((status) => `${select} = ${status}`).join(' UNION ALL ') : `${select} IN (${numbers.join(', ')})`;
  return { sql, values };
}
