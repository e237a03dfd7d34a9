import { DisjointSets } from '../../disjoint-sets.ts';
import { NearIndex, sketchOf } from './near-index.ts';
import { nearDuplicates } from './pairs.ts';
import { ComparedText } from './shingles.ts';

/**
 * Texts that are near-duplicates of each other, one by one: enough pairs that these lead from each to all that are like it, and not
 * every pair. Of what hangs together already, one is compared, so that thousands that are all alike cost no more than others.
 */
export class TwinFinder {
  readonly #threshold: number;
  readonly #index: NearIndex<number>;
  readonly #sets = new DisjointSets();
  readonly #textAt: (place: number) => string;

  /** @param threshold Jaccard index from which on texts are twins @param textAt text of a place, as it was added */
  constructor(threshold: number, textAt: (place: number) => string) {
    this.#threshold = threshold;
    this.#index = new NearIndex(threshold);
    this.#textAt = textAt;
  }

  /** Adds the next text, and finds a twin of it in each group of texts before that has one. */
  add(text: string): number[] {
    const place = this.#sets.add();
    const compared = new ComparedText(text);
    const sketch = sketchOf(compared, this.#threshold);
    const twins: number[] = [];
    const joined = new Set<number>();
    for (const other of this.#index.candidates(sketch)) {
      if (joined.has(this.#sets.rootOf(other))) continue;
      if (nearDuplicates(compared, new ComparedText(this.#textAt(other)), this.#threshold) === null) continue;
      twins.push(other);
      joined.add(this.#sets.rootOf(other));
    }
    for (const other of twins) this.#sets.join(place, other);
    this.#index.add(place, sketch);
    return twins;
  }
}
