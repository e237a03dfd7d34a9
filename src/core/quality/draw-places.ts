import type { RandomStream } from '../graph/random.ts';

/**
 * Draws `size` of the places 0 … `count` − 1, none twice, each set of them as likely as any other, in random order: a function of the
 * stream alone. By a partial Fisher–Yates shuffle that keeps only what it has moved, so that a few of very many are cheap.
 * @throws RangeError when there are not so many
 */
export function drawPlaces(count: number, size: number, stream: RandomStream): number[] {
  if (size > count) throw new RangeError(`${size} cannot be drawn from ${count}`);
  const moved = new Map<number, number>();
  return Array.from({ length: size }, (_, at) => {
    const chosen = stream.between(at, count - 1);
    const place = moved.get(chosen) ?? chosen;
    moved.set(chosen, moved.get(at) ?? at);
    return place;
  });
}
