import { patternOfFile } from '../corpus-globs.ts';
import type { CorpusProblem } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import { withoutComments } from './markdown-comments.ts';

/** One text of a record: the only one, an item of a list, or what somebody says in a conversation. */
export interface TextPart {
  /** Place in what somebody says in a conversation; absent outside of one. */
  readonly turn?: 'begins' | 'goes on';
  readonly text: SourceText;
}

/** One record that has a text, of a file that holds many. */
export interface TextRecord {
  /** Position among the file's records, those that could not be read included. */
  readonly record: number;
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly title: string | undefined;
  /** In the order of the file. */
  readonly parts: readonly TextPart[];
}

export interface ReadRecords {
  readonly records: readonly TextRecord[];
  readonly problems: readonly CorpusProblem[];
}

/** Number of bad records that are told by their lines; of more, only their number is told. */
const maxProblems = 100;

export class RecordProblems {
  readonly #file: string;
  readonly #problems: CorpusProblem[] = [];
  #more = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** `line` counts from 1. */
  add(line: number, reason: string): void {
    if (this.#problems.length < maxProblems) this.#problems.push({ file: this.#file, line, reason });
    else this.#more += 1;
  }

  list(): CorpusProblem[] {
    if (this.#more === 0) return this.#problems;
    return [...this.#problems, { file: this.#file, reason: `${this.#more} more records could not be read; mend those listed first.` }];
  }
}

export function cleanTitle(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const title = withoutComments(value).replace(/\s+/g, ' ').trim();
  return title === '' || title.length > 300 ? undefined : title;
}

/** What to do where the field of the text is missing. */
export const mendField = (file: string): string =>
  `Set corpus.textField to the one that holds the text, for this file alone as textField: { ${patternOfFile(file)}: … }.`;
