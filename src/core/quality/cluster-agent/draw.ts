import { RandomStream } from '../../graph/random.ts';
import { drawPlaces } from '../draw-places.ts';

/** Draws of one purpose are independent of those of another, and each of the number of draws: more rounds begin with the same ones. */
export type DrawPurpose = 'criteria' | 'round';

/** Draws `size` different items, in random order: a function of the items' order, the seed and the place alone. @param items at least `size` of them */
export const drawSamples = <T>(items: readonly T[], size: number, place: { purpose: DrawPurpose; seed: number; index: number }): T[] =>
  drawPlaces(items.length, size, new RandomStream().restart(place.seed, place.index, `diversity ${place.purpose}`)).map((at) => items[at]!);
