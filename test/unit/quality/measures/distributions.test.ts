import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../../../src/core/quality/distributions/histogram.ts';
import { ValueCounter } from '../../../../src/core/quality/distributions/value-counts.ts';

describe('A histogram', () => {
  it('has a bin for each of few whole numbers, those between included', () => {
    const bins = histogramOf([1, 2, 2, 5]).map(({ from, to, places }) => [from, to, places.length]);
    expect(bins).toEqual([
      [1, 2, 1],
      [2, 3, 2],
      [3, 4, 0],
      [4, 5, 0],
      [5, 6, 1],
    ]);
  });

  it('has round bounds, and none for nothing', () => {
    expect(histogramOf([])).toEqual([]);
    expect(histogramOf([NaN, Infinity])).toEqual([]);
    expect(histogramOf([4.2, 4.2]).map(({ from, to }) => [from, to])).toEqual([[4, 4.5]]);
    const lengths = Array.from({ length: 500 }, (_, index) => 37 + ((index * 7919) % 463));
    const bounds = histogramOf(lengths).map(({ from }) => from);
    expect(bounds[1]! - bounds[0]!).toBeOneOf([20, 50, 100]);
    expect(bounds.every((bound) => bound % 10 === 0)).toBe(true);
    // The judge’s means lie on tenths, at which binary fractions must not fall into the bin before.
    const means = Array.from({ length: 41 }, (_, index) => (10 + index) / 10);
    const bins = histogramOf(means);
    for (const { from, to, places } of bins) for (const place of places) expect(means[place]).toSatisfy((m: number) => m >= from && m < to);
  });

  it('holds every finite number once, in a bin whose bounds it lies between, in 21 bins or fewer', () => {
    const number = fc.oneof(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((each) => each === 0 || Math.abs(each) > 1e-6),
      fc.integer({ min: -50, max: 50 }),
      fc.constantFrom(Infinity, NaN, 3.3, 1e6),
    );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 60 }), (numbers) => {
        const bins = histogramOf(numbers);
        expect(bins.length).toBeLessThanOrEqual(21);
        expect(bins.flatMap(({ places }) => places).sort((a, b) => a - b)).toEqual(
          [...numbers.keys()].filter((place) => Number.isFinite(numbers[place])),
        );
        for (const { from, to, places } of bins) {
          const slack = 1e-8 * Math.max(to - from, Math.abs(from), Math.abs(to));
          for (const place of places) expect(numbers[place]).toSatisfy((each: number) => each >= from - slack && each <= to + slack);
        }
        expect(bins.slice(1).map(({ from }) => from)).toEqual(bins.slice(0, -1).map(({ to }) => to));
      }),
    );
  });
});

describe('Counts of values', () => {
  it('list the most frequent with where they were found first, and count the rest', () => {
    const counter = new ValueCounter(2);
    ['b', 'a', 'c', 'a', 'a', 'b', '__proto__', 'd'].forEach((value, place) => {
      counter.add(value, place);
    });
    expect(counter.top(3)).toEqual({
      values: [
        { value: 'a', count: 3, places: [1, 3] },
        { value: 'b', count: 2, places: [0, 5] },
        { value: '__proto__', count: 1, places: [6] },
      ],
      rest: { values: 2, count: 2 },
    });
  });

  it('count every value, listed or not, however many there are', () => {
    const counter = new ValueCounter(1);
    for (let n = 0; n < 12_000; n++) counter.add(String(n), n);
    const { values, rest } = counter.top(5);
    expect(values.reduce((sum, { count }) => sum + count, 0) + rest.count).toBe(12_000);
  });
});
