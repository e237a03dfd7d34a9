import type { Sentence } from './word.ts';

/**
 * School level of a text by the Flesch–Kincaid grade (Kincaid et al. 1975): 0.39 words/sentence + 11.8 syllables/word −
 * 15.59. It sees the length of words and sentences alone; "unknown" below three sentences.
 */
export function readingLevel(sentences: readonly Sentence[]): string {
  const lengths = sentences
    .filter(({ isLine }) => !isLine)
    .map(({ words }) => words.filter(({ text }) => /^\p{L}/u.test(text)).map(({ lower }) => lower));
  const spoken = lengths.filter((words) => words.length > 3);
  if (spoken.length < 3) return 'unknown';
  const words = spoken.flat();
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  const grade = 0.39 * (words.length / spoken.length) + 11.8 * (syllables / words.length) - 15.59;
  if (grade < 5.5) return 'elementary';
  if (grade < 8.5) return 'middle school';
  if (grade < 12.5) return 'high school';
  return grade < 16.5 ? 'college' : 'graduate';
}

/** Groups of vowels, a silent final e not counted; right for most English words and off by one for the rest. */
function syllablesOf(word: string): number {
  const groups = word.match(/[aeiouyà-ÿ]+/g)?.length ?? 0;
  const silent = /[^aeiouyl]e(?:s|d)?$/.test(word) && !/[td]ed$/.test(word) && !/(?:s|x|z|ch|sh|c|g)es$/.test(word) ? 1 : 0;
  return Math.max(1, groups - silent);
}
