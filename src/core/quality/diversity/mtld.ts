import type { DiversityMeasure } from './collector.ts';
import { spacedWords } from './tokens.ts';

/** Type–token ratio at which a factor is full (McCarthy & Jarvis 2010). */
const threshold = 0.72;

/**
 * MTLD, the measure of textual lexical diversity (McCarthy & Jarvis 2010): the mean length of runs of words whose type–token ratio
 * stays above .72, forwards and backwards, and the mean of the two. The texts are read one after the other, since one question alone
 * is shorter than a factor. Words are compared as they are written.
 */
export const mtld: DiversityMeasure = {
  id: 'mtld',
  title: 'MTLD',
  meaning: 'mean length, in words, of runs whose share of distinct words stays above .72; both directions',
  higher: 'more diverse',
  dependsOnOrder: true,
  dependsOnSize: false,
  collect() {
    const words: string[] = [];
    return {
      add(text) {
        for (const word of spacedWords(text)) words.push(word);
      },
      value: () => (words.length === 0 ? null : (oneWay(words) + oneWay(words.toReversed())) / 2),
    };
  },
};

function oneWay(words: readonly string[]): number {
  let factors = 0;
  let [distinctWords, length] = [new Set<string>(), 0];
  for (const word of words) {
    distinctWords.add(word);
    length++;
    if (distinctWords.size / length > threshold) continue;
    factors++;
    [distinctWords, length] = [new Set(), 0];
  }
  // What is left counts as the part of a factor by which its ratio has come down from 1.
  if (length > 0) factors += (1 - distinctWords.size / length) / (1 - threshold);
  // No word came twice.
  return words.length / (factors === 0 ? 1 : factors);
}
