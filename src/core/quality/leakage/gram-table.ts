/** Longest n-gram a table can hold. */
const mostWords = 255;
/** Most occurrences of one n-gram that are told apart: more are “so many”. */
const mostCounted = 255;
const seed = 0x811c9dc5;

/**
 * N-grams of a sequence of word numbers, by what their words are. Each is known by the place of its first occurrence; those with the
 * same words are a list in the order of the sequence. 14 bytes a word beside the words: a benchmark may have twenty million.
 */
export class GramTable {
  readonly #words: Int32Array;
  /** Number of words of the n-gram that begins at a place; 0 where none does. */
  readonly #lengths: Uint8Array;
  /** First occurrence of the n-grams of a bucket, and of the next n-gram in it. */
  readonly #buckets: Int32Array;
  readonly #next: Int32Array;
  /** Next occurrence of the same n-gram, and how many there are from here on. */
  readonly #same: Int32Array;
  readonly #counts: Uint8Array;
  /** Lengths that n-grams of the table have. */
  readonly #has: Uint8Array;
  #longest = 0;

  /** @param words numbers from 0 */
  constructor(words: Int32Array) {
    this.#words = words;
    this.#lengths = new Uint8Array(words.length);
    this.#next = new Int32Array(words.length).fill(-1);
    this.#same = new Int32Array(words.length).fill(-1);
    this.#counts = new Uint8Array(words.length);
    this.#buckets = new Int32Array(2 ** Math.ceil(Math.log2(words.length + 2))).fill(-1);
    this.#has = new Uint8Array(mostWords + 1);
  }

  /** Adds the n-gram of `length` words at a place. Places are given from the last to the first, so that lists stand in order. */
  add(place: number, length: number): void {
    let hash = seed;
    for (let at = place; at < place + length; at += 1) hash = mix(hash, this.#words[at]!);
    const bucket = this.#bucketOf(hash, length);
    this.#lengths[place] = length;
    this.#has[length] = 1;
    if (length > this.#longest) this.#longest = length;
    let before = -1;
    let found = this.#buckets[bucket]!;
    while (found !== -1 && !this.#isSame(found, this.#words, place, length)) {
      before = found;
      found = this.#next[found]!;
    }
    this.#same[place] = found;
    this.#counts[place] = found === -1 ? 1 : Math.min(mostCounted, this.#counts[found]! + 1);
    // It takes the place of the later one that it is the same as; a new one stands before all others.
    this.#next[place] = found === -1 ? this.#buckets[bucket]! : this.#next[found]!;
    if (found === -1 || before === -1) this.#buckets[bucket] = place;
    else this.#next[before] = place;
  }

  /**
   * Finds all n-grams of the table that stand in a text.
   * @param words of the text, by their numbers; below 0 for one that the table does not have
   * @param found is told where in the text it begins, and the first place of it here
   */
  lookUp(words: Int32Array, found: (start: number, place: number) => void): void {
    for (let start = 0; start < words.length; start += 1) {
      let hash = seed;
      const end = Math.min(words.length, start + this.#longest);
      for (let at = start; at < end; at += 1) {
        const word = words[at]!;
        if (word < 0) break;
        hash = mix(hash, word);
        const length = at + 1 - start;
        if (this.#has[length] === 0) continue;
        const place = this.#placeOf(hash, words, start, length);
        if (place !== -1) found(start, place);
      }
    }
  }

  /** The first place with the n-gram that begins at a place, where one does. */
  firstOf(place: number): number {
    const length = this.#lengths[place]!;
    let hash = seed;
    for (let at = place; at < place + length; at += 1) hash = mix(hash, this.#words[at]!);
    return this.#placeOf(hash, this.#words, place, length);
  }

  /** Number of words of the n-gram at a place; 0 where none begins. */
  lengthAt(place: number): number {
    return this.#lengths[place]!;
  }

  /** Number of occurrences from a place on, up to 255. */
  countAt(place: number): number {
    return this.#counts[place]!;
  }

  /** The next place with the same n-gram; -1 after the last. */
  after(place: number): number {
    return this.#same[place]!;
  }

  #placeOf(hash: number, words: Int32Array, start: number, length: number): number {
    let place = this.#buckets[this.#bucketOf(hash, length)]!;
    while (place !== -1 && !this.#isSame(place, words, start, length)) place = this.#next[place]!;
    return place;
  }

  #bucketOf = (hash: number, length: number): number => (mix(hash, length) >>> 7) & (this.#buckets.length - 1);

  /** By the words themselves: a hash alone would find what is not there. */
  #isSame(place: number, words: Int32Array, start: number, length: number): boolean {
    if (this.#lengths[place] !== length) return false;
    for (let at = 0; at < length; at += 1) if (this.#words[place + at] !== words[start + at]) return false;
    return true;
  }
}

function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) ^ (mixed >>> 13);
}
