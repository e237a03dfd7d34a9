import { RandomStream } from '../../graph/random.ts';

/** Draws of one purpose are independent of those of another, and each of the number of draws: more rounds begin with the same ones. */
export type DrawPurpose = 'criteria' | 'round';

/**
 * Draws `size` different items, each set of them as likely as any other, in random order: a function of the items' order, the seed
 * and the place alone. By a partial Fisher–Yates shuffle that keeps only what it has moved, so that a draw from a large set is cheap.
 * @param items at least `size` of them
 */
export function drawSamples<T>(items: readonly T[], size: number, place: { purpose: DrawPurpose; seed: number; index: number }): T[] {
  if (size > items.length) throw new RangeError(`${size} items cannot be drawn from ${items.length}`);
  const stream = new RandomStream().restart(place.seed, place.index, `diversity ${place.purpose}`);
  const moved = new Map<number, number>();
  return Array.from({ length: size }, (_, at) => {
    const chosen = stream.between(at, items.length - 1);
    const item = moved.get(chosen) ?? chosen;
    moved.set(chosen, moved.get(at) ?? at);
    return items[item]!;
  });
}
