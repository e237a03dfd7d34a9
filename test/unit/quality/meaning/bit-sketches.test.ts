import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitSketches, mostApart } from '../../../../src/core/quality/meaning/bit-sketches.ts';
import { seeded } from '../../../support/seeded.ts';

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

/** From 0 to 1. */
function fractions(test: string): () => number {
  const next = seeded(test);
  return () => next(1e6) / 1e6;
}

/** A pair of vectors with a cosine between them. */
function pairOf(dimensions: number, cosine: number, random: () => number): [Float32Array, Float32Array] {
  const unit = (vector: Float32Array): Float32Array => {
    const length = Math.sqrt(dot(vector, vector));
    return vector.map((value) => value / length);
  };
  const a = unit(Float32Array.from({ length: dimensions }, () => random() + random() + random() - 1.5));
  const other = Float32Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
  const along = dot(a, other);
  const across = unit(other.map((value, at) => value - along * a[at]!));
  return [a, a.map((value, at) => cosine * value + Math.sqrt(1 - cosine * cosine) * across[at]!)];
}

const apartOf = (a: Float32Array, b: Float32Array): number => {
  const sketches = new BitSketches(a.length);
  const [x, y] = [sketches.add(a), sketches.add(b)];
  return sketches.apart(x, y, sketches.headApart(x, y));
};

describe('sketches of vectors', () => {
  it.each([24, 384, 512, 1024, 3072])('differ in a share of their bits that is the angle between them: %i dimensions', (dimensions) => {
    const random = fractions(`sketches of ${dimensions} dimensions`);
    for (const cosine of [-0.9, -0.3, 0, 0.3, 0.6, 0.8, 0.95]) {
      const pairs = Array.from({ length: 40 }, () => pairOf(dimensions, cosine, random));
      const mean = pairs.reduce((sum, [a, b]) => sum + apartOf(a, b), 0) / pairs.length;
      const expected = (512 * Math.acos(cosine)) / Math.PI;
      // Standard error of a mean of 40 that each vary by 11.3 at most: 1.8.
      expect(Math.abs(mean - expected)).toBeLessThan(10);
      // One of 30,000 is to be above.
      expect(pairs.filter(([a, b]) => apartOf(a, b) > mostApart(cosine).all).length).toBeLessThan(2);
    }
  });

  it('are the same for the same direction, and have no bit in common with the other way', () => {
    fc.assert(
      fc.property(
        fc
          .float32Array({ minLength: 2, maxLength: 40, noNaN: true, min: -1, max: 1 })
          .filter((vector) => vector.some((value) => Math.abs(value) > 0.01)),
        (vector) => {
          expect(apartOf(vector, vector)).toBe(0);
          expect(
            apartOf(
              vector,
              vector.map((value) => 4 * value),
            ),
          ).toBe(0);
        },
      ),
    );
    const [a] = pairOf(100, 0, fractions('the other way'));
    expect(
      apartOf(
        a,
        a.map((value) => -value),
      ),
    ).toBe(512);
  });

  it('find all that are near among many, and few others', () => {
    const random = fractions('near among many');
    const sketches = new BitSketches(384);
    const [query] = pairOf(384, 0, random);
    const near: number[] = [];
    for (let at = 0; at < 3000; at++) {
      const isNear = at % 100 === 0;
      const [, other] = pairOf(384, 0, random);
      const along = dot(query, other);
      const across = other.map((value, place) => value - along * query[place]!);
      const scale = 0.6 / Math.sqrt(dot(across, across));
      const place = sketches.add(isNear ? query.map((value, each) => 0.8 * value + scale * across[each]!) : other);
      if (isNear) near.push(place);
    }
    expect(sketches.count).toBe(3000);
    const found = sketches.near(query, 0.8);
    expect(found.filter((place) => place % 100 === 0)).toEqual(near);
    expect(found.length - near.length).toBeLessThan(3);
    // A question leaves nothing behind.
    expect(sketches.near(query, 0.8)).toEqual(found);
    expect(sketches.add(query)).toBe(3000);
  });

  it('are of vectors of one length', () => {
    const sketches = new BitSketches(3);
    expect(() => sketches.add([1, 2])).toThrow('a vector has 2 dimensions, and the others 3');
    expect(() => sketches.near([1, 2], 0.5)).toThrow('not of one model');
  });
});
