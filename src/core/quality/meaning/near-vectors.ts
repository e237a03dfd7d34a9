import { BitSketches } from './bit-sketches.ts';

/** Things by vectors of theirs, to find those that are likely to be near. The vectors are not held: 64 bytes for each thing are. */
export class NearVectors<T> {
  readonly #threshold: number;
  readonly #things: T[] = [];
  /** Of the first vector's length. */
  #sketches: BitSketches | undefined;

  /** @param threshold least cosine of what is near */
  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  /** @throws RangeError for a vector of another length than the first */
  add(thing: T, vector: Float32Array): void {
    this.#sketches ??= new BitSketches(vector.length);
    this.#sketches.add(vector);
    this.#things.push(thing);
  }

  /** All that reach the threshold, and some that do not. @throws RangeError for a vector of another length than the first */
  near(vector: Float32Array): T[] {
    return this.#sketches?.near(vector, this.#threshold).map((place) => this.#things[place]!) ?? [];
  }
}
