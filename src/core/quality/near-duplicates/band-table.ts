import { BandBuckets } from './band-buckets.ts';
import { bandingFor, type Banding } from './banding.ts';
import { permutations } from './signature.ts';

/** Texts of one band's bucket that are looked at, the latest first: of texts made from one template there may be thousands. */
const maxBucket = 256;
/** Standard deviations below the threshold at which an estimated similarity still is worth an exact comparison. */
const doubt = 4;
/** Signatures of an array. */
const signaturesAtOnce = 2048;
const leastBuckets = 1024;
/** Part of the entries there is room for from which on larger buckets are filled. */
const nearlyFull = 0.75;
/** Items that are entered into them for each that is added: so they catch up when a third more are there, and the room is used up. */
const enteredAtOnce = 4;

/**
 * Signatures in buckets by their bands, in arrays of numbers: a million of them take some 500 MB. Buckets grow by doubling, and the larger
 * ones are filled while items are added: to fill them at once would keep everybody waiting for two seconds at a million.
 */
export class BandTable {
  readonly #banding: Banding;
  /** Equal values of two signatures from which on their texts are compared exactly. */
  readonly #leastEqual: number;
  #buckets: BandBuckets;
  /** Those that take the place of the buckets once all items are in them. */
  #larger: BandBuckets | null = null;
  readonly #signatures: Uint16Array[] = [];
  #asked = 0;
  #size = 0;

  constructor(threshold: number) {
    this.#banding = bandingFor(threshold);
    this.#buckets = new BandBuckets(this.#banding, leastBuckets);
    const deviation = Math.sqrt((threshold * (1 - threshold)) / permutations);
    this.#leastEqual = Math.max(1, Math.floor((threshold - doubt * deviation) * permutations));
  }

  get size(): number {
    return this.#size;
  }

  /** @returns the item's place: 0 for the first, and so on */
  add(signature: Uint16Array): number {
    const item = this.#size++;
    if (item % signaturesAtOnce === 0) this.#signatures.push(new Uint16Array(signaturesAtOnce * permutations));
    this.#signaturesWith(item).set(signature, offsetOf(item));
    this.#buckets.enter(signature, 0);
    this.#grow();
    return item;
  }

  /** Places of the items whose similarity may reach the threshold, by their signatures; in no order. */
  candidates(signature: Uint16Array): number[] {
    const { bands } = this.#banding;
    const { before, seen } = this.#buckets;
    const found: number[] = [];
    this.#asked += 1;
    for (let band = 0; band < bands; band += 1) {
      let entry = this.#buckets.latest(signature, band);
      for (let left = maxBucket; entry >= 0 && left > 0; left -= 1) {
        const item = (entry / bands) | 0;
        if (seen[item] !== this.#asked && this.#agree(signature, item, band)) {
          seen[item] = this.#asked;
          if (this.#mayReach(signature, item)) found.push(item);
        }
        entry = before[entry]! - 1;
      }
    }
    return found;
  }

  /** Tells whether an item is in a bucket for its band, and not for another that shares the bucket's hash. */
  #agree(signature: Uint16Array, item: number, band: number): boolean {
    const { rows } = this.#banding;
    const [others, offset] = [this.#signaturesWith(item), offsetOf(item)];
    for (let at = band * rows, end = at + rows; at < end; at += 1) if (others[offset + at] !== signature[at]) return false;
    return true;
  }

  #mayReach(signature: Uint16Array, item: number): boolean {
    const [others, offset] = [this.#signaturesWith(item), offsetOf(item)];
    let equal = 0;
    for (let at = 0; at < permutations; at += 1) if (others[offset + at] === signature[at]) equal += 1;
    return equal >= this.#leastEqual;
  }

  #signaturesWith(item: number): Uint16Array {
    return this.#signatures[(item / signaturesAtOnce) | 0]!;
  }

  #grow(): void {
    if (this.#larger === null && this.#size * this.#banding.bands > nearlyFull * this.#buckets.count)
      this.#larger = new BandBuckets(this.#banding, 2 * this.#buckets.count);
    if (this.#larger === null) return;
    for (let left = enteredAtOnce; left > 0 && this.#larger.size < this.#size; left -= 1)
      this.#larger.enter(this.#signaturesWith(this.#larger.size), offsetOf(this.#larger.size));
    if (this.#larger.size < this.#size) return;
    this.#buckets = this.#larger;
    this.#larger = null;
  }
}

const offsetOf = (item: number): number => (item % signaturesAtOnce) * permutations;
