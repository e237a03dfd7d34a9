import type { CorpusStatistics } from './statistics.ts';

/**
 * The spelling to show for a phrase: the most frequent one, with the capitals taken back that only the start of a
 * sentence or a title asked for. Names and abbreviations keep theirs.
 */
export function phraseLabel(spellings: ReadonlyMap<string, number>, statistics: CorpusStatistics): string {
  const counts = new Map<string, number>();
  for (const [spelling, count] of spellings) {
    const plain = withoutTitleCapitals(spelling, statistics);
    counts.set(plain, (counts.get(plain) ?? 0) + count);
  }
  let best = '';
  let most = 0;
  for (const [spelling, count] of counts) {
    if (count > most || (count === most && spelling < best)) {
      best = spelling;
      most = count;
    }
  }
  return best;
}

function withoutTitleCapitals(spelling: string, statistics: CorpusStatistics): string {
  const words = spelling.split(/\s+/);
  return words
    .map((word, index) => {
      // "New Zealand": what stands before a name belongs to it.
      const next = words[index + 1];
      const isBeforeName = next !== undefined && /^\p{Lu}/u.test(next) && statistics.isName(next) === true && !/['’]s$/.test(word);
      return isBeforeName ? word : word.replace(/\p{Lu}[\p{L}\p{M}]*(?![.\p{L}])/gu, (part) => smallUnlessName(part, statistics));
    })
    .join(' ');
}

function smallUnlessName(word: string, statistics: CorpusStatistics): string {
  if (word.length > 1 && word === word.toUpperCase()) return word;
  return statistics.isName(word) === false ? word.toLowerCase() : word;
}
