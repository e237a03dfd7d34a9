/** Shingles by which two texts are near-duplicates, and how alike they are (METHODS of hygiene: word 5-shingles, 3-shingles of short texts). */
import { mixed, wordHashes } from '../../text/word-hashes.ts';

/** Words of a shingle: of a text, and of one with fewer words than `shortText`. */
export const shingleSizes = { long: 5, short: 3 } as const;
export type ShingleKind = keyof typeof shingleSizes;

export const shortText = 50;

/** Words of a text for this comparison: compatibility forms are the same, signs of arithmetic count. */
const comparedWords = (text: string): number[] => wordHashes(text.normalize('NFKC'), true);

/** The distinct shingles of a text by their hashes; of a text with fewer words than a shingle, all of them as one; of no words, none. */
function shinglesOf(words: readonly number[], kind: ShingleKind): Set<number> {
  const size = Math.min(shingleSizes[kind], words.length);
  const shingles = new Set<number>();
  for (let start = 0; start + size <= words.length && size > 0; start += 1) {
    let hash = size;
    for (let at = start; at < start + size; at += 1) hash = mixed(hash ^ words[at]!);
    shingles.add(hash);
  }
  return shingles;
}

/** Jaccard index of two sets, from 0 to 1; of two empty ones 0. */
function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const each of small) if (large.has(each)) common += 1;
  return common === 0 ? 0 : common / (a.size + b.size - common);
}

/** A text as it is compared with others: its shingles are made when they are first asked for. */
export class ComparedText {
  readonly text: string;
  readonly words: readonly number[];
  readonly #shingles = new Map<ShingleKind, Set<number>>();

  constructor(text: string) {
    this.text = text;
    this.words = comparedWords(text);
  }

  shingles(kind: ShingleKind): Set<number> {
    let shingles = this.#shingles.get(kind);
    if (shingles === undefined) this.#shingles.set(kind, (shingles = shinglesOf(this.words, kind)));
    return shingles;
  }
}

/** Similarity of two texts: the Jaccard index of their shingles, short ones where either text is short. */
export function similarity(a: ComparedText, b: ComparedText): number {
  const kind = Math.min(a.words.length, b.words.length) < shortText ? 'short' : 'long';
  return jaccard(a.shingles(kind), b.shingles(kind));
}
