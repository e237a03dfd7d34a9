/** Bin of a histogram. */
export interface Bin {
  /** Bounds: the lower one included, the upper one not, but for the last bin's. */
  readonly from: number;
  readonly to: number;
  /** Places, in the list that was given, of the numbers that lie in it. */
  readonly places: readonly number[];
}

const maxBins = 20;
/** Distinct numbers up to which each has a bin of its own, where they lie on a grid. */
const maxOwnBins = 12;

/**
 * Bins of numbers: one for each where there are few whole ones, as of levels and scores; else of a round width (1, 2 or 5 times a power of
 * ten), about as wide as Freedman and Diaconis (1981) say and never more than 20. Bins between others may be empty. What is
 * not finite is in none.
 */
export function histogramOf(numbers: readonly number[]): Bin[] {
  const sorted = Float64Array.from(numbers.filter(Number.isFinite)).sort();
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return [];
  const width = widthOf(sorted, least, most);
  const first = Math.floor(least / width + 1e-9);
  const binOf = (number: number): number => Math.floor(number / width + 1e-9) - first;
  const places: number[][] = Array.from({ length: binOf(most) + 1 }, () => []);
  for (const [place, number] of numbers.entries()) if (Number.isFinite(number)) places[binOf(number)]!.push(place);
  return places.map((held, bin) => ({ from: rounded((first + bin) * width), to: rounded((first + bin + 1) * width), places: held }));
}

function widthOf(sorted: Float64Array, least: number, most: number): number {
  const range = most - least;
  if (sorted.every((each) => Number.isInteger(each)) && range < maxOwnBins) return 1;
  if (range === 0) return roundWidth(Math.abs(least) / 10);
  const quartile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  const wanted = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(sorted.length);
  // One far away must not have thousands of empty bins between it and the rest.
  const width = roundWidth(Math.max(wanted, range / (maxBins - 1)));
  return sorted.every((each) => Number.isInteger(each)) ? Math.max(1, width) : width;
}

/** The least of 1, 2 and 5 times a power of ten that is as wide. */
function roundWidth(wanted: number): number {
  if (wanted === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5].find((factor) => factor * power >= wanted * (1 - 1e-9)) ?? 10) * power;
}

/** Without the digits that powers of ten leave behind. */
const rounded = (bound: number): number => Number(bound.toPrecision(12));
