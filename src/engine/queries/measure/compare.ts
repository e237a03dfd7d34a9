/** Figures of sets, on draws of equal size. */
import { drawOf, drawSize, minSetTexts, spreadOf } from '../../../core/quality/comparison/equal-draws.ts';
import type { DiversityMeasure, GzippedSize } from '../../../core/quality/diversity/collector.ts';
import { diversityMeasures } from '../../../core/quality/diversity/index.ts';
import type { MeasureFigures } from '../../../protocol/results.ts';
import type { Pause } from '../../slices.ts';
import type { TextSet } from './sets.ts';

export interface Rounds {
  readonly rounds: number;
  readonly seed: number;
}

export interface ComparedTexts {
  readonly measures: MeasureFigures[];
  /** By set, mean number of tokens of a draw; null for a set that is too small. */
  readonly drawTokens: readonly (number | null)[];
}

/** Measures the texts of sets; those that are too small have no figures. */
export async function compareTexts(sets: readonly TextSet[], { rounds, seed }: Rounds, pause: Pause): Promise<ComparedTexts> {
  const size = drawSize(sets.map(({ held }) => ({ texts: held.length, meanWords: meanWords(held) ?? 0 })));
  if (size === null) return { measures: [], drawTokens: sets.map(() => null) };
  const { gzippedSize } = await import('./gzipped-size.ts');
  /** By measure and set, the figure of each round. */
  const found = diversityMeasures.map(() => sets.map((): number[] => []));
  const tokens = sets.map(() => 0);
  for (const [at, { id, held }] of sets.entries()) {
    if (held.length < minSetTexts) continue;
    for (let round = 0; round < rounds; round++) {
      const drawn = drawOf(held.length, size, { seed, round, set: id }).map((index) => held[index]!);
      tokens[at]! += drawn.reduce((sum, text) => sum + text.tokens, 0) / rounds;
      const texts = drawn.map(({ text }) => text);
      for (const [index, measure] of diversityMeasures.entries()) {
        const figure = await figureInTurns(measure, texts, gzippedSize, pause);
        if (figure !== null) found[index]![at]!.push(figure);
      }
    }
  }
  const measures = diversityMeasures.map((measure, index) => ({ ...described(measure), size, figures: found[index]!.map(spreadOf) }));
  return { measures, drawTokens: sets.map(({ held }, at) => (held.length < minSetTexts ? null : tokens[at]!)) };
}

async function figureInTurns(
  measure: DiversityMeasure,
  texts: readonly string[],
  gzippedSize: GzippedSize,
  pause: Pause,
): Promise<number | null> {
  const collector = measure.collect(gzippedSize);
  for (const text of texts) {
    collector.add(text);
    await pause();
  }
  const value = collector.value();
  await pause();
  return value;
}

const described = ({ id, title, meaning, higher, dependsOnOrder, dependsOnSize }: DiversityMeasure) => ({
  ...{ id, title, meaning, higher, dependsOnOrder, dependsOnSize },
});

export const meanWords = (held: TextSet['held']): number | null =>
  held.length === 0 ? null : held.reduce((sum, { words }) => sum + words, 0) / held.length;
