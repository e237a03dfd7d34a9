import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf, type NearPair, thinnedOut } from '../../../../src/core/quality/near-duplicates/clusters.ts';

const pair = (a: number, b: number, similarity = 0.8): NearPair => ({ a, b, similarity });

describe('clusters', () => {
  it('are what near-duplicates lead through, the largest first', () => {
    expect(clustersOf(9, [pair(1, 2), pair(4, 6), pair(6, 8), pair(5, 8)])).toEqual([
      [4, 5, 6, 8],
      [1, 2],
    ]);
    expect(clustersOf(3, [])).toEqual([]);
  });
});

describe('thinning out', () => {
  it('keeps the best, and both ends of a chain where these are not alike', () => {
    const chain = [pair(0, 1, 0.9), pair(1, 2, 0.75)];
    expect(thinnedOut([0, 1, 2], chain)).toEqual([{ drop: 1, keep: 0, similarity: 0.9 }]);
    expect(thinnedOut([1, 0, 2], chain)).toEqual([
      { drop: 0, keep: 1, similarity: 0.9 },
      { drop: 2, keep: 1, similarity: 0.75 },
    ]);
  });

  it('leaves no two near-duplicates, drops nothing for one that is dropped, and nothing that is alone', () => {
    const pairs = fc.array(fc.tuple(fc.nat(19), fc.nat(19)).filter(([a, b]) => a < b)).map((all) => all.map(([a, b]) => pair(a, b)));
    const order = fc.shuffledSubarray(
      Array.from({ length: 20 }, (_, at) => at),
      { minLength: 20 },
    );
    fc.assert(
      fc.property(pairs, order, (found, best) => {
        const thinned = thinnedOut(best, found);
        const dropped = new Set(thinned.map(({ drop }) => drop));
        expect(dropped.size).toBe(thinned.length);
        for (const { a, b } of found) expect(dropped.has(a) || dropped.has(b)).toBe(true);
        for (const { drop, keep } of thinned) {
          expect(dropped.has(keep)).toBe(false);
          expect(best.indexOf(keep)).toBeLessThan(best.indexOf(drop));
          expect(found.some(({ a, b }) => (a === drop && b === keep) || (a === keep && b === drop))).toBe(true);
        }
        const inClusters = clustersOf(20, found).flat();
        expect(new Set(inClusters)).toEqual(new Set(found.flatMap(({ a, b }) => [a, b])));
      }),
    );
  });
});
