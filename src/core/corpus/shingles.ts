/** Whether two texts say the same: by runs of five words, whatever their case, marks and line breaks. */
import { mixed, wordHashes } from '../text/word-hashes.ts';

/** Words of a run. */
const runLength = 5;
/** Share of a text's runs that are in another which says the same: one word in fifty may be different. */
const sameShare = 0.9;
/** Bins of the runs by their hashes, of which the least of each stands for a text; keys are made of as many as a band has. */
const [bins, bandSize] = [24, 3];

/** What texts that may say the same have in common. */
export interface TextSketch {
  /** The same for texts of the same words; null for one without any. */
  readonly exact: number | null;
  /** Texts that say the same share one of these but for one pair in hundreds; others seldom do. */
  readonly keys: readonly number[];
}

export function sketchOf(text: string): TextSketch {
  const words = wordHashes(text);
  if (words.length === 0) return { exact: null, keys: [] };
  const least = new Float64Array(bins).fill(Infinity);
  for (const run of runHashes(words)) {
    const bin = run % bins;
    const value = mixed(run ^ 0x5bd1e995);
    if (value < least[bin]!) least[bin] = value;
  }
  const [low, high] = [5, 97].map((seed) => words.reduce((hash, word) => mixed(hash ^ word), seed));
  return { exact: high! * 0x200000 + (low! & 0x1fffff), keys: keysOf(least) };
}

/** A bin without a run has what the next has: short texts fill few. */
function keysOf(least: Float64Array): number[] {
  const filled = Array.from(least, (_, bin) => {
    let at = bin;
    while (least[at % bins] === Infinity) at += 1;
    return mixed(least[at % bins]! ^ (at - bin));
  });
  return Array.from({ length: bins / bandSize }, (_, band) => {
    const from = band * bandSize;
    return band * 2 ** 32 + filled.slice(from, from + bandSize).reduce((hash, value) => mixed(hash ^ value), band);
  });
}

/** The runs of a text, by their hashes. */
export const shinglesOf = (text: string): ReadonlySet<number> => new Set(runHashes(wordHashes(text)));

/** Tells whether one of two texts says no more than the other does, but for a word here and there. */
export const saysSame = (a: string, b: string): boolean => {
  const [of, other] = [shinglesOf(a), shinglesOf(b)];
  return isWithin(of, other) || isWithin(other, of);
};

/** Tells whether a text says what another does; the other may say more. */
export function isWithin(runs: ReadonlySet<number>, others: ReadonlySet<number>): boolean {
  let missing = Math.floor(runs.size * (1 - sameShare) + 1e-9);
  if (runs.size === 0 || others.size < runs.size - missing) return false;
  for (const run of runs) if (!others.has(run) && --missing < 0) return false;
  return true;
}

function* runHashes(words: readonly number[]): Generator<number> {
  const length = Math.min(runLength, words.length);
  for (let start = 0; start + length <= words.length && length > 0; start += 1) {
    let hash = length;
    for (let at = start; at < start + length; at += 1) hash = mixed(hash ^ words[at]!);
    yield hash;
  }
}
