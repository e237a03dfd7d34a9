import type { Content } from '../../samples/shapes/index.ts';

/** What a candidate was made from, and by what. */
export interface GatedMaterial {
  readonly method: string;
  /** '' for a method without. */
  readonly style: string;
  /** The passages it was given. */
  readonly sources: readonly string[];
  /** Titles and headings of these. */
  readonly headings: readonly string[];
  /** What its model was told to do: the method's own template. */
  readonly instructions: string;
}

/** A candidate as the gates of non-samples look at it. */
export interface GatedCandidate extends GatedMaterial {
  readonly content: Content;
}

/** Reason that a candidate is no sample, with the words that show it; null where nothing is wrong. */
export type NonSampleGate = (candidate: GatedCandidate) => string | null;

const maxQuote = 120;

/** Some of a text as evidence, on one line. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `“${line.length > maxQuote ? `${line.slice(0, maxQuote - 1).trimEnd()}…` : line}”`;
}
