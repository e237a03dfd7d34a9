import type * as z from 'zod';
import type { ExportFormat, wholeRowFormats } from '../../dataset/export-formats.ts';

/** One piece of a sample as a person reads and edits it. */
export interface Part {
  /** The same for the part of every version of a sample. */
  readonly name: string;
  readonly label: string;
  readonly text: string;
  /** True for a part that may say nothing. */
  readonly optional?: true;
  /** `title`: a heading over the rest; `line`: a few words; by default a text of any length. */
  readonly form?: 'title' | 'line';
}

/** A turn of a conversation, as trainers write it. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The columns of a dataset row that hold content; every row has all of them, null where its shape has no such thing. */
export interface ContentColumns {
  readonly question: string | null;
  readonly answer: string | null;
  readonly final_answer: string | null;
  readonly title: string | null;
  readonly text: string | null;
  readonly messages: readonly Message[] | null;
  readonly options: readonly string[] | null;
  /** Position of the right option, from 0. */
  readonly correct: number | null;
  readonly explanation: string | null;
  readonly chosen: string | null;
  readonly rejected: string | null;
}

export const noColumns: ContentColumns = {
  question: null,
  answer: null,
  final_answer: null,
  title: null,
  text: null,
  messages: null,
  options: null,
  correct: null,
  explanation: null,
  chosen: null,
  rejected: null,
};

/** One line of an export, or why a sample has none in that format. */
export type Encoded = { readonly row: object } | { readonly leftOut: string };

/** Formats that hold content alone. */
export type ContentFormat = Exclude<ExportFormat, (typeof wholeRowFormats)[number]>;

/** Definition of one shape of samples: everything that depends on which parts a sample has. */
export interface Shape<C> {
  /** Name of the shape for people. */
  readonly title: string;
  /** Name of what is compared to find duplicates, in one word: “the same question as …”. */
  readonly noun: string;
  readonly schema: z.ZodType<C>;
  /** One line that stands for the whole in lists. */
  label(content: C): string;
  /** Question or task put to a reader, in words; of a text, its title. Judges and few-shot examples are shown it as the question. */
  asks(content: C): string;
  /** Reply to that: '' where there is none yet. */
  tells(content: C): string;
  /** The text by which two samples are the same. */
  compared(content: C): string;
  /** Prompt for which answers are asked, the one that two answers of a preference pair have in common; null where there is none. */
  prompt(content: C): readonly Message[] | null;
  /** The answer to that prompt; null where there is none. */
  response(content: C): string | null;
  /** In the order of reading. */
  parts(content: C): readonly Part[];
  /** The content with the texts of its parts replaced; those of unknown names are not asked for. */
  withParts(content: C, textOf: (name: string) => string): C;
  /** What an edit means for the parts that it says nothing of; by default nothing. @param isSet whether it says something of a part */
  afterEdit?(before: C, edited: C, isSet: (name: string) => boolean): C;
  columns(content: C): Partial<ContentColumns>;
  /** Object that `schema` reads as content. */
  fromColumns(columns: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  readonly encoders: Readonly<Record<ContentFormat, Encoder<C>>>;
}

/** Declared as a method, so that a shape's stands in the table of all shapes, where a content finds its own by its `shape`. */
export type Encoder<C> = { encode(content: C): Encoded }['encode'];

/** Encoder for formats without a place for a shape: gives `reason`. */
export const hasNone = (reason: string) => (): Encoded => ({ leftOut: reason });
