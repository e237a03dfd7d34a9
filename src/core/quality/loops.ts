/** Loops of a text: models that have lost their way write the same again and again, until something cuts them off. */

/** A stretch of a text that one unit fills, repeated without a break, or that says little else, in any order. */
export interface Loop {
  readonly unit: string;
  readonly times: number;
  /** Characters from the unit’s first occurrence on. */
  readonly length: number;
}

/** Least times that a unit has to come, and least characters that they have to fill together. */
interface Bounds {
  readonly times: number;
  readonly length: number;
}

/**
 * Bounds from which a repetition is a loop. Words seldom come twice in the same order; rules, blank cells, zeros of a matrix and
 * brackets do (`bare`: a quarter of letters at most), and so do lines that differ in their numbers (`counted`). The same number comes
 * again less often than a zero (`numbers`: bare, but for a digit above it).
 */
export interface LoopBounds {
  readonly words: Bounds;
  readonly counted: Bounds;
  readonly numbers: Bounds;
  readonly bare: Bounds;
  /** Characters that say nothing but what was said shortly before, whatever the order. */
  readonly stale: number;
}

/** While a reply comes: what is stopped wrongly was paid for, so that no text that anybody may want goes as far. */
export const loopsOfReplies: LoopBounds = {
  words: { times: 5, length: 500 },
  counted: { times: 40, length: 1500 },
  numbers: { times: 80, length: 400 },
  bare: { times: 100, length: 3000 },
  stale: 1000,
};

/** In what is to be a sample, which is held back and can be let in. */
const loopsOfSamples: LoopBounds = {
  words: { times: 5, length: 150 },
  counted: { times: 8, length: 400 },
  numbers: { times: 60, length: 300 },
  bare: { times: 60, length: 800 },
  stale: 800,
};

/** Longest unit that is recognised, in UTF-16 code units. */
const maxUnit = 2000;
/** What was said so many characters ago is said anew: a listing shown once more, a refrain. */
const recent = 600;
/** Weight of a character that says something new. A new word makes as many of them as a window has, and weighs as much as 128 stale ones. */
const freshness = 8;
/** So many characters that are the same as earlier ones make a period worth following. */
const windowSize = 16;
const bufferSize = 4096;
const tableSize = 4096;

/** Looks for loops in a text that comes piece by piece: a bounded number of steps for each character, and memory that does not grow. */
export class LoopDetector {
  readonly #bounds: LoopBounds;
  readonly #exact = new Period();
  /** The same with each number as one digit: `41. The river. 42. The river.` */
  readonly #counted = new Period();
  /** Characters of late that only say again, in whatever order, what was said shortly before. */
  #stale = 0;
  #inNumber = false;
  #found: Loop | null = null;

  constructor(bounds: LoopBounds) {
    this.#bounds = bounds;
  }

  /** @returns the loop that the text has run into, from then on the same */
  push(text: string): Loop | null {
    for (let at = 0; at < text.length && this.#found === null; at++) {
      const code = text.charCodeAt(at);
      if (this.#exact.push(code)) this.#found = this.#judge(this.#exact, false);
      this.#found ??= this.#weighStale();
      const isDigit = code >= 48 && code <= 57;
      if (!(isDigit && this.#inNumber) && this.#counted.push(isDigit ? 48 : code)) this.#found ??= this.#judge(this.#counted, true);
      this.#inNumber = isDigit;
    }
    return this.#found;
  }

  #judge(period: Period, isCounted: boolean): Loop | null {
    const { length, times } = period;
    const { words, counted, numbers, bare } = this.#bounds;
    const reaches = (bounds: Bounds): boolean => times >= bounds.times && length >= bounds.length;
    const least = isCounted ? counted : words;
    if (!reaches(least) && !reaches(numbers) && !reaches(bare)) return null;
    const { unit } = period;
    const isBareLoop = (): boolean =>
      isCounted ? length >= 2 * bare.length && reaches(bare) : reaches(/[1-9]/.test(unit) ? numbers : bare);
    const share = shareOfLetters(unit);
    const isLoop = share > (isCounted ? 0.4 : 0.25) ? reaches(least) : isBareLoop();
    return isLoop ? { unit: unit.trim(), times, length } : null;
  }

  #weighStale(): Loop | null {
    const isStale = this.#exact.distance > 0 && this.#exact.distance <= recent;
    this.#stale = isStale ? this.#stale + 1 : Math.max(0, this.#stale - freshness);
    if (this.#stale < this.#bounds.stale) return null;
    this.#stale = 0;
    const text = this.#exact.last(this.#bounds.stale);
    const sentences = text.split(sentenceEnd);
    // The last one is hardly ever whole; without any, the words that have just come once more.
    const sentence = (sentences.at(-2) ?? text.slice(-windowSize)).slice(0, maxSentence).trim();
    const times = sentence === '' ? 0 : text.split(sentence).length - 1;
    return shareOfLetters(text) > 0.5 && times > 1 ? { unit: sentence, times, length: text.length } : null;
  }
}

const sentenceEnd = /(?<=[.!?。；;])\s+|\n/;
const maxSentence = 200;

const shareOfLetters = (text: string): number => (text.match(/\p{L}|\p{M}/gu)?.length ?? 0) / text.length;

/** The loop that a whole text runs into first, or null. */
export const loopIn = (text: string, bounds: LoopBounds = loopsOfSamples): Loop | null => new LoopDetector(bounds).push(text);

/** The distance at which a text has been repeating itself of late. */
class Period {
  readonly #buffer = new Uint16Array(bufferSize);
  /** By the hash of a window, the position behind the last one that had it. */
  readonly #table = new Int32Array(tableSize).fill(-1);
  #at = 0;
  #hash = 0;
  /** 0 where it does not repeat itself. */
  #period = 0;
  #run = 0;
  #looked = 0;
  #distance = 0;

  /** @returns whether it is worth looking at what it has come to */
  push(code: number): boolean {
    const leaving = this.#at >= windowSize ? this.#codeAt(this.#at - windowSize) : 0;
    this.#hash = (Math.imul(this.#hash, factor) + code - Math.imul(leaving, leavingFactor)) | 0;
    this.#buffer[this.#at % bufferSize] = code;
    this.#at++;
    if (this.#period > 0 && this.#codeAt(this.#at - 1 - this.#period) === code) this.#run++;
    else this.#period = 0;
    const slot = (this.#hash ^ (this.#hash >>> 15)) & (tableSize - 1);
    const earlier = this.#table[slot]!;
    this.#distance = this.#repeats(earlier) ? this.#at - earlier : 0;
    if (this.#period === 0 && this.#distance > 0) [this.#period, this.#run, this.#looked] = [this.#distance, windowSize, 0];
    this.#table[slot] = this.#at;
    if (this.#period === 0 || this.#run < this.#looked + Math.max(windowSize, this.#period)) return false;
    this.#looked = this.#run;
    return true;
  }

  get length(): number {
    return this.#run + this.#period;
  }

  get times(): number {
    return Math.floor(this.length / this.#period);
  }

  get unit(): string {
    return this.last(this.#period);
  }

  /** How far back the last window stood before; 0 where it is new. */
  get distance(): number {
    return this.#distance;
  }

  /** The last `length` characters. */
  last(length: number): string {
    let text = '';
    for (let back = Math.min(length, this.#at); back > 0; back--) text += String.fromCharCode(this.#codeAt(this.#at - back));
    return text;
  }

  /** Tells whether the last window is the one that ended at `earlier`. */
  #repeats(earlier: number): boolean {
    if (earlier < windowSize || this.#at - earlier > maxUnit) return false;
    for (let back = 1; back <= windowSize; back++) if (this.#codeAt(this.#at - back) !== this.#codeAt(earlier - back)) return false;
    return true;
  }

  #codeAt(position: number): number {
    return this.#buffer[position % bufferSize]!;
  }
}

const factor = 0x01000193;
/** The factor to the power of the window’s size: weight of a character that has just left the window. */
const leavingFactor = Array.from({ length: windowSize }).reduce<number>((power) => Math.imul(power, factor), 1);
