import { DisjointSets } from '../../disjoint-sets.ts';

/** Two samples that are near-duplicates, by their places in a list, and how alike they are. */
export interface NearPair {
  readonly a: number;
  readonly b: number;
  readonly similarity: number;
}

/** Groups of samples that near-duplicates lead through, from one to the next: largest first, each in the list's order. */
export function clustersOf(size: number, pairs: readonly NearPair[]): number[][] {
  const sets = new DisjointSets(size);
  for (const { a, b } of pairs) sets.join(a, b);
  const members = new Map<number, number[]>();
  for (const at of new Set(pairs.flatMap(({ a, b }) => [a, b]).sort((x, y) => x - y))) {
    const root = sets.rootOf(at);
    const list = members.get(root);
    if (list === undefined) members.set(root, [at]);
    else list.push(at);
  }
  return [...members.values()].sort((x, y) => y.length - x.length || x[0]! - y[0]!);
}

/** A sample that goes, and the one that stays in its place. */
export interface Thinned {
  readonly drop: number;
  readonly keep: number;
  readonly similarity: number;
}

/**
 * What goes so that no two near-duplicates are left: the best stays, and takes only those with it that it is itself a
 * near-duplicate of, since the ends of a long chain may say different things.
 * @param order all places that pairs speak of, the best first
 */
export function thinnedOut(order: readonly number[], pairs: readonly NearPair[]): Thinned[] {
  const neighbours = new Map<number, Map<number, number>>();
  const note = (of: number, other: number, similarity: number): void => {
    const known = neighbours.get(of) ?? new Map<number, number>();
    neighbours.set(of, known.set(other, similarity));
  };
  for (const { a, b, similarity } of pairs) {
    note(a, b, similarity);
    note(b, a, similarity);
  }
  const gone = new Map<number, Thinned>();
  for (const keep of order) {
    if (gone.has(keep)) continue;
    for (const [drop, similarity] of neighbours.get(keep) ?? []) {
      const known = gone.get(drop);
      if (known === undefined) gone.set(drop, { drop, keep, similarity });
    }
  }
  return order.flatMap((at) => gone.get(at) ?? []);
}
