/** Pages, counts and ids of the samples a filter lets through. */
import { decodeTime } from 'ulid';
import type { JudgedDecision } from '../../core/quality/judge-agreement.ts';
import { sampleStatuses, type Sample, type SampleStatus } from '../../core/samples/sample.ts';
import { searchWords } from '../../core/samples/search-words.ts';
import { EventReader } from './event-reader.ts';
import type { NamedField } from '../../core/samples/filter/filter.ts';
import { type Bind, conditionsOf, namesOf, type StoreFilter } from './filter-conditions.ts';
import { countsOf, facetName, statusNumber, type StatusCounts } from './facets.ts';
import { isFullText, worstFirst } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { integer, text as textOf, textOrNull, type Database, type SqlRow } from './sqlite.ts';

export interface Page {
  readonly offset: number;
  readonly limit: number;
  /** Oldest first unless said otherwise; by `judge`, those with the lowest scores first, and those without scores last. */
  readonly order?: 'time' | 'judge' | undefined;
}

export interface SamplePage {
  /** Number of samples that pass the filter, and of those that would in each status if it did not ask for one. */
  readonly total: number;
  readonly counts: StatusCounts;
  readonly samples: Sample[];
}

/** A value of a field, and how many samples have it. */
export interface NameCount {
  readonly value: string;
  readonly samples: number;
}

/** A judged sample that was decided on. */
export interface JudgedBy extends JudgedDecision {
  readonly model: string;
}

/** A filter but for its status, as SQL over rows `s` that have `sample`, `status` and `born`. */
interface SelectedRows {
  readonly from: string;
  readonly values: readonly (number | string)[];
  /** The status of `s`, so that its index is used, or is not. */
  readonly status: 's.status' | '+s.status';
  /** True when the rows of one status come sorted by (born, sample), so that a page can be read without reading all. */
  readonly sorted: boolean;
  /** Facet that is the whole filter, if one is, and its counts, which are known without counting. */
  readonly facet: { readonly number: number; readonly counts: StatusCounts } | undefined;
}

/** Number of others passed by for each sample that is wanted, which still takes less time than to sort those that are. */
const maxPassedBy = 4;

const none: StatusCounts = { pending: 0, accepted: 0, rejected: 0, gated: 0 };

export class SampleQueries {
  readonly #database: Database;
  readonly #journal: Journal;

  constructor(database: Database, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
  }

  page(filter: StoreFilter, page: Page): SamplePage {
    const selection = this.#select(filter);
    if (!selection) return { total: 0, counts: { ...none }, samples: [] };
    const statuses = statusesOf(filter);
    const counts = selection.facet?.counts ?? this.#count(selection);
    const total = sumOf(counts, statuses);
    const samples = this.#fold(this.#keys(selection, statuses, page));
    return { total, counts, samples };
  }

  ids(filter: StoreFilter): string[] {
    const selection = this.#select(filter);
    if (!selection) return [];
    const statuses = statusesOf(filter);
    if (statuses.length === 0) return [];
    const { sql, values } = rowsOf(selection, statuses);
    return this.#database
      .all(`SELECT id FROM (${sql}) p JOIN samples USING (sample) ORDER BY p.born, p.sample`, ...values)
      .map((row) => textOf(row.id));
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
  asOf(event: string, limit: number): Sample[] {
    const rows = this.#database.all(
      `SELECT sample FROM postings WHERE facet = (SELECT facet FROM facets WHERE name = ?) AND born <= ? ORDER BY born DESC, sample DESC LIMIT ?`,
      facetName.all,
      decodeTime(event),
      limit,
    );
    const keys = rows.map((row) => integer(row.sample)).reverse();
    return this.#reading((reader) => keys.flatMap((key) => reader.sampleAsOf(key, event) ?? []));
  }

  /** Samples that a run has made, as it made them, whatever was decided since; oldest first. */
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

  #keys(selection: SelectedRows, statuses: readonly SampleStatus[], { offset, limit, order = 'time' }: Page): number[] {
    if (statuses.length === 0) return [];
    const { sql, values } = order === 'judge' ? this.#worstFirst(selection, statuses) : oldestFirst(selection, statuses);
    return this.#database.all(`${sql} LIMIT ? OFFSET ?`, ...values, limit, offset).map((row) => integer(row.sample));
  }

  /** Goes through all samples from the worst on when many pass, so that a page is read and no more; else sorts those that pass. */
  #worstFirst(selection: SelectedRows, statuses: readonly SampleStatus[]): Rows {
    const all = this.#database.get('SELECT * FROM facets WHERE name = ?', facetName.all);
    const { facet } = selection;
    if (facet !== undefined && maxPassedBy * sumOf(facet.counts, statuses) >= sumOf(countsOf(all), statuses)) {
      const probe = facet.number === all?.facet ? '' : `AND ${holds('= ?1')}`;
      const rows = statuses.map(
        (status) => `SELECT sample, ${worstFirst} AS worst, born FROM samples s WHERE status = ${statusNumber(status)} ${probe}`,
      );
      return { sql: `${rows.join(' UNION ALL ')} ORDER BY worst, born, sample`, values: probe === '' ? [] : [facet.number] };
    }
    const { sql, values } = rowsOf(selection, statuses);
    return { sql: `SELECT sample FROM (${sql}) p JOIN samples USING (sample) ORDER BY ${worstFirst}, p.born, p.sample`, values };
  }

  #count({ from, values }: SelectedRows): StatusCounts {
    const counts = { ...none };
    for (const row of this.#database.all(`SELECT s.status, count(*) AS n ${from} GROUP BY s.status`, ...values)) {
      const status = sampleStatuses[integer(row.status)];
      if (status) counts[status] = integer(row.n);
    }
    return counts;
  }

  /** `undefined` when nothing can pass. */
  #select(filter: StoreFilter): SelectedRows | undefined {
    const values: (number | string)[] = [];
    const bind: Bind = (value) => `?${values.push(value)}`;
    const conditions = conditionsOf(filter);
    const groups = conditions.flatMap((each) => ('facets' in each ? [each.facets.flatMap((name) => this.#facet(name))] : []));
    const ofRow = conditions.flatMap((each) => ('row' in each ? [each.row] : []));
    const match = conditions.flatMap((each) => ('words' in each ? (this.#match(each.words, bind) ?? []) : []));
    if (groups.length + ofRow.length + match.length === 0) groups.push(this.#facet(facetName.all));
    if (groups.some((group) => group.length === 0)) return undefined;
    const [source, ...others] = groups.sort((a, b) => sizeOf(a) - sizeOf(b));
    // Without a facet, matches of words lead to samples, or samples are gone through.
    if (source === undefined) {
      const status = conditions.some((each) => 'leads' in each) ? '+s.status' : 's.status';
      const wanted = [...match, `${status} IS NOT NULL`, ...ofRow.map((row) => row('s', bind))].join(' AND ');
      const table = match.length === 0 ? 'samples s' : 'words CROSS JOIN samples s ON s.sample = words.rowid';
      return { from: `FROM ${table} WHERE ${wanted}`, values, status, sorted: false, facet: undefined };
    }
    const probes = [
      ...others.map((group) => holds(`IN (${numbers(group, bind)})`)),
      ...ofRow.map((row) => `EXISTS (SELECT 1 FROM samples x WHERE x.sample = s.sample AND ${row('x', bind)})`),
      // Within a facet, matches are looked up while going through the facet.
      ...match.map((matches) => `s.sample IN (SELECT rowid FROM words WHERE ${matches})`),
    ].map((probe) => `AND ${probe}`);
    const [one, ...more] = source;
    // Samples that have more than one of its facets are wanted once.
    const rows =
      more.length === 0
        ? `postings s WHERE s.facet = ${numbers(source, bind)}`
        : `(SELECT DISTINCT status, born, sample FROM postings WHERE facet IN (${numbers(source, bind)})) s WHERE true`;
    const isOneFacet = more.length === 0 && probes.length === 0;
    return {
      from: `FROM ${rows} ${probes.join(' ')}`,
      values,
      status: 's.status',
      sorted: more.length === 0 && match.length === 0,
      facet: isOneFacet ? { number: integer(one?.facet), counts: countsOf(one) } : undefined,
    };
  }

  /** None where no sample has it. */
  #facet(name: string): SqlRow[] {
    return this.#database.all('SELECT * FROM facets WHERE name = ?', name);
  }

  /** SQL over `words`. All the words must occur, the last one perhaps only begun; `undefined` without any. */
  #match(query: string, bind: Bind): string | undefined {
    const words = searchWords(query);
    const last = words.pop();
    if (last === undefined) return undefined;
    // A single letter is a beginning of too much to be looked for as one.
    const isBegun = last.length > 1;
    if (isFullText(this.#database)) {
      const terms = [...words.map((word) => `"${word}"`), `"${last}"${isBegun ? '*' : ''}`];
      return `words MATCH ${bind(terms.join(' AND '))}`;
    }
    const wanted = [...words.map((word) => ` ${word} `), isBegun ? ` ${last}` : ` ${last} `];
    return wanted.map((word) => `instr(text, ${bind(word)}) > 0`).join(' AND ');
  }

  /** Names that a field has in the data and that hold a text, with how many samples; those that begin with it first, then the most frequent. */
  names(field: NamedField, text: string, limit: number): NameCount[] {
    const names = namesOf[field];
    const [rows, values] =
      'facets' in names
        ? [
            'SELECT substr(name, length(?1) + 1) AS value, status0 + status1 + status2 + status3 AS n FROM facets WHERE name >= ?1 AND name < ?2',
            // The sign after the colon that facets of a kind begin with.
            [names.facets, names.facets.replace(':', ';')],
          ]
        : [`SELECT ${names.column} AS value, count(*) AS n FROM samples WHERE ${names.column} IS NOT NULL GROUP BY value`, ['', '']];
    const place = `instr(lower(value), lower(?3))`;
    return this.#database
      .all(
        `SELECT value, n FROM (${rows}) WHERE n > 0 AND ${place} > 0 ORDER BY ${place} > 1, n DESC, value LIMIT ?4`,
        ...values,
        text,
        limit,
      )
      .map((row) => ({ value: textOf(row.value), samples: integer(row.n) }));
  }
}

const sumOf = (counts: StatusCounts, statuses: readonly SampleStatus[]): number =>
  statuses.reduce((sum, status) => sum + counts[status], 0);

/** Of samples that have one of these facets, at most. */
const sizeOf = (facets: readonly SqlRow[]): number => facets.reduce((sum, row) => sum + sumOf(countsOf(row), sampleStatuses), 0);

const numbers = (facets: readonly SqlRow[], bind: Bind): string => facets.map((row) => bind(integer(row.facet))).join(', ');

/** Condition that row `s` has a facet, given as SQL that follows the facet's number. */
const holds = (is: string): string =>
  `EXISTS (SELECT 1 FROM postings o WHERE o.facet ${is} AND o.status = s.status AND o.born = s.born AND o.sample = s.sample)`;

/** Those that every condition on the status allows. */
const statusesOf = (filter: StoreFilter): readonly SampleStatus[] =>
  conditionsOf(filter).reduce<readonly SampleStatus[]>(
    (left, each) => ('statuses' in each ? left.filter((status) => each.statuses.includes(status)) : left),
    sampleStatuses,
  );

interface Rows {
  readonly sql: string;
  readonly values: readonly (number | string)[];
}

function oldestFirst(selection: SelectedRows, statuses: readonly SampleStatus[]): Rows {
  const { sql, values } = rowsOf(selection, statuses);
  return { sql: `${sql} ORDER BY born, sample`, values };
}

function rowsOf({ from, values, status, sorted }: SelectedRows, statuses: readonly SampleStatus[]): Rows {
  const numbers = statuses.map(statusNumber);
  const select = `SELECT s.sample, s.born ${from} AND ${status}`;
  // SQLite merges sorted parts as they are read; one query over several statuses it would have to sort as a whole.
  const sql = sorted ? numbers.map((status) => `${select} = ${status}`).join(' UNION ALL ') : `${select} IN (${numbers.join(', ')})`;
  return { sql, values };
}
