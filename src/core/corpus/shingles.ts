/** Whether two texts say the same: by runs of five words, whatever their case, marks and line breaks. */

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
    const value = mix(run ^ 0x5bd1e995);
    if (value < least[bin]!) least[bin] = value;
  }
  const [low, high] = [5, 97].map((seed) => words.reduce((hash, word) => mix(hash ^ word), seed));
  return { exact: high! * 0x200000 + (low! & 0x1fffff), keys: keysOf(least) };
}

/** A bin without a run has what the next has: short texts fill few. */
function keysOf(least: Float64Array): number[] {
  const filled = Array.from(least, (_, bin) => {
    let at = bin;
    while (least[at % bins] === Infinity) at += 1;
    return mix(least[at % bins]! ^ (at - bin));
  });
  return Array.from({ length: bins / bandSize }, (_, band) => {
    const from = band * bandSize;
    return band * 2 ** 32 + filled.slice(from, from + bandSize).reduce((hash, value) => mix(hash ^ value), band);
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
    for (let at = start; at < start + length; at += 1) hash = mix(hash ^ words[at]!);
    yield hash;
  }
}

/** Letters and digits between two breaks are a word; in scripts that part none, each character is. */
function wordHashes(text: string): number[] {
  const lower = text.toLowerCase();
  const words: number[] = [];
  let hash = 0;
  let isOpen = false;
  const close = (): void => {
    if (isOpen) words.push(mix(hash));
    [hash, isOpen] = [0, false];
  };
  for (let at = 0; at < lower.length; at += 1) {
    const code = lower.charCodeAt(at);
    if (isBreak(code)) {
      close();
      continue;
    }
    if (isAlone(code)) close();
    hash = Math.imul(hash ^ code, 0x01000193) + code;
    isOpen = true;
    if (isAlone(code)) close();
  }
  close();
  return words;
}

const within = (code: number, from: number, to: number): boolean => code >= from && code <= to;

/** White space, punctuation and signs of the keyboard, of typography and of East Asian scripts. */
function isBreak(code: number): boolean {
  if (code < 0x80) return !(within(code, 97, 122) || within(code, 48, 57));
  return within(code, 0x80, 0xbf) || within(code, 0x2000, 0x206f) || within(code, 0x3000, 0x303f) || within(code, 0xff00, 0xff0f);
}

/** Thai, Lao, Burmese, Khmer, Chinese and Japanese. */
const isAlone = (code: number): boolean =>
  code >= 0xe00 &&
  (within(code, 0xe00, 0xeff) ||
    within(code, 0x1000, 0x109f) ||
    within(code, 0x1780, 0x17ff) ||
    within(code, 0x2e80, 0x9fff) ||
    within(code, 0xf900, 0xfaff));

function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
