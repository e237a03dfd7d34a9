import { describe, expect, it } from 'vitest';
import { defaultThreshold, nearnessHistogram, suggestedThreshold } from '../../../../src/core/quality/meaning/threshold.ts';

/** Values around a middle, as evenly as a normal distribution's quantiles lie: no chance. */
const around = (middle: number, spread: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => Math.min(1, middle + spread * quantile((at + 0.5) / count)));
/** Logistic quantiles, scaled to a standard deviation of 1. */
const quantile = (share: number): number => (Math.log(share / (1 - share)) * Math.sqrt(3)) / Math.PI;

describe('the nearness of texts', () => {
  it('is counted in bins from the first that has any', () => {
    expect(nearnessHistogram(Float32Array.of(0.81, 0.84, 0.85, 0.999, 1))).toEqual([
      { from: 0.8, texts: 2 },
      { from: 0.85, texts: 1 },
      { from: 0.9, texts: 0 },
      { from: 0.95, texts: 2 },
    ]);
    expect(nearnessHistogram(Float32Array.of(-1, 0.02))[0]).toEqual({ from: 0, texts: 2 });
    expect(nearnessHistogram(new Float32Array())).toEqual([]);
    const every = Float32Array.from({ length: 101 }, (_, at) => at / 100);
    expect(nearnessHistogram(every).map(({ texts }) => texts)).toEqual([...new Array<number>(19).fill(5), 6]);
  });
});

describe('a suggested threshold', () => {
  const suggested = (...groups: readonly number[][]): number => suggestedThreshold(Float32Array.from(groups.flat()));

  it('is the default for few texts, and for texts of many subjects', () => {
    expect(suggested(around(0.9, 0.01, 49))).toBe(defaultThreshold);
    expect(suggested(around(0.5, 0.08, 1000))).toBe(defaultThreshold);
    expect(suggested(around(0.5, 0.08, 1000), around(0.92, 0.02, 40))).toBe(defaultThreshold);
  });

  it('is higher where all texts are of one subject, and does not follow its duplicates', () => {
    const narrow = suggested(around(0.75, 0.03, 1000));
    expect(narrow).toBeGreaterThan(0.8);
    expect(narrow).toBeLessThan(0.86);
    expect(suggested(around(0.75, 0.03, 1000), around(0.97, 0.01, 60))).toBeCloseTo(narrow, 1);
    expect(suggested(around(0.93, 0.02, 1000))).toBe(0.95);
  });

  it('is not raised by texts of many subjects that are far from each other', () => {
    expect(
      suggested(
        around(0.55, 0.15, 50).map((value) => Math.min(value, 0.75)),
        new Array<number>(15).fill(1),
      ),
    ).toBe(defaultThreshold);
  });

  it('lies between texts and duplicates where most are duplicates', () => {
    const most = suggested(around(0.7, 0.03, 200), around(0.97, 0.01, 800));
    expect(most).toBeGreaterThanOrEqual(0.8);
    expect(most).toBeLessThan(0.92);
  });

  it('is a threshold also where all are equally near', () => {
    expect(suggested(new Array<number>(100).fill(0.4))).toBe(defaultThreshold);
    expect(suggested(new Array<number>(100).fill(1))).toBe(0.95);
  });
});
