/** The inverted index of samples: which facets a sample has, and keeping their postings and counts in step with its status. */
import { conceptKey } from '../../core/concepts/normalise.ts';
import { sampleStatuses, type Sample, type SampleStatus } from '../../core/samples/sample.ts';
import { integer, type Database, type SqlRow } from './sqlite.ts';

/** Names of facets: the kind's initial and the value. Topics and key concepts are named by their ids. */
export const facetName = {
  all: 'a:',
  file: (file: string) => `f:${file}`,
  run: (run: string) => `r:${run}`,
  method: (method: string) => `m:${method}`,
  shape: (shape: string) => `s:${shape}`,
  topic: (key: string) => `t:${key}`,
  concept: (key: string) => `c:${key}`,
} as const;

export const statusNumber = (status: SampleStatus): number => sampleStatuses.indexOf(status);

export type StatusCounts = Record<SampleStatus, number>;

export function countsOf(row: SqlRow | undefined): StatusCounts {
  const count = (status: SampleStatus) => integer(row?.[`status${statusNumber(status)}`] ?? 0);
  return { pending: count('pending'), accepted: count('accepted'), rejected: count('rejected'), gated: count('gated') };
}

/** Facets that a sample is found by; all are settled when the sample is made, only the status changes after, and by a mishap the shape. */
function facetsOf(sample: Sample): string[] {
  const keys = (labels: readonly string[]) => labels.map(conceptKey).filter((key) => key !== '');
  const named = [...keys(sample.set.topics).map(facetName.topic), ...keys(sample.set.concepts).map(facetName.concept)];
  const files = sample.references.map(({ file }) => facetName.file(file));
  const one = [facetName.run(sample.run), facetName.method(sample.method), facetName.shape(sample.current.content.shape)];
  return [...new Set([facetName.all, ...one, ...files, ...named])];
}

/** Facet numbers remembered at most; a project of the largest size has a quarter million concepts. */
const remembered = 500_000;

export class Facets {
  readonly #database: Database;
  readonly #numbers = new Map<string, number>();
  /** Changes of counts not yet written, by facet number. */
  readonly #changes = new Map<number, number[]>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Puts a sample under its status, away from the one it had. */
  move(key: number, born: number, sample: Sample, from: number | null, to: number): void {
    for (const name of facetsOf(sample)) {
      const facet = this.#number(name);
      if (from !== null) {
        this.#database.run('DELETE FROM postings WHERE facet = ? AND status = ? AND born = ? AND sample = ?', facet, from, born, key);
        this.#count(facet, from, -1);
      }
      this.#database.run('INSERT INTO postings VALUES (?, ?, ?, ?)', facet, to, born, key);
      this.#count(facet, to, 1);
    }
  }

  /** Takes a sample out of all that it is found by. Goes through all postings, for what hardly ever happens. */
  leave(key: number): void {
    for (const { facet, status } of this.#database.all('SELECT facet, status FROM postings WHERE sample = ?', key))
      this.#count(integer(facet), integer(status), -1);
    this.#database.run('DELETE FROM postings WHERE sample = ?', key);
  }

  #number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const row = this.#database.get('SELECT facet FROM facets WHERE name = ?', name);
    const number = row ? integer(row.facet) : this.#database.insert('INSERT INTO facets (name) VALUES (?)', name);
    if (this.#numbers.size >= remembered) this.#numbers.clear();
    this.#numbers.set(name, number);
    return number;
  }

  #count(facet: number, status: number, by: number): void {
    let changes = this.#changes.get(facet);
    if (!changes) this.#changes.set(facet, (changes = sampleStatuses.map(() => 0)));
    changes[status] = (changes[status] ?? 0) + by;
  }

  /** Writes the counts; to be called before the transaction ends. @param revision that of the index when it has ended */
  flush(revision: number): void {
    for (const [facet, [pending = 0, accepted = 0, rejected = 0, gated = 0]] of this.#changes) {
      this.#database.run(
        'UPDATE facets SET status0 = status0 + ?, status1 = status1 + ?, status2 = status2 + ?, status3 = status3 + ?, changed = ? WHERE facet = ?',
        pending,
        accepted,
        rejected,
        gated,
        revision,
        facet,
      );
    }
    this.#changes.clear();
  }

  /** The tables are not what they were: a roll-back, or another process has rebuilt them. */
  forget(): void {
    this.#numbers.clear();
    this.#changes.clear();
  }
}
