import type { ScalingSeries } from './fit.ts';

/** A curve from a paper, to hold one's own against. */
export interface PublishedCurve {
  /** Name as the paper has it: the size of the model. */
  readonly name: string;
  readonly title: string;
  /** Training tokens, and accuracy in percent, as the paper's table has them. */
  readonly table: readonly { readonly D: number; readonly accuracy: number }[];
  /** Largest D of a training run of the paper: what lies beyond it, the paper extrapolates itself. */
  readonly largestRun: number;
  /** How far its points can be trusted, in a sentence. */
  readonly trust: string;
}

const tokens = [10e9, 50e9, 250e9, 300e9, 1e12, 4e12];
const largestRun = 4.5e9;
const trust =
  'Extrapolated by the paper itself: its largest training run has 4.5B tokens, and all six points lie beyond it. Rounded to 0.1 of a percentage point.';

const row = (name: string, accuracies: readonly number[]): PublishedCurve => ({
  name,
  title: `${name} on MATH, error in percentage points`,
  table: tokens.map((D, at) => ({ D, accuracy: accuracies[at]! })),
  largestRun,
  trust,
});

/** Accuracy on MATH after training on questions synthesised from concepts, by size of the model. */
export const publishedCurves: readonly PublishedCurve[] = [
  row('3B', [64.6, 74.7, 80.5, 80.9, 83.1, 84.4]),
  row('8B', [73.2, 78.6, 81.4, 81.6, 82.6, 83.2]),
];

/** Points of a published curve in its error, 100 − accuracy. */
export const publishedSeries = ({ table }: PublishedCurve): ScalingSeries => ({
  x: table.map(({ D }) => D),
  loss: table.map(({ accuracy }) => errorOf(accuracy)),
});

/** The error of an accuracy, both in percent, without the rounding of binary fractions. */
export const errorOf = (accuracy: number): number => Number((100 - accuracy).toPrecision(12));
