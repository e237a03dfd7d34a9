import type { DiversityMeasure } from './collector.ts';
import { ngramsOf, spacedWords } from './tokens.ts';

const size = 4;

/**
 * Self-repetition: the mean over the texts of ln(1 + Σ (df(g) − 1)) over a text's distinct 4-grams g of words between white space, df
 * being the number of texts that hold g. As `self_repetition_score` of the Python package `diversity` 0.3.1. A text of fewer than
 * four words counts with 0.
 */
export const selfRepetition: DiversityMeasure = {
  id: 'repetition',
  title: 'Self-repetition',
  meaning: 'mean over texts of ln(1 + how often other texts hold its 4-grams)',
  higher: 'less diverse',
  dependsOnOrder: false,
  dependsOnSize: true,
  collect() {
    const numbers = new Map<string, number>();
    /** By the 4-gram's number, how many texts hold it. */
    const held: number[] = [];
    const texts: number[][] = [];
    return {
      add(text) {
        const own = [...new Set(ngramsOf(spacedWords(text), size))].map((ngram) => {
          const number = numbers.get(ngram) ?? numbers.size;
          if (number === numbers.size) numbers.set(ngram, number);
          held[number] = (held[number] ?? 0) + 1;
          return number;
        });
        texts.push(own);
      },
      value() {
        if (texts.length === 0) return null;
        const scores = texts.map((own) => Math.log1p(own.reduce((sum, ngram) => sum + held[ngram]! - 1, 0)));
        return scores.reduce((sum, score) => sum + score, 0) / texts.length;
      },
    };
  },
};
