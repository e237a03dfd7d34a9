/**
 * Equal-sized draws of sets of unequal sizes: most measures of diversity fall or rise with the size of a set, so that figures of
 * unequal sets say more of their sizes than of the texts.
 */
import { RandomStream } from '../../graph/random.ts';
import { drawPlaces } from '../draw-places.ts';

/** Texts below which a set has no figures: they would be of its few texts. */
export const minSetTexts = 40;
/** Texts of a draw at most. */
export const maxDrawTexts = 1000;
/** Words of a draw at most, as its texts have on average: long texts are drawn in smaller numbers. */
export const maxDrawWords = 100_000;

interface SizedSet {
  /** Texts that can be drawn. */
  readonly texts: number;
  readonly meanWords: number;
}

/**
 * Size of the draws that all sets can give: half of the smallest that is large enough, within the limits. Half, since draws of a whole
 * set are all the same and show no spread; the spread of halves is about the standard error of the whole's own figure (the
 * delete-half jackknife, Efron 1982).
 * @returns null where no set is large enough
 */
export function drawSize(sets: readonly SizedSet[]): number | null {
  const large = sets.filter(({ texts }) => texts >= minSetTexts);
  if (large.length === 0) return null;
  const halves = large.map(({ texts }) => Math.floor(texts / 2));
  const byWords = large.map(({ meanWords }) => Math.floor(maxDrawWords / Math.max(1, meanWords)));
  return Math.max(
    1,
    [maxDrawTexts, ...halves, ...byWords].reduce((least, each) => Math.min(least, each)),
  );
}

/** Draw of a round: `size` of the indices 0 … `count` − 1, in random order. A function of its arguments. @throws RangeError when there are not so many */
export const drawOf = (count: number, size: number, { seed, round, set }: { seed: number; round: number; set: string }): number[] =>
  drawPlaces(count, size, new RandomStream().restart(seed, round, set));

export interface Spread {
  readonly mean: number;
  /** Standard error of that mean over the rounds: it shrinks as rounds are added. */
  readonly standardError: number;
  /** Standard deviation of one draw. */
  readonly deviation: number;
}

/** Mean of the rounds' figures with its errors. @returns null for fewer than two rounds */
export function spreadOf(figures: readonly number[]): Spread | null {
  if (figures.length < 2) return null;
  const mean = figures.reduce((sum, each) => sum + each, 0) / figures.length;
  const deviation = Math.sqrt(figures.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (figures.length - 1));
  return { mean, standardError: deviation / Math.sqrt(figures.length), deviation };
}
