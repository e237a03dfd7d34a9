import { RandomStream } from '../../graph/random.ts';
import type { Bundles } from './bundles.ts';

/** Documents that are weighed between turns of others, and bundles that are gone through before the first is. */
const weighedAtOnce = 50_000;
const gatheredAtOnce = 4096;

/**
 * Documents to part off from those of a component, so that about so many samples rest on them alone and few on both sides: one after
 * the other, the document that brings the most samples wholly in for each of its own, and the fewest over the line. (A minimum cut
 * of prescribed size is NP-hard; this is the greedy growth of Kernighan and Lin's kind without exchanges.)
 * @param free documents that may be parted off; those of `sides` that have another side stay out of it
 * @param samples number that is wanted
 * @param over most samples that may rest on both sides for it
 * @returns the documents; none where that cannot be done, as where each sample rests on every document
 */
export function* partOff(
  bundles: Bundles,
  free: readonly number[],
  sides: Int8Array,
  samples: number,
  over: number,
  seed: number,
): Generator<undefined, readonly number[]> {
  const growth = new Growth(bundles);
  yield* growth.gather(free, sides, seed);
  const most = Math.max(samples * 1.5, 1);
  const parted: number[] = [];
  // The last of them may have brought samples over the line alone.
  let worth = 0;
  let weighed = 0;
  while (growth.inside < samples && parted.length < free.length - 1) {
    const before = growth.inside;
    const next = growth.best(most, over);
    if (next === null) break;
    growth.take(next);
    parted.push(next);
    if (growth.inside > before) worth = parted.length;
    weighed += free.length - parted.length;
    if (weighed < weighedAtOnce) continue;
    yield;
    weighed = 0;
  }
  return parted.slice(0, worth);
}

interface FreeDocument {
  /** Its bundles that have nothing on another side. */
  readonly bundles: readonly number[];
  readonly samples: number;
  /** Decides among what is as good. */
  readonly tie: number;
  /** Samples that it would bring wholly in, and those that it would bring over the line, less those that come in from there. */
  inward: number;
  over: number;
}

/** The documents taken so far, and what each other would bring. */
class Growth {
  /** Samples that rest on taken documents alone, and on others too. */
  inside = 0;
  #over = 0;
  readonly #bundles: Bundles;
  readonly #candidates = new Map<number, FreeDocument>();
  /** Documents of a bundle that are taken. */
  readonly #taken: Int32Array;

  constructor(bundles: Bundles) {
    this.#bundles = bundles;
    this.#taken = new Int32Array(bundles.count);
  }

  /** Finds what each free document would bring. */
  *gather(free: readonly number[], sides: Int8Array, seed: number): Generator<undefined, void> {
    const bundles = this.#bundles;
    const of = new Map(free.map((document): [number, number[]] => [document, []]));
    for (let bundle = 0; bundle < bundles.count; bundle++) {
      if (bundle % gatheredAtOnce === 0) yield;
      const documents = this.#documents(bundle);
      // What rests on another side as well is over the line already.
      if (documents.some((each) => sides[each] !== sides[documents[0]!])) continue;
      for (const document of documents) of.get(document)?.push(bundle);
    }
    const random = new RandomStream();
    let summed = 0;
    for (const [document, held] of of) {
      summed += 1 + held.length;
      if (summed >= gatheredAtOnce) {
        yield;
        summed = 0;
      }
      const sum = (each: (bundle: number) => number): number => held.reduce((total, bundle) => total + each(bundle), 0);
      const samples = sum((bundle) => bundles.sizes[bundle]!);
      const tie = random.restart(seed, 1, String(document)).float();
      const [inward, over] = [sum((bundle) => this.#inward(bundle)), sum((bundle) => this.#outward(bundle))];
      // Nothing is gained by a document that no sample rests on.
      if (samples > 0) this.#candidates.set(document, { bundles: held, samples, tie, inward, over });
    }
  }

  #documents(bundle: number): Int32Array {
    const { starts, documents } = this.#bundles;
    return documents.subarray(starts[bundle], starts[bundle + 1]);
  }

  /** Samples of a bundle that its next document brings wholly in. */
  #inward(bundle: number): number {
    return this.#taken[bundle]! + 1 === this.#documents(bundle).length ? this.#bundles.sizes[bundle]! : 0;
  }

  /** Samples of a bundle that its next document brings over the line; below 0 where they were, and come in. */
  #outward(bundle: number): number {
    const taken = this.#taken[bundle]!;
    const inward = this.#inward(bundle);
    if (inward > 0) return taken > 0 ? -inward : 0;
    return taken === 0 ? this.#bundles.sizes[bundle]! : 0;
  }

  /** The document that brings the most for each of its samples; null where each would bring more than `most` in, or than `over` over the line. */
  best(most: number, over: number): number | null {
    let [best, rank] = [null as number | null, -Infinity];
    for (const [document, { samples, tie, inward, over: outward }] of this.#candidates) {
      if (this.inside + inward > most || this.#over + outward > over) continue;
      const worth = (inward - outward) / samples + tie * 1e-6;
      if (worth > rank) [best, rank] = [document, worth];
    }
    return best;
  }

  take(document: number): void {
    const { bundles, inward, over } = this.#candidates.get(document)!;
    this.inside += inward;
    this.#over += over;
    this.#candidates.delete(document);
    for (const bundle of bundles) {
      const before = [this.#inward(bundle), this.#outward(bundle)] as const;
      this.#taken[bundle]!++;
      const change = [this.#inward(bundle) - before[0], this.#outward(bundle) - before[1]] as const;
      if (change[0] === 0 && change[1] === 0) continue;
      for (const other of this.#documents(bundle)) {
        const candidate = this.#candidates.get(other);
        if (candidate === undefined) continue;
        candidate.inward += change[0];
        candidate.over += change[1];
      }
    }
  }
}
