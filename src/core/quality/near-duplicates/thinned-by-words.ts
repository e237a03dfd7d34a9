import type { Thinned } from './clusters.ts';
import { NearIndex, sketchOf } from './near-index.ts';
import { nearDuplicates } from './pairs.ts';
import { ComparedText } from './shingles.ts';

interface Better {
  /** Place in the order. */
  readonly rank: number;
  readonly at: number;
  readonly text: ComparedText;
}

/**
 * What goes so that no two near-duplicates are left, as `thinnedOut` has it. Each text is compared with those that stay, and not with
 * all: of thousands that are all alike, every one but the best is found by the best.
 * @param order places, the best first @param textOf text at a place
 * @returns what goes; yields after each text, so that others get a turn
 */
export function* thinnedByWords(
  order: readonly number[],
  textOf: (at: number) => string,
  threshold: number,
): Generator<undefined, Thinned[]> {
  const index = new NearIndex<Better>(threshold);
  const thinned: Thinned[] = [];
  for (const [rank, at] of order.entries()) {
    yield;
    const text = new ComparedText(textOf(at));
    const sketch = sketchOf(text, threshold);
    const better = [...index.candidates(sketch)].sort((a, b) => a.rank - b.rank);
    const gone = firstAlike(better, text, threshold);
    if (gone === null) index.add({ rank, at, text }, sketch);
    else thinned.push({ drop: at, ...gone });
  }
  return thinned;
}

function firstAlike(better: readonly Better[], text: ComparedText, threshold: number): Omit<Thinned, 'drop'> | null {
  for (const { at, text: other } of better) {
    const similarity = nearDuplicates(other, text, threshold);
    if (similarity !== null) return { keep: at, similarity };
  }
  return null;
}
