/** Compares each vector with every other. */
import { BitSketches, mostApart } from './bit-sketches.ts';
import type { VectorRows } from './vector-rows.ts';

/** Rows by their numbers, the lower first. */
interface CosinePair {
  readonly a: number;
  readonly b: number;
  /** From -1 to 1. */
  readonly cosine: number;
}

export interface AllCompared {
  /** Pairs at or above the threshold, the nearest first. */
  readonly pairs: readonly CosinePair[];
  /** Pairs at or above it that were left out, since there were more than could be kept. */
  readonly leftOut: number;
  /** Cosine of each vector with its nearest neighbour; -1 where there is no other. */
  readonly nearest: Float32Array;
}

interface CompareOptions {
  /** Least cosine of a pair that is told. */
  readonly threshold: number;
  /** The most pairs that are kept; the nearest of all are. */
  readonly most?: number;
}

/** Comparisons between two turns of others. */
const comparisonsAtOnce = 500_000;
const defaultMost = 100_000;

/** Standard deviations above the mean that a nearer neighbour below the threshold may lie: of five, four are seen. */
const looking = 1;

/**
 * Compares all pairs by their sketches, and those that may be near by their vectors. Each pair that is told has its exact cosine; of those
 * at the very threshold one in some ten thousand is missed. Below the threshold, what is taken for the nearest may be the second.
 * @returns the pairs, and by vector the cosine of its nearest; yields how many of the vectors are done, so that others get a turn
 */
export function* compareAll(vectors: VectorRows, { threshold, most = defaultMost }: CompareOptions): Generator<number, AllCompared> {
  const { count, dimensions } = vectors;
  const sketches = new BitSketches(dimensions);
  const nearest = new Float32Array(count).fill(-1);
  const near = mostApart(threshold);
  /** By vector: bits apart within which another may be told or nearer, in the head and in all. */
  const heads = new Uint16Array(count).fill(mostApart(-1).head);
  const alls = new Uint16Array(count).fill(mostApart(-1).all);
  const found = (row: number, cosine: number): void => {
    if (cosine <= nearest[row]!) return;
    nearest[row] = cosine;
    const nearer = mostApart(cosine, looking);
    heads[row] = Math.max(near.head, nearer.head);
    alls[row] = Math.max(near.all, nearer.all);
  };
  const kept = new NearestPairs(most);
  let compared = 0;
  for (let b = 0; b < count; b++) {
    sketches.add(vectors.row(b));
    for (let a = 0; a < b; a++) {
      const head = sketches.headApart(a, b);
      if (head > heads[a]! && head > heads[b]!) continue;
      const apart = sketches.apart(a, b, head);
      if (apart > alls[a]! && apart > alls[b]!) continue;
      const cosine = vectors.cosine(a, b);
      found(a, cosine);
      found(b, cosine);
      if (cosine >= threshold) kept.add({ a, b, cosine });
    }
    compared += b;
    if (compared >= comparisonsAtOnce) {
      compared = 0;
      yield b;
    }
  }
  return { ...kept.taken(), nearest };
}

/** The nearest of the pairs that are added, in bounded memory. */
class NearestPairs {
  readonly #most: number;
  #pairs: CosinePair[] = [];
  #leftOut = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(pair: CosinePair): void {
    this.#pairs.push(pair);
    if (this.#pairs.length >= 2 * this.#most + 2) this.#cut();
  }

  taken(): Pick<AllCompared, 'pairs' | 'leftOut'> {
    this.#cut();
    return { pairs: this.#pairs, leftOut: this.#leftOut };
  }

  #cut(): void {
    this.#pairs.sort((x, y) => y.cosine - x.cosine || x.a - y.a || x.b - y.b);
    this.#leftOut += Math.max(0, this.#pairs.length - this.#most);
    this.#pairs = this.#pairs.slice(0, this.#most);
  }
}
