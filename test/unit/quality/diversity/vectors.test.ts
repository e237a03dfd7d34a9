import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { clusterVectors } from '../../../../src/core/quality/diversity/k-means.ts';
import { maxQuestions, selfSimilarity, similarityStep } from '../../../../src/core/quality/diversity/self-similarity.ts';
import { dot, unitVectors } from '../../../../src/core/quality/diversity/unit-vectors.ts';
import { maxVendiVectors, vendiScore } from '../../../../src/core/quality/diversity/vendi.ts';

const { vectors: recorded } = z
  .object({ vectors: z.object({ vendi: z.number(), vendiOfTen: z.number() }) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/diversity/expected.json'), 'utf8')));

/** As `make.py` beside the recorded values makes them. */
const waves = Array.from({ length: 40 }, (_, i) => Array.from({ length: 12 }, (__, j) => Math.sin(i * 1.7 + j * 0.9) + (i % 5) * 0.4));

const axis = (at: number, dimensions = 8): number[] => Array.from({ length: dimensions }, (_, each) => (each === at ? 2 : 0));
const finished = <T>(steps: Generator<undefined, T>): T => {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};
const coordinates = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });

describe('The Vendi score', () => {
  it('is that of the package vendi-score', async () => {
    expect(await vendiScore(unitVectors(waves))).toBeCloseTo(recorded.vendi, 8);
    expect(await vendiScore(unitVectors(waves.slice(0, 10)))).toBeCloseTo(recorded.vendiOfTen, 8);
  });

  it('counts what lies at right angles, once however often it comes', async () => {
    expect(await vendiScore([])).toBeNull();
    expect(await vendiScore(unitVectors([axis(0), axis(0), axis(0)]))).toBeCloseTo(1, 10);
    expect(await vendiScore(unitVectors([0, 1, 2, 3].map((at) => axis(at))))).toBeCloseTo(4, 10);
    expect(await vendiScore(unitVectors([0, 1, 2, 3, 0, 1, 2, 3].map((at) => axis(at))))).toBeCloseTo(4, 10);
  });

  it('lies between 1 and the number of vectors, in whatever order they come', async () => {
    const some = fc.array(
      coordinates.filter((each) => each.some((number) => Math.abs(number) > 0.01)),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(some, async (vectors) => {
        const score = (await vendiScore(unitVectors(vectors)))!;
        expect(score).toBeGreaterThan(1 - 1e-9);
        expect(score).toBeLessThan(vectors.length + 1e-9);
        expect(await vendiScore(unitVectors(vectors.toReversed()))).toBeCloseTo(score, 6);
      }),
    );
  });

  it('refuses vectors of two lengths, and more than it can do in a moment', async () => {
    expect(() => unitVectors([[1, 0], [1]])).toThrow('vector 1 has 1 numbers and the first has 2');
    await expect(vendiScore(unitVectors(Array.from({ length: maxVendiVectors + 1 }, () => [1])))).rejects.toThrow(RangeError);
  });
});

describe('K-means', () => {
  it('finds groups that lie apart, the same for the same seed', () => {
    const groups = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3].map((at, index) =>
      axis(at).map((each, place) => each + (place === 7 ? index * 0.01 : 0)),
    );
    for (const seed of [1, 2, 3]) {
      const found = finished(clusterVectors(unitVectors(groups), 4, seed))!;
      expect(found.members).toEqual([[0, 1, 2, 3], [4, 5, 6], [7, 8], [9]]);
      expect(found.inertia).toBeLessThan(0.001);
      expect(finished(clusterVectors(unitVectors(groups), 4, seed))).toEqual(found);
    }
  });

  it('has even clusters for what is spread evenly, and one where all are the same', () => {
    const spread = [0, 1, 2, 3].flatMap((at) => [axis(at), axis(at)]);
    expect(finished(clusterVectors(unitVectors(spread), 4, 1))!.evenness).toBeCloseTo(1, 10);
    expect(finished(clusterVectors(unitVectors([axis(0), axis(0), axis(0)]), 3, 1))).toEqual({
      inertia: 0,
      members: [[0, 1, 2]],
      evenness: 0,
    });
    expect(finished(clusterVectors(unitVectors([axis(0)]), 2, 1))).toBeNull();
  });

  it('puts every vector into one cluster, none of them farther away than the middle of all', () => {
    fc.assert(
      fc.property(fc.array(coordinates, { minLength: 4, maxLength: 30 }), fc.nat(100), (vectors, seed) => {
        const units = unitVectors(vectors);
        const one = finished(clusterVectors(units, 1, seed))!;
        const four = finished(clusterVectors(units, 4, seed))!;
        expect(four.members.flat().sort((a, b) => a - b)).toEqual([...vectors.keys()]);
        expect(four.members.map(({ length }) => length)).toEqual(four.members.map(({ length }) => length).toSorted((a, b) => b - a));
        expect(four.inertia).toBeLessThanOrEqual(one.inertia + 1e-9);
        expect(four.evenness).toSatisfy((each: number) => each > -1e-9 && each < 1 + 1e-9);
      }),
    );
  });
});

describe('Self-similarity within documents', () => {
  const documentsOf = (...lists: readonly (readonly number[][])[]) =>
    lists.map((vectors, index) => ({ document: `${index}.md`, vectors: unitVectors(vectors) }));

  it('compares the questions of one document with each other, and of no other', () => {
    const found = finished(selfSimilarity(documentsOf([axis(0), axis(0), axis(1)], [axis(0)], [axis(2), axis(2)]), 1));
    expect(found).toMatchObject({ documents: 2, pairs: 4, mean: 0.5, cut: 0 });
    const bin = (cosine: number) => found.histogram[Math.min(found.histogram.length - 1, Math.round((cosine + 1) / similarityStep))];
    expect([bin(0), bin(1)]).toEqual([2, 2]);
    expect(found.histogram.reduce((sum, each) => sum + each, 0)).toBe(4);
  });

  it('says nothing without pairs, and draws some of very many', () => {
    expect(finished(selfSimilarity(documentsOf([axis(0)]), 1))).toMatchObject({ documents: 0, pairs: 0, mean: null });
    const many = Array.from({ length: maxQuestions + 10 }, (_, index) => axis(index % 8));
    const found = finished(selfSimilarity(documentsOf(many), 1));
    expect(found).toMatchObject({ pairs: (maxQuestions * (maxQuestions - 1)) / 2, cut: 1 });
    expect(finished(selfSimilarity(documentsOf(many), 1))).toEqual(found);
  });

  it('has the mean of the cosines of all pairs', () => {
    fc.assert(
      fc.property(fc.array(coordinates, { minLength: 2, maxLength: 8 }), (vectors) => {
        const units = unitVectors(vectors);
        const cosines = units.flatMap((a, at) => units.slice(0, at).map((b) => dot(a, b)));
        const { mean } = finished(selfSimilarity([{ document: 'a', vectors: units }], 1));
        expect(mean).toBeCloseTo(cosines.reduce((sum, each) => sum + each, 0) / cosines.length, 9);
      }),
    );
  });
});
