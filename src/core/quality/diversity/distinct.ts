import type { DiversityMeasure } from './collector.ts';
import { ngramsOf, spacedWords } from './tokens.ts';

/** Distinct-n (Li et al. 2016): distinct n-grams over all n-grams of words between white space, none of which reaches into another text. */
export const distinct = (n: number): DiversityMeasure => ({
  id: `distinct${n}`,
  title: `Distinct-${n}`,
  meaning: n === 1 ? 'distinct words over all words' : `distinct runs of ${n} words over all of them, within texts`,
  higher: 'more diverse',
  dependsOnOrder: false,
  dependsOnSize: true,
  collect() {
    const found = new Set<string>();
    let all = 0;
    return {
      add(text) {
        for (const ngram of ngramsOf(spacedWords(text), n)) {
          found.add(ngram);
          all++;
        }
      },
      value: () => (all === 0 ? null : found.size / all),
    };
  },
});
