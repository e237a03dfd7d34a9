/** Comparison of the words of training texts with those of test texts. */
import { searchWords } from '../../samples/search-words.ts';
import { Foremost } from './foremost.ts';

/** Smoothing: so much is added to the count of each word of either table, in both. */
export const smoothing = 1;

/** Words and how often each occurs, as search sees them: without case and accents, a character of Chinese or Japanese each for itself. */
export class UnigramTable {
  readonly counts = new Map<string, number>();
  total = 0;

  add(text: string): void {
    for (const word of searchWords(text)) {
      this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
      this.total++;
    }
  }
}

interface WordShare {
  readonly word: string;
  /** Occurrences in each, and the nats that the word adds to the divergence. */
  readonly test: number;
  readonly train: number;
  readonly adds: number;
}

export interface UnigramComparison {
  /** Words in all, and distinct ones. */
  readonly test: { readonly words: number; readonly types: number };
  readonly train: { readonly words: number; readonly types: number };
  /** Share of the test's distinct words that the training texts have; null without any. */
  readonly typeCoverage: number | null;
  /** Σ p(w) over the words that the training texts have, p being the test's frequencies; null without any. */
  readonly tokenCoverage: number | null;
  /** KL(test‖train) in nats, both smoothed over the union of their words; null where one of them has none. */
  readonly divergence: number | null;
  /** The words that add most to it, function words aside. */
  readonly most: readonly WordShare[];
  /** Function words that add to it: how many, and how much together. */
  readonly functionWords: { readonly words: number; readonly adds: number };
}

interface ListedWords {
  /** Words that are listed. */
  readonly limit: number;
  /** Words that count, and are not listed: they say how texts are written, and not what they are about. */
  readonly isFunctionWord?: (word: string) => boolean;
}

/** Words that are looked at in one turn. */
const turn = 5000;

/** Compares the tables: p of the test, q of the training texts; all words count. Yields between some thousands of words. */
export function* compareUnigrams(test: UnigramTable, train: UnigramTable, listing: ListedWords): Generator<undefined, UnigramComparison> {
  let [types, tokens] = [0, 0];
  for (const [word, count] of test.counts) {
    if (!train.counts.has(word)) continue;
    types++;
    tokens += count;
  }
  yield;
  const isComparable = test.total > 0 && train.total > 0;
  const divergence = isComparable ? yield* diverge(test, train, test.counts.size + train.counts.size - types, listing) : null;
  return {
    test: { words: test.total, types: test.counts.size },
    train: { words: train.total, types: train.counts.size },
    typeCoverage: test.counts.size === 0 ? null : types / test.counts.size,
    tokenCoverage: test.total === 0 ? null : tokens / test.total,
    divergence: divergence === null ? null : Math.max(0, divergence.nats),
    most: divergence?.most ?? [],
    functionWords: divergence?.functionWords ?? { words: 0, adds: 0 },
  };
}

/** @param union number of distinct words of both together */
function* diverge(test: UnigramTable, train: UnigramTable, union: number, { limit, isFunctionWord = () => false }: ListedWords) {
  const share = (table: UnigramTable, count: number): number => (count + smoothing) / (table.total + smoothing * union);
  const most = new Foremost<WordShare>(limit, (a, b) => b.adds - a.adds || (a.word < b.word ? -1 : 1));
  const functionWords = { words: 0, adds: 0 };
  let [nats, seen] = [0, 0];
  for (const word of wordsOfBoth(test, train)) {
    const [inTest, inTrain] = [test.counts.get(word) ?? 0, train.counts.get(word) ?? 0];
    const p = share(test, inTest);
    const adds = p * Math.log(p / share(train, inTrain));
    nats += adds;
    if (adds > 0 && isFunctionWord(word)) {
      functionWords.words++;
      functionWords.adds += adds;
    } else if (adds > 0) most.add({ word, test: inTest, train: inTrain, adds });
    if (++seen % turn === 0) yield;
  }
  return { nats, most: most.items(), functionWords };
}

function* wordsOfBoth(test: UnigramTable, train: UnigramTable): Generator<string> {
  yield* test.counts.keys();
  for (const word of train.counts.keys()) if (!test.counts.has(word)) yield word;
}
