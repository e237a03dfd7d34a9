import type { DiversityMeasure } from './collector.ts';
import { ngramsOf } from './tokens.ts';

const sizes = [1, 2, 3, 4] as const;

/**
 * N-gram diversity: Σ over n = 1 … 4 of distinct n-grams over all n-grams of the texts joined by one space; from near 0 to 4.
 * Tokens are what single spaces part, as in the Python package `diversity` 0.3.1 (`ngram_diversity_score`): two spaces have an empty token
 * between them, and a line break parts nothing. N-grams reach from one text into the next.
 */
export const ngramDiversity: DiversityMeasure = {
  id: 'ngrams',
  title: 'N-gram diversity',
  meaning: 'sum over n = 1 to 4 of distinct n-grams over all n-grams of the joined texts; at most 4',
  higher: 'more diverse',
  dependsOnOrder: true,
  dependsOnSize: true,
  collect() {
    const counts = sizes.map((n) => ({ n, distinct: new Set<string>(), all: 0 }));
    /** The last tokens of the texts before, which n-grams of the next one begin with. */
    let tail: string[] = [];
    return {
      add(text) {
        const tokens = text.split(' ');
        for (const count of counts) {
          for (const ngram of ngramsOf([...lastOf(tail, count.n - 1), ...tokens], count.n)) {
            count.distinct.add(ngram);
            count.all++;
          }
        }
        tail = lastOf([...tail, ...tokens], sizes.length - 1);
      },
      value: () => (counts.some(({ all }) => all === 0) ? null : counts.reduce((sum, { distinct, all }) => sum + distinct.size / all, 0)),
    };
  },
};

/** The last items of a list; `slice(-0)` would give all. */
const lastOf = (list: readonly string[], count: number): string[] => list.slice(Math.max(0, list.length - count));
