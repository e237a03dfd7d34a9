import { RandomStream } from '../../graph/random.ts';

/**
 * Uniform sample of a stream of unknown length, held in the memory of the sample alone (Vitter 1985, algorithm R). The same stream and
 * seed give the same sample.
 */
export class Reservoir<T> {
  readonly #size: number;
  readonly #random: RandomStream;
  readonly #held: { readonly item: T; readonly place: number }[] = [];
  #seen = 0;

  /** @param size at least 1 */
  constructor(size: number, seed: number, label: string) {
    this.#size = size;
    this.#random = new RandomStream().restart(seed, 0, label);
  }

  add(item: T): void {
    const place = this.#seen++;
    if (place < this.#size) this.#held.push({ item, place });
    else {
      const at = this.#random.between(0, place);
      if (at < this.#size) this.#held[at] = { item, place };
    }
  }

  /** Number of items that went by. */
  get seen(): number {
    return this.#seen;
  }

  /** Those that are held, in the order in which they came. */
  items(): T[] {
    return this.#held.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
  }
}
