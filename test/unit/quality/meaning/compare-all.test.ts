import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAll } from '../../../../src/core/quality/meaning/compare-all.ts';
import { VectorRows } from '../../../../src/core/quality/meaning/vector-rows.ts';

function compared(vectors: readonly Float32Array[], threshold: number, most?: number) {
  const steps = compareAll(new VectorRows(vectors), { threshold, ...(most === undefined ? {} : { most }) });
  for (let yielded = 0; ; yielded++) {
    const step = steps.next();
    if (step.done === true) return { ...step.value, yielded };
  }
}

const cosine = (a: Float32Array, b: Float32Array): number => {
  const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, at) => sum + value * y[at]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

/** Around few directions, so that many pairs are near. */
const vectorLists = fc
  .record({
    dimensions: fc.integer({ min: 16, max: 100 }),
    count: fc.integer({ min: 0, max: 100 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .map(({ dimensions, count, seed }) => {
    let state = seed;
    const next = (): number => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1;
    const around = Array.from({ length: 4 }, () => Float32Array.from({ length: dimensions }, next));
    return Array.from({ length: count }, (_, at) => {
      const spread = Math.abs(next());
      return around[at % 4]!.map((value) => value + spread * next());
    });
  });

describe('all pairs of vectors', () => {
  it('are those of one by one, above any threshold, but for one in thousands at the threshold itself', () => {
    let [wanted, missed] = [0, 0];
    fc.assert(
      fc.property(vectorLists, fc.double({ min: 0.3, max: 0.99, noNaN: true }), (vectors, threshold) => {
        const { pairs, nearest, leftOut } = compared(vectors, threshold);
        const all = vectors.flatMap((a, row) =>
          vectors.slice(row + 1).map((b, after) => ({ a: row, b: row + 1 + after, cosine: cosine(a, b) })),
        );
        const told = new Map(pairs.map((pair) => [`${pair.a} ${pair.b}`, pair.cosine]));
        for (const pair of all) {
          const found = told.get(`${pair.a} ${pair.b}`);
          if (found !== undefined) {
            expect(found).toBeCloseTo(pair.cosine, 4);
            expect(found).toBeGreaterThanOrEqual(threshold);
          } else if (pair.cosine > threshold + 1e-5) {
            missed++;
            expect(pair.cosine).toBeLessThan(threshold + 0.1);
          }
          // Rounding may take one on the very threshold to either side.
          if (pair.cosine > threshold + 1e-5) wanted++;
        }
        expect(leftOut).toBe(0);
        for (const [row] of vectors.entries()) {
          const best = Math.max(-1, ...all.filter(({ a, b }) => a === row || b === row).map((pair) => pair.cosine));
          expect(nearest[row]!).toBeLessThanOrEqual(best + 1e-4);
          if (best > threshold + 0.1) expect(nearest[row]!).toBeCloseTo(best, 4);
          else expect(nearest[row]!).toBeGreaterThan(best - 0.3);
        }
        for (const [index, pair] of pairs.entries()) if (index > 0) expect(pair.cosine).toBeLessThanOrEqual(pairs[index - 1]!.cosine);
      }),
      { numRuns: 40 },
    );
    expect(wanted).toBeGreaterThan(500);
    expect(missed / wanted).toBeLessThan(0.003);
  });

  it('that are too many leave the farthest out, and say how many', () => {
    const vectors = Array.from({ length: 100 }, (_, at) => Float32Array.of(Math.cos(at / 200), Math.sin(at / 200)));
    const all = compared(vectors, 0.9);
    const few = compared(vectors, 0.9, 7);
    expect(few.pairs).toEqual(all.pairs.slice(0, 7));
    expect(few.leftOut).toBe(all.pairs.length - 7);
    expect([...few.nearest]).toEqual([...all.nearest]);
  });

  it('give others a turn after some comparisons', () => {
    const vectors = Array.from({ length: 1500 }, (_, at) => Float32Array.of(1, at));
    // 1,124,250 pairs.
    expect(compared(vectors, 0.999_999).yielded).toBe(2);
  });

  it('are of one length each, and have a direction', () => {
    expect(() => new VectorRows([Float32Array.of(1, 0), Float32Array.of(1)])).toThrow('vector 1 has 1 dimensions, and the first 2');
    expect(() => new VectorRows([Float32Array.of(1, 0), Float32Array.of(0, 0)])).toThrow('vector 1 has no direction');
    expect(() => new VectorRows([Float32Array.of(Number.NaN)])).toThrow('vector 0 has no direction');
    expect(compared([], 0.5)).toMatchObject({ pairs: [], leftOut: 0 });
    expect([...compared([Float32Array.of(3, 4)], 0.5).nearest]).toEqual([-1]);
  });
});
