import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashedTfIdf } from '../../../src/core/filter/features.ts';
import { fitRidge, minRatings } from '../../../src/core/filter/ridge.ts';
import { DenseVector, SparseVector } from '../../../src/core/filter/vectors.ts';
import { binStarts, histogram } from '../../../src/core/filter/score-documents.ts';

const good = ['tide', 'ebb', 'flood', 'harbour', 'range', 'moon', 'perigee', 'stream'];
const poor = ['click', 'buy', 'cookie', 'banner', 'login', 'share', 'offer', 'price'];

/** Texts of both kinds of words; the more of the good ones, the better the rating, up to a little noise. */
function corpus(count: number) {
  let state = 7;
  const next = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  return Array.from({ length: count }, () => {
    const share = next(11) / 10;
    const words = Array.from({ length: 60 }, () => (next(100) < 100 * share ? good[next(8)]! : poor[next(8)]!));
    return { text: words.join(' '), rating: 1 + 8.5 * share + next(10) / 20 };
  });
}

describe('the regression on ratings', () => {
  it('predicts held-out ratings far better than their mean, where words tell', async () => {
    const documents = corpus(120);
    const vectors = hashedTfIdf(documents.map(({ text }) => text));
    const rated = documents.slice(0, 60);
    const fit = (await fitRidge(
      vectors.slice(0, 60),
      rated.map(({ rating }) => rating),
    ))!;
    expect(fit.r2).toBeGreaterThan(0.8);
    const errors = documents.slice(60).map(({ rating }, index) => Math.abs(fit.predict(vectors[60 + index]!) - rating));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(1);
  });

  it('claims nothing where words tell nothing', async () => {
    const documents = corpus(60).map(({ text }, index) => ({ text, rating: 1 + ((index * 7919) % 90) / 10 }));
    const fit = (await fitRidge(
      hashedTfIdf(documents.map(({ text }) => text)),
      documents.map(({ rating }) => rating),
    ))!;
    expect(fit.r2).toBeLessThan(0.2);
  });

  it('is not made of too few ratings, or of ratings that are all the same', async () => {
    const vectors = hashedTfIdf(corpus(minRatings).map(({ text }) => text));
    expect(await fitRidge(vectors.slice(1), [1, 2, 3, 4, 5, 6, 7, 8, 9])).toBeNull();
    expect(
      await fitRidge(
        vectors,
        vectors.map(() => 5),
      ),
    ).toBeNull();
  });
});

/** Vectors as models give them: most of each is the same for all, and what ratings go by is a small part of the rest. */
function planted(count: number, signal: number) {
  let state = 11;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  return Array.from({ length: count }, () => {
    const rest = Array.from({ length: 48 }, next);
    const values = rest.map((value, index) => 1 + 0.4 * value + (index < 4 ? signal * rest[0]! : 0));
    return { vector: new DenseVector(Float32Array.from(values, (value) => 7 * value)), rating: 5.5 + 8 * rest[0]! + 0.3 * next() };
  });
}

describe('the regression on embeddings', () => {
  it('finds what is planted in them, and predicts far better than the mean', async () => {
    const documents = planted(300, 0.4);
    const rated = documents.slice(0, 100);
    const fit = (await fitRidge(
      rated.map(({ vector }) => vector),
      rated.map(({ rating }) => rating),
    ))!;
    expect(fit.r2).toBeGreaterThan(0.9);
    const others = documents.slice(100);
    const mean = rated.reduce((sum, { rating }) => sum + rating, 0) / rated.length;
    const squares = (guess: (vector: DenseVector) => number): number =>
      others.reduce((sum, { vector, rating }) => sum + (guess(vector) - rating) ** 2, 0);
    expect(squares(fit.predict)).toBeLessThan(0.1 * squares(() => mean));
  });

  it('does not depend on how long the vectors are', async () => {
    const documents = planted(60, 0.4);
    const ratings = documents.map(({ rating }) => rating);
    const lengthen = (factor: number) =>
      documents.map(({ vector }, index) => {
        const values = new Float64Array(vector.dimensions);
        vector.addTo(values, factor * (index + 1));
        return new DenseVector(Float32Array.from(values));
      });
    expect((await fitRidge(lengthen(1), ratings))!.r2).toBeCloseTo((await fitRidge(lengthen(100), ratings))!.r2, 4);
  });

  it('is the same written out as over all pairs', () => {
    const [a, b] = [new DenseVector(Float32Array.of(3, 4)), new SparseVector(2, Uint32Array.of(1), Float64Array.of(2))];
    const sum = new Float64Array(2);
    a.addTo(sum, 5);
    b.addTo(sum, 1);
    expect([...sum].map((value) => Number(value.toFixed(5)))).toEqual([3, 6]);
    expect(a.dot(sum)).toBeCloseTo(0.6 * 3 + 0.8 * 6);
    expect(b.dot(sum)).toBeCloseTo(12);
  });
});

describe('features', () => {
  it('have length one, or none for a text without words, and sorted places', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 8 }), (texts) => {
        for (const { indices, weights } of hashedTfIdf(texts)) {
          expect([...indices]).toEqual([...indices].sort((a, b) => a - b));
          const length = Math.hypot(...weights);
          expect(length === 0 || Math.abs(length - 1) < 1e-9).toBe(true);
        }
      }),
    );
  });
});

describe('the histogram', () => {
  it('has every score in one bin, ten in the last', () => {
    expect(binStarts).toHaveLength(18);
    expect(histogram([1, 1.49, 1.5, 6.5, 9.5, 10])).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 10, noNaN: true })), (scores) => {
        expect(histogram(scores).reduce((sum, count) => sum + count, 0)).toBe(scores.length);
      }),
    );
  });
});
