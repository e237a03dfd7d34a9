/** What a fit says, in words that every front end tells it with. */
import type { LawPlace } from './answers.ts';

interface LawPrediction {
  readonly predicted: number;
  readonly relativeError: number;
}

/** Of a fit, what is told in sentences. */
export interface ToldFit {
  /** Subject of x: D or N. */
  readonly in: string;
  /** Rate at which intervals hold the truth. */
  readonly level: number;
  readonly holdOut: {
    readonly x: number;
    readonly loss: number;
    readonly rectified: LawPrediction | null;
    readonly marginal: LawPrediction | null;
  } | null;
  readonly plateau: LawPlace & { readonly gain: number };
  /** Null where none was named. */
  readonly target: (LawPlace & { readonly loss: number; readonly interval: readonly [number | null, number | null] | null }) | null;
}

/** Tells how well the points without the largest foretell it. */
export function holdOutWords({ holdOut, in: axis }: Pick<ToldFit, 'holdOut' | 'in'>): string {
  if (holdOut === null) return 'too few points are left without the largest to predict it';
  const { rectified, marginal } = holdOut;
  const told = Object.entries({ rectified, marginal }).flatMap(([name, prediction]) =>
    prediction === null ? [] : [`the ${name} law says ${scalingFigure(prediction.predicted)} (${signedPercent(prediction.relativeError)})`],
  );
  return `at ${axis} ${scalingAmount(holdOut.x)} the loss is ${scalingFigure(holdOut.loss)}; fitted without it, ${told.join(', ')}`;
}

/** Tells from where on more no longer pays. */
export function plateauWords({ plateau, in: axis }: Pick<ToldFit, 'plateau' | 'in'>): string {
  const { x, gain, reason } = plateau;
  if (x === null) return `none: ${reason ?? 'there is none'}`;
  return `from ${axis} ${scalingAmount(x)} on, a doubling gains less than ${scalingFigure(gain)}${beyond(plateau)}${reason === null ? '' : ` (${reason})`}`;
}

/** Tells what the target takes; null where none was named. */
export function targetWords({ target, in: axis, level }: Pick<ToldFit, 'target' | 'in' | 'level'>): string | null {
  if (target === null) return null;
  const loss = scalingFigure(target.loss);
  if (target.x === null) return `${loss}: ${target.reason ?? 'it is not reached'}`;
  const [low, high] = target.interval ?? [null, null];
  const end = (value: number | null): string => (value === null ? 'never' : scalingAmount(value));
  return `${loss} takes ${axis} ${scalingAmount(target.x)} (${end(low)} to ${end(high)} at ${scalingFigure(100 * level)} %)${beyond(target)}`;
}

/** Makes a sentence of such words, where they stand by themselves. */
export const asSentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

const beyond = ({ isExtrapolated, timesBeyond }: LawPlace): string => {
  if (!isExtrapolated) return '';
  return timesBeyond === null
    ? '; extrapolated, below the points'
    : `; extrapolated, ${scalingFigure(timesBeyond)} times the largest point`;
};

/** A loss or a parameter of a law, with four digits that say something. */
export function scalingFigure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

const units = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
] as const;

/** A number of tokens or parameters as it is written in tables of points: `1.5B`. */
export function scalingAmount(value: number): string {
  if (value >= 1e16) return value.toExponential(2);
  const [size, unit] = units.find(([least]) => value >= least) ?? [1, ''];
  return `${scalingFigure(value / size)}${unit}`;
}

/** A relative error, with the three digits that say something of one. */
const signedPercent = (share: number): string => `${share > 0 ? '+' : ''}${scalingFigure(Number((100 * share).toPrecision(3)))} %`;
