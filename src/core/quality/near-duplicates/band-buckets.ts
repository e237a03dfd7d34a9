import { mixed } from '../../text/word-hashes.ts';
import type { Banding } from './banding.ts';

/** Items for which there is room beyond one entry a bucket. */
const spare = 8;

/** Items by their bands: an entry is a band of an item, and a bucket holds the entries of one hash, the latest first. */
export class BandBuckets {
  /** Items that were entered. */
  size = 0;
  readonly count: number;
  /** One more than the entry that each came after in its bucket; 0 for none. */
  readonly before: Int32Array;
  /** The question for which an item was looked at last. */
  readonly seen: Int32Array;
  readonly #banding: Banding;
  /** One more than the latest entry of each bucket; 0 for none, since a large array is filled with that at no cost. */
  readonly #latest: Int32Array;

  /** @param count of buckets, a power of two; there is room for so many entries, and some more */
  constructor(banding: Banding, count: number) {
    this.#banding = banding;
    this.count = count;
    const room = Math.ceil(count / banding.bands) + spare;
    this.before = new Int32Array(room * banding.bands);
    this.seen = new Int32Array(room);
    this.#latest = new Int32Array(count);
  }

  /** Enters the next item. @param offset of its signature among these */
  enter(signatures: Uint16Array, offset: number): void {
    const { bands } = this.#banding;
    const first = this.size++ * bands;
    for (let band = 0; band < bands; band += 1) {
      const bucket = this.#bucket(signatures, offset, band);
      this.before[first + band] = this.#latest[bucket]!;
      this.#latest[bucket] = first + band + 1;
    }
  }

  /** The entry that last came into a signature's bucket for a band; -1 for none. */
  latest(signature: Uint16Array, band: number): number {
    return this.#latest[this.#bucket(signature, 0, band)]! - 1;
  }

  #bucket(signatures: Uint16Array, offset: number, band: number): number {
    const { rows } = this.#banding;
    let hash = band;
    for (let at = offset + band * rows, end = at + rows; at < end; at += 1)
      hash = Math.imul(hash ^ signatures[at]!, 0x9e3779b1) ^ (hash >>> 15);
    return mixed(hash) & (this.count - 1);
  }
}
