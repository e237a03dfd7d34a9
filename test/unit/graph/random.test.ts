import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/graph/random.ts';

const first = (seed: number, epoch: number, label: string): number[] => {
  const random = new RandomStream().restart(seed, epoch, label);
  return Array.from({ length: 4 }, () => random.uint32());
};

describe('the random stream', () => {
  it('is frozen: these numbers decide every concept set ever sampled', () => {
    expect(first(1, 0, 't:tide')).toMatchInlineSnapshot(`
      [
        2788122136,
        332638676,
        2355370644,
        3769548534,
      ]
    `);
    expect(first(-(2 ** 53) + 1, 4, 't:marée 🌊')).toMatchInlineSnapshot(`
      [
        1070261494,
        3081908680,
        1650230175,
        1214765086,
      ]
    `);
    const random = new RandomStream().restart(1, 0, 't:tide');
    expect([random.float(), random.between(1, 6)]).toMatchInlineSnapshot(`
      [
        0.6491602664995825,
        1,
      ]
    `);
  });

  it('differs in every part of its key, and beyond 32 bits of the seed', () => {
    const keys: [number, number, string][] = [
      [1, 0, 't:a'],
      [2, 0, 't:a'],
      [1, 1, 't:a'],
      [0, 1, 't:a'],
      [1, 0, 't:b'],
      [1, 0, 't:a '],
      [1 + 2 ** 32, 0, 't:a'],
      [-1, 0, 't:a'],
    ];
    expect(new Set(keys.map((key) => first(...key).join())).size).toBe(keys.length);
  });

  it('starts again from its key, whatever was drawn before', () => {
    const random = new RandomStream().restart(7, 3, 'x');
    const drawn = [random.uint32(), random.float(), random.between(0, 9)];
    random.restart(8, 1, 'y').uint32();
    random.restart(7, 3, 'x');
    expect([random.uint32(), random.float(), random.between(0, 9)]).toEqual(drawn);
  });

  it('is uniform within streams, over the first numbers of streams of many labels, and of many epochs', () => {
    const random = new RandomStream();
    const draws = [
      (key: number) => {
        random.restart(key, 0, 'uniform');
        return () => random.between(0, 5);
      },
      (key: number) => (at: number) => Math.floor(random.restart(key, 0, `t:topic ${at}`).float() * 6),
      (key: number) => (at: number) => random.restart(key, at, 't:topic').between(0, 5),
    ];
    for (const drawOf of draws) {
      let chiSquare = 0;
      for (let key = 0; key < 40; key++) {
        const counts = new Array<number>(6).fill(0);
        const draw = drawOf(key);
        for (let at = 0; at < 3000; at++) counts[draw(at)]!++;
        chiSquare += counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
      }
      // χ² with 40 · 5 degrees of freedom lies outside with a probability of 0.002.
      expect(chiSquare).toBeGreaterThan(143.8);
      expect(chiSquare).toBeLessThan(267.5);
    }
  });
});
