import { describe, expect, it } from 'vitest';
import { extractConcepts } from '../../../src/core/extractive/extract.ts';
import { createCorpusStatistics } from '../../../src/core/extractive/statistics.ts';
import { longProse, passage } from './passages.ts';

/** Quadratic work would take four times as long, plus noise; linear work twice. */
const mostRatio = 4;

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1]!;
}

function duration(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The two sizes take turns, so that a busy machine slows both. */
function growth(work: (text: string) => void, textOf: (length: number) => string, length: number, rounds = 3): number {
  const texts = [textOf(length), textOf(2 * length)] as const;
  work(texts[0]);
  const times = Array.from({ length: rounds }, () =>
    texts.map((text) =>
      duration(() => {
        work(text);
      }),
    ),
  );
  return median(times.map(([, twice]) => twice!)) / median(times.map(([once]) => once!));
}

function extract(text: string): void {
  const statistics = createCorpusStatistics();
  statistics.add(passage(text));
  extractConcepts(passage(text), statistics);
}

describe('the time extraction takes', () => {
  it('grows with the length of the text and no faster', () => {
    expect(growth(extract, longProse, 100_000)).toBeLessThan(mostRatio);
  });

  it.each([
    ['a run without spaces', 'ab'],
    ['a sentence without end', 'gluten network and '],
    ['one word for ever', 'bee '],
    ['list items', '- a queen bee\n'],
    ['opening brackets', '( '],
    ['full stops', '. '],
  ])('grows no faster on %s', (_, unit) => {
    expect(growth(extract, (length) => unit.repeat(length / unit.length), 20_000)).toBeLessThan(mostRatio);
  });
});
