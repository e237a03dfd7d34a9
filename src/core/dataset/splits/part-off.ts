import { RandomStream } from '../../graph/random.ts';
import type { Bundles } from './bundles.ts';

/** Steps between which others get a turn. */
const stepsAtOnce = 8;

/**
 * Documents to part off from those of a component, so that about so many samples rest on them alone and few on both sides: one after
 * the other, the document that brings the most samples wholly in for each of its own, and the fewest over the line. (A minimum cut
 * of prescribed size is NP-hard; this is the greedy growth of Kernighan and Lin's kind without exchanges.)
 * @param free documents that may be parted off; those of `sides` that have another side stay out of it
 * @param samples number that is wanted
 * @returns the documents; none where a single one would bring more than the rest keeps
 */
export function* partOff(
  bundles: Bundles,
  free: readonly number[],
  sides: Int8Array,
  samples: number,
  seed: number,
): Generator<undefined, readonly number[]> {
  const growth = new Growth(bundles, free, sides, seed);
  const most = Math.max(samples * 1.5, 1);
  const parted: number[] = [];
  while (growth.inside < samples && parted.length < free.length - 1) {
    const next = growth.best(most);
    if (next === null) break;
    growth.take(next);
    parted.push(next);
    if (parted.length % stepsAtOnce === 0) yield;
  }
  return parted;
}

interface Candidate {
  /** Its bundles that have nothing on another side. */
  readonly bundles: readonly number[];
  readonly samples: number;
  /** Decides among what is as good. */
  readonly tie: number;
  /** Samples that it would bring wholly in, and these less the ones that it would bring over the line. */
  inward: number;
  gain: number;
}

/** The documents taken so far, and what each other would bring. */
class Growth {
  /** Samples that rest on taken documents alone. */
  inside = 0;
  readonly #bundles: Bundles;
  readonly #candidates = new Map<number, Candidate>();
  /** Documents of a bundle that are taken. */
  readonly #taken: Int32Array;

  constructor(bundles: Bundles, free: readonly number[], sides: Int8Array, seed: number) {
    this.#bundles = bundles;
    this.#taken = new Int32Array(bundles.count);
    const of = new Map(free.map((document): [number, number[]] => [document, []]));
    for (let bundle = 0; bundle < bundles.count; bundle++) {
      const documents = this.#documents(bundle);
      // What rests on another side as well is over the line already.
      if (documents.some((each) => sides[each] !== sides[documents[0]!])) continue;
      for (const document of documents) of.get(document)?.push(bundle);
    }
    const random = new RandomStream();
    for (const [document, held] of of) {
      const sum = (each: (bundle: number) => number): number => held.reduce((total, bundle) => total + each(bundle), 0);
      const samples = sum((bundle) => bundles.sizes[bundle]!);
      const tie = random.restart(seed, 1, String(document)).float();
      const [inward, gain] = [sum((bundle) => this.#inward(bundle)), sum((bundle) => this.#gain(bundle))];
      // Nothing is gained by a document that no sample rests on.
      if (samples > 0) this.#candidates.set(document, { bundles: held, samples, tie, inward, gain });
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

  /** The same, once more where they were over the line before; less those that come over it. */
  #gain(bundle: number): number {
    const taken = this.#taken[bundle]!;
    const inward = this.#inward(bundle);
    if (inward > 0) return taken > 0 ? 2 * inward : inward;
    return taken === 0 ? -this.#bundles.sizes[bundle]! : 0;
  }

  /** The document that brings the most for each of its samples; null where each would bring more than `most` in all. */
  best(most: number): number | null {
    let [best, rank] = [null as number | null, -Infinity];
    for (const [document, { samples, tie, inward, gain }] of this.#candidates) {
      if (this.inside + inward > most) continue;
      const worth = gain / samples + tie * 1e-6;
      if (worth > rank) [best, rank] = [document, worth];
    }
    return best;
  }

  take(document: number): void {
    const { bundles, inward } = this.#candidates.get(document)!;
    this.inside += inward;
    this.#candidates.delete(document);
    for (const bundle of bundles) {
      const before = [this.#inward(bundle), this.#gain(bundle)] as const;
      this.#taken[bundle]!++;
      const change = [this.#inward(bundle) - before[0], this.#gain(bundle) - before[1]] as const;
      if (change[0] === 0 && change[1] === 0) continue;
      for (const other of this.#documents(bundle)) {
        const candidate = this.#candidates.get(other);
        if (candidate === undefined) continue;
        candidate.inward += change[0];
        candidate.gain += change[1];
      }
    }
  }
}
