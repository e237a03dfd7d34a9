import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawOf,
  drawSize,
  maxDrawTexts,
  maxDrawWords,
  minSetTexts,
  spreadOf,
} from '../../../../src/core/quality/comparison/equal-draws.ts';
import { Reservoir } from '../../../../src/core/quality/comparison/reservoir.ts';

const reservoirOf = (size: number, seed: number, count: number): Reservoir<number> => {
  const reservoir = new Reservoir<number>(size, seed, 'test');
  for (let item = 0; item < count; item++) reservoir.add(item);
  return reservoir;
};

describe('A reservoir', () => {
  it('holds all of a short stream, and so many of a long one, in their order, each once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(60), fc.nat(1000), (size, count, seed) => {
        const reservoir = reservoirOf(size, seed, count);
        const items = reservoir.items();
        expect(reservoir.seen).toBe(count);
        expect(items).toHaveLength(Math.min(size, count));
        expect(items).toEqual([...new Set(items)].sort((a, b) => a - b));
        if (count <= size) expect(items).toEqual(Array.from({ length: count }, (_, item) => item));
        expect(reservoirOf(size, seed, count).items()).toEqual(items);
      }),
    );
  });

  it('holds each item as often as any other', () => {
    const held = new Array<number>(20).fill(0);
    const trials = 4000;
    for (let seed = 0; seed < trials; seed++) for (const item of reservoirOf(5, seed, 20).items()) held[item]!++;
    // Each is held in a quarter of the trials; 6 standard deviations of that number are 164.
    for (const times of held) expect(Math.abs(times - trials / 4)).toBeLessThan(164);
  });
});

describe('Equal draws', () => {
  it('are half of the smallest set that is large enough, within limits of texts and words', () => {
    expect(drawSize([])).toBeNull();
    expect(drawSize([{ texts: minSetTexts - 1, meanWords: 9 }])).toBeNull();
    const small = { texts: minSetTexts - 1, meanWords: 9 };
    expect(drawSize([small, { texts: 90, meanWords: 9 }, { texts: 400, meanWords: 9 }])).toBe(45);
    expect(drawSize([{ texts: 10_000_000, meanWords: 9 }])).toBe(maxDrawTexts);
    expect(drawSize([{ texts: 5000, meanWords: maxDrawWords / 10 }])).toBe(10);
    expect(drawSize([{ texts: 5000, meanWords: maxDrawWords * 3 }])).toBe(1);
    expect(drawSize([{ texts: 50, meanWords: 0 }])).toBe(25);
  });

  it('take so many, none twice, others in each round and set, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(200), fc.nat(), (count, wanted, seed) => {
        const size = Math.min(count, wanted);
        const drawn = drawOf(count, size, { seed, round: 0, set: 'a' });
        expect(new Set(drawn).size).toBe(size);
        expect(drawn.every((each) => each >= 0 && each < count)).toBe(true);
        expect(drawOf(count, size, { seed, round: 0, set: 'a' })).toEqual(drawn);
      }),
    );
    const key = { seed: 1, round: 0, set: 'a' };
    const first = drawOf(100, 50, key);
    for (const other of [
      { ...key, seed: 2 },
      { ...key, round: 1 },
      { ...key, set: 'b' },
    ])
      expect(drawOf(100, 50, other)).not.toEqual(first);
    expect(() => drawOf(3, 4, key)).toThrow('4 cannot be drawn from 3');
  });

  it('have a mean, its error and the deviation of one, of two rounds or more', () => {
    expect(spreadOf([3])).toBeNull();
    const { mean, standardError, deviation } = spreadOf([2, 4, 4, 4, 5, 5, 7, 9])!;
    expect(mean).toBe(5);
    expect(deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardError).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12);
  });

  it('of half a set deviate about as much as the figure of such a set does from one to another', () => {
    // The mean of 200 numbers out of 0 … 99: its standard error is 28.87 / √200 = 2.04.
    const numbers = drawOf(10_000, 200, { seed: 4, round: 0, set: 'numbers' }).map((each) => each % 100);
    const rounds = Array.from({ length: 400 }, (_, round) => {
      const drawn = drawOf(200, 100, { seed: 9, round, set: 'half' });
      return drawn.reduce((sum, place) => sum + numbers[place]!, 0) / drawn.length;
    });
    expect(spreadOf(rounds)!.deviation).toBeGreaterThan(1.6);
    expect(spreadOf(rounds)!.deviation).toBeLessThan(2.5);
  });
});
