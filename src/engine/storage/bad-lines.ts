/** Lines of a file that could not be read, in little room however many they are: neighbours with one reason are told together. */
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { integer, text, type Database } from './sqlite.ts';

/** Entries of one file's list, of lines or of types of events, that are told one by one; what goes beyond is counted. */
export const maxListed = 100;

/** Characters of what is told of a line: it may repeat what the line holds, which is as long as somebody made it. */
const maxTold = 200;

export const told = (words: string): string => (words.length > maxTold ? `${words.slice(0, maxTold)}…` : words);

/** Lines that follow each other, counted from 1. */
interface Run {
  readonly first: number;
  last: number;
  readonly reason: string;
}

export class BadLines {
  readonly #runs: Run[] = [];
  /** Number of lines that are counted only. */
  #further = 0;

  /** Lines are added in their order. */
  add(first: number, last: number, why: string): void {
    const reason = told(why);
    const before = this.#runs.at(-1);
    if (before?.last === first - 1 && before.reason === reason) before.last = last;
    else if (this.#runs.length < maxListed) this.#runs.push({ first, last, reason });
    else this.#further += last - first + 1;
  }

  /** Adds lines that stand after all of these. */
  addAll({ runs, further }: BadLines): void {
    for (const { first, last, reason } of runs) this.add(first, last, reason);
    this.count(further);
  }

  /** Adds lines of which only the number is known. */
  count(further: number): void {
    this.#further += further;
  }

  get runs(): readonly Readonly<Run>[] {
    return this.#runs;
  }

  get further(): number {
    return this.#further;
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  /** Problems of a file as people read them. `did`: what was done with the lines. */
  problems(file: string, did: string): CorpusProblem[] {
    const listed = this.#runs.map(({ first, last, reason }) => ({
      file,
      line: first,
      reason: first === last ? `${did}: ${reason}` : `${did}, lines ${count(first)}–${count(last)}: ${reason}`,
    }));
    if (this.#further === 0) return listed;
    const lines = this.#further === 1 ? '1 further line' : `${count(this.#further)} further lines`;
    return [...listed, { file, reason: `${did}: ${lines}, beyond the ${maxListed} places told of this file` }];
  }
}

const count = (lines: number): string => lines.toLocaleString('en');

/** Adds what was found in the next lines of a journal file to what the index holds of it. */
export function noteBad(database: Database, file: number, found: BadLines): void {
  if (found.isEmpty) return;
  const all = badLinesOf(database, file);
  all.addAll(found);
  for (const { first, last, reason } of all.runs) database.run('INSERT OR REPLACE INTO bad VALUES (?, ?, ?, ?)', file, first, last, reason);
  database.run('UPDATE files SET bad = ? WHERE file = ?', all.further, file);
}

function badLinesOf(database: Database, file: number): BadLines {
  const lines = new BadLines();
  for (const row of database.all('SELECT first, last, reason FROM bad WHERE file = ? ORDER BY first', file))
    lines.add(integer(row.first), integer(row.last), text(row.reason));
  lines.count(integer(database.get('SELECT bad FROM files WHERE file = ?', file)?.bad));
  return lines;
}

/** Problems of all journal files. `folder`: the journal's, as problems name it. */
export function badLineProblems(database: Database, folder: string): CorpusProblem[] {
  const files = database.all('SELECT file, name FROM files WHERE file IN (SELECT file FROM bad) ORDER BY name');
  return files.flatMap((row) => badLinesOf(database, integer(row.file)).problems(`${folder}/${text(row.name)}`, 'skipped'));
}
