/** Words of the samples against those of the corpus, and of a file. */
import { Reservoir } from '../../../core/quality/comparison/reservoir.ts';
import { compareUnigrams, smoothing, UnigramTable } from '../../../core/quality/coverage/unigrams.ts';
import type { SampleFilter } from '../../../core/samples/filter/filter.ts';
import { printLine } from '../../../core/samples/filter/line.ts';
import type { WordComparison } from '../../../protocol/results.ts';
import { finish, type Pause } from './read-samples.ts';
import { maxTexts } from './sets.ts';

/** Words listed that add most to the divergence. */
const listed = 20;

export interface NamedTable {
  readonly what: string;
  readonly table: UnigramTable;
}

/** Counts the words of texts; of more than can be counted in a moment, some are drawn. @returns also whether that was so */
export async function tableOf<T>(
  items: Iterable<T>,
  textOf: (item: T) => string,
  { seed, label }: { readonly seed: number; readonly label: string },
  pause: Pause,
): Promise<{ readonly table: UnigramTable; readonly isDrawn: boolean }> {
  const reservoir = new Reservoir<T>(maxTexts, seed, label);
  for (const item of items) {
    reservoir.add(item);
    if (reservoir.seen % 1000 === 0) await pause();
  }
  const table = new UnigramTable();
  for (const item of reservoir.items()) {
    table.add(textOf(item));
    await pause();
  }
  return { table, isDrawn: reservoir.seen > maxTexts };
}

/** @param base the filter of the samples, which the lines of single words narrow */
export async function compareWords(test: NamedTable, train: NamedTable, base: SampleFilter, pause: Pause): Promise<WordComparison> {
  const found = await finish(compareUnigrams(test.table, train.table, listed), pause);
  return {
    ...found,
    test: { what: test.what, ...found.test },
    train: { what: train.what, ...found.train },
    smoothing,
    most: found.most.map((word) => ({ ...word, line: word.train === 0 ? null : lineOf(base, word.word) })),
  };
}

/** A line of words narrows the words that were looked for before. */
const lineOf = (base: SampleFilter, word: string): string =>
  printLine({ ...base, text: base.text === undefined ? word : `${base.text} ${word}` });
