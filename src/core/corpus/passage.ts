/**
 * A half-open range of UTF-16 code units in a file's text as it is on disk (a byte-order mark counts as one unit):
 * `fileText.slice(start, end)`.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** True for two spans that have a character in common. */
export const overlaps = (a: Span, b: Span): boolean => Math.max(a.start, b.start) < Math.min(a.end, b.end);

/**
 * A run of a passage's cleaned text and the run of the file it came from. Where both have the same length they are
 * the same characters; otherwise (an entity, a JSON escape) the whole run of one stands for the whole run of the other.
 */
export interface Anchor {
  readonly text: Span;
  readonly file: Span;
}

/**
 * A stretch of one document within the token budget. It cuts a sentence, a formula, a code fence or a table only where this
 * alone is larger, and tells of it (`omissions.ts`).
 */
export interface Passage {
  /** Unique in the corpus and stable while the passage's content and file stay: `file#hash`, `~2` for a repetition. */
  readonly id: string;
  /** Path below the project's root, with forward slashes. */
  readonly file: string;
  /** The record's ordinal (from 0) in files where one record is one document; otherwise 0. */
  readonly record: number;
  readonly span: Span;
  /** Text that concepts and prompts see: no front matter, attributes, HTML or MathML noise, link targets. */
  readonly text: string;
  /** Sorted by position, without overlap; text between two anchors was put in by us (a separator). */
  readonly anchors: readonly Anchor[];
  /**
   * Headings above all of the passage, outermost first, cleaned: the title that front matter or a record's `title`
   * field gives, then the headings, that of the passage's own section included.
   */
  readonly headings: readonly string[];
  /** Content hash of text and headings: what an extraction is remembered by. */
  readonly hash: string;
  readonly tokens: number;
}

/** One document: a file, or one record of a file that holds many. */
export interface CorpusDocument {
  readonly file: string;
  readonly record: number;
  readonly title: string;
  readonly passages: readonly Passage[];
}

/** Something in a file that could not be read; the rest of it was. */
export interface CorpusProblem {
  readonly file: string;
  /** From 1; absent when the problem is the file as a whole. */
  readonly line?: number;
  readonly reason: string;
}
