import { mixed } from '../../text/word-hashes.ts';
import { bandingFor, type Banding } from './banding.ts';
import { permutations } from './signature.ts';

/** Texts of one band's bucket that are looked at, the latest first: of texts made from one template there may be thousands. */
const maxBucket = 256;
/** Standard deviations below the threshold at which an estimated similarity still is worth an exact comparison. */
const doubt = 4;

/**
 * Signatures in buckets by their bands, in a few arrays of numbers: a million of them take some 500 MB. Grows by doubling.
 */
export class BandTable {
  readonly #banding: Banding;
  /** Equal values of two signatures from which on their texts are compared exactly. */
  readonly #leastEqual: number;
  /** Latest entry of each bucket, and before each entry the one before it; -1 for none. An entry is a band of an item. */
  #heads = new Int32Array(1024).fill(-1);
  #before = new Int32Array(0);
  #signatures = new Uint16Array(0);
  /** The question for which an item was looked at last. */
  #seen = new Int32Array(0);
  #asked = 0;
  #size = 0;

  constructor(threshold: number) {
    this.#banding = bandingFor(threshold);
    const deviation = Math.sqrt((threshold * (1 - threshold)) / permutations);
    this.#leastEqual = Math.max(1, Math.floor((threshold - doubt * deviation) * permutations));
  }

  get size(): number {
    return this.#size;
  }

  /** @returns the item's place: 0 for the first, and so on */
  add(signature: Uint16Array): number {
    const item = this.#size++;
    this.#grow();
    this.#signatures.set(signature, item * permutations);
    this.#enter(item);
    return item;
  }

  /** Places of the items whose similarity may reach the threshold, by their signatures; in no order. */
  candidates(signature: Uint16Array): number[] {
    const { bands } = this.#banding;
    const found: number[] = [];
    this.#asked += 1;
    for (let band = 0; band < bands; band += 1) {
      let entry = this.#heads[this.#bucket(signature, 0, band)]!;
      for (let left = maxBucket; entry >= 0 && left > 0; left -= 1) {
        const item = (entry / bands) | 0;
        if (this.#seen[item] !== this.#asked && this.#agree(signature, item, band)) {
          this.#seen[item] = this.#asked;
          if (this.#mayReach(signature, item)) found.push(item);
        }
        entry = this.#before[entry]!;
      }
    }
    return found;
  }

  /** Tells whether an item is in a bucket for its band, and not for another that shares the bucket's hash. */
  #agree(signature: Uint16Array, item: number, band: number): boolean {
    const { rows } = this.#banding;
    const offset = item * permutations;
    for (let at = band * rows, end = at + rows; at < end; at += 1) if (this.#signatures[offset + at] !== signature[at]) return false;
    return true;
  }

  #mayReach(signature: Uint16Array, item: number): boolean {
    const offset = item * permutations;
    let equal = 0;
    for (let at = 0; at < permutations; at += 1) if (this.#signatures[offset + at] === signature[at]) equal += 1;
    return equal >= this.#leastEqual;
  }

  #bucket(signatures: Uint16Array, offset: number, band: number): number {
    const { rows } = this.#banding;
    let hash = band;
    for (let at = offset + band * rows, end = at + rows; at < end; at += 1)
      hash = Math.imul(hash ^ signatures[at]!, 0x9e3779b1) ^ (hash >>> 15);
    return mixed(hash) & (this.#heads.length - 1);
  }

  #enter(item: number): void {
    const { bands } = this.#banding;
    for (let band = 0; band < bands; band += 1) {
      const entry = item * bands + band;
      const bucket = this.#bucket(this.#signatures, item * permutations, band);
      this.#before[entry] = this.#heads[bucket]!;
      this.#heads[bucket] = entry;
    }
  }

  #grow(): void {
    const { bands } = this.#banding;
    if (this.#size > this.#seen.length) {
      const room = Math.max(64, 2 * this.#seen.length);
      this.#seen = copied(new Int32Array(room), this.#seen);
      this.#before = copied(new Int32Array(room * bands), this.#before);
      this.#signatures = copied(new Uint16Array(room * permutations), this.#signatures);
    }
    if (this.#size * bands <= this.#heads.length) return;
    this.#heads = new Int32Array(2 * this.#heads.length).fill(-1);
    for (let item = 0; item < this.#size - 1; item += 1) this.#enter(item);
  }
}

function copied<A extends Int32Array | Uint16Array>(larger: A, before: A): A {
  larger.set(before);
  return larger;
}
