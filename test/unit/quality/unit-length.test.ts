import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAtLengthOne } from '../../../src/core/quality/unit-length.ts';

const length = (vector: Float64Array): number => Math.hypot(...vector);

describe('A vector at length 1', () => {
  it('has the direction that it had, however long or short it was', () => {
    const vectors = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 });
    const scales = fc.constantFrom(1e-300, 1e-30, 1, 1e30, 1e300);
    fc.assert(
      fc.property(vectors, scales, (numbers, scale) => {
        const largest = Math.max(...numbers.map(Math.abs));
        fc.pre(largest > 1e-3);
        const unit = new Float64Array(numbers.length);
        const isWritten = writeAtLengthOne(
          numbers.map((number) => number * scale),
          unit,
          0,
        );
        expect(isWritten).toBe(true);
        expect(length(unit)).toBeCloseTo(1, 12);
        const factor = Math.hypot(...numbers);
        for (const [at, number] of numbers.entries()) expect(unit[at]! * factor).toBeCloseTo(number, 10);
      }),
    );
  });

  it('is written from a place on, and leaves what stands around it', () => {
    const into = Float32Array.of(7, 7, 7, 7);
    expect(writeAtLengthOne([3, 4], into, 1)).toBe(true);
    expect([...into]).toEqual([7, Math.fround(0.6), Math.fround(0.8), 7]);
  });

  it.each([[[0, 0]], [[Number.NaN, 1]], [[1, Number.NaN]], [[Infinity, 1]], [[]]])('has none of %j, and nothing is written', (vector) => {
    const into = Float64Array.of(7, 7);
    expect(writeAtLengthOne(vector, into, 0)).toBe(false);
    expect([...into]).toEqual([7, 7]);
  });
});
