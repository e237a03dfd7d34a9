/** Words of the samples against those of the corpus, and of a file. */
import { Reservoir } from '../../../core/quality/comparison/reservoir.ts';
import { compareUnigrams, smoothing, UnigramTable } from '../../../core/quality/coverage/unigrams.ts';
import type { SampleFilter } from '../../../core/samples/filter/filter.ts';
import { printLine } from '../../../core/samples/filter/line.ts';
import type { WordComparison } from '../../../protocol/results.ts';
import { type FunctionWords, functionWordsOf } from './function-words.ts';
import { inTurns, type Pause } from '../../slices.ts';
import { maxTexts } from './sets.ts';

/** Words listed, function words aside, that add most to the divergence. */
const listed = 20;

export interface NamedTable {
  readonly what: string;
  readonly table: UnigramTable;
}

/** Of what is compared with the samples, also its function words. */
export interface TestTable extends NamedTable {
  readonly functionWords: FunctionWords;
}

/** Counts the words of texts; of more than can be counted in a moment, some are drawn. @returns also whether that was so, and their function words */
export async function tableOf<T>(
  items: Iterable<T>,
  textOf: (item: T) => string,
  { seed, label }: { readonly seed: number; readonly label: string },
  pause: Pause,
): Promise<{ readonly table: UnigramTable; readonly isDrawn: boolean; readonly functionWords: FunctionWords }> {
  const reservoir = new Reservoir<T>(maxTexts, seed, label);
  for (const item of items) {
    reservoir.add(item);
    if (reservoir.seen % 1000 === 0) await pause();
  }
  const table = new UnigramTable();
  const texts = reservoir.items().map(textOf);
  for (const text of texts) {
    table.add(text);
    await pause();
  }
  return { table, functionWords: await functionWordsOf(texts), isDrawn: reservoir.seen > maxTexts };
}

/** @param base the filter of the samples, which the lines of single words narrow */
export async function compareWords(test: TestTable, train: NamedTable, base: SampleFilter, pause: Pause): Promise<WordComparison> {
  const found = await inTurns(compareUnigrams(test.table, train.table, { limit: listed, isFunctionWord: test.functionWords.has }), pause);
  return {
    ...found,
    test: { what: test.what, ...found.test },
    train: { what: train.what, ...found.train },
    smoothing,
    functionWords: { ...found.functionWords, languages: [...test.functionWords.languages] },
    most: found.most.map((word) => ({ ...word, line: word.train === 0 ? null : lineOf(base, word.word) })),
  };
}

/** A line of words narrows the words that were looked for before. */
const lineOf = (base: SampleFilter, word: string): string =>
  printLine({ ...base, text: base.text === undefined ? word : `${base.text} ${word}` });
