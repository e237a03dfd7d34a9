/** Ways to cut a text, from the coarsest to the finest. */
import { firstIndex } from '../search.ts';
import type { Span } from './passage.ts';
import { splitSentences } from './sentences.ts';

/** The parts of a stretch of `text`, in order, with nothing but white space between them; nothing is cut inside `atoms`. */
export type CutLevel = (text: string, span: Span, atoms: readonly Span[]) => Span[];

/** Parts that end where `boundary` matches outside of all atoms; `keep`: what it matches belongs to the part before it, and white space to none. */
function level(boundary: RegExp, keep: boolean): CutLevel {
  return (text, span, atoms) => {
    const parts: Span[] = [];
    let start = span.start;
    let atom = firstFrom(atoms, span.start);
    for (const match of text.slice(span.start, span.end).matchAll(boundary)) {
      const from = span.start + match.index;
      const to = from + match[0].length;
      while (atom < atoms.length && atoms[atom]!.end <= from) atom += 1;
      if (atom < atoms.length && atoms[atom]!.start < to) continue;
      push(parts, text, { start, end: keep ? to : from });
      start = keep ? skipSpace(text, to) : to;
    }
    push(parts, text, { start, end: span.end });
    return parts;
  };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

function push(parts: Span[], text: string, { start, end }: Span): void {
  if (end > start && /\S/.test(text.slice(start, end))) parts.push({ start, end });
}

/** Index of the first of `spans` that ends behind `offset`. */
const firstFrom = (spans: readonly Span[], offset: number): number => firstIndex(spans, ({ end }) => end > offset);

/** Blank lines; indentation stays with the line that it is of. */
const paragraphs = level(/\n(?:[^\S\n]*\n)+/g, false);
const lines = level(/[\r\n]+/g, false);
const clauses = level(/[,;:—–؛،][”’»)\]"']*(?=\s)|[，；：、]/gu, true);
const words = level(/\s+/g, false);

const sentences: CutLevel = (text, span, atoms) => {
  const inside: Span[] = [];
  for (let at = firstFrom(atoms, span.start); at < atoms.length && atoms[at]!.start < span.end; at += 1) {
    inside.push({ start: Math.max(0, atoms[at]!.start - span.start), end: atoms[at]!.end - span.start });
  }
  return splitSentences(text.slice(span.start, span.end), inside).map(({ start, end }) => ({
    start: span.start + start,
    end: span.start + end,
  }));
};

/** In words between which nothing may be cut: formulas and code spans that alone are larger than a passage. */
const wordsOfAtoms: CutLevel = (text, span) => words(text, span, []);

const finest = [clauses, words, wordsOfAtoms];

/** Running text: its sentences first. */
export const proseLevels: readonly CutLevel[] = [sentences, lines, ...finest];
/** Text whose lines mean something: code, a table's rows. */
export const lineLevels: readonly CutLevel[] = [paragraphs, lines, sentences, ...finest];
export const formulaLevels: readonly CutLevel[] = [paragraphs, lines, words, wordsOfAtoms];

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wordBreaks = new Intl.Segmenter('en', { granularity: 'word' });
/** How far back a better place is looked for. */
const reach = 40;

/**
 * The best place to cut text without white space at or before `at`, behind `min`: between words as dictionaries know them
 * (Chinese, Japanese, Thai), else between characters as people see them, else between code points.
 */
export function cutPlace(text: string, at: number, min: number): number {
  const from = Math.max(min, at - reach);
  const around = text.slice(from, at + reach);
  for (const breaks of [wordBreaks, graphemes]) {
    const segment = breaks.segment(around).containing(at - from);
    const place = from + (segment?.index ?? 0);
    // At the start of what was looked at nothing is known to end.
    if (segment !== undefined && place > from) return place;
  }
  return isLowSurrogate(text, at) && isHighSurrogate(text, at - 1) ? (at - 1 > min ? at - 1 : at + 1) : at;
}

const isHighSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
