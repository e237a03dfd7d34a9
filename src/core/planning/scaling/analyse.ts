import { plateauOf, speedUpOf, targetOf, type DataRange } from './answers.ts';
import { intervalOf, resample, type Interval, type Resampled, type Resampling } from './bootstrap.ts';
import { fitLaw, type LawFit, type ScalingSeries } from './fit.ts';
import { lossAt, type LawParameters, type ScalingLaw } from './law.ts';
import { fewFor, refusalOf, ScalingRefusal } from './refusals.ts';

export interface ScalingQuestion extends Resampling {
  readonly series: ScalingSeries;
  /** D or N. */
  readonly axis: string;
  /** Gain of a doubling below which there is a plateau, in the loss's unit. */
  readonly plateauGain: number;
  readonly target: number | null;
  readonly against: { readonly name: string; readonly series: ScalingSeries } | null;
}

interface FittedLaw {
  readonly fit: LawFit;
  readonly resampled: Resampled;
}

/** Times that the upper end of an interval may be the lower one before what it is of counts as not told by the data. */
const mostSpread = 100;
/** Share of the least x below which a bend leaves no trace in the points. */
const leastBend = 0.01;
/** Share of the least loss below which E is none. */
const noFloor = 1e-6;

/**
 * Fits both laws to a series and says what follows. Yields often: a thousand draws take tenths of a second.
 * @throws ScalingRefusal where the points, or those to compare with, allow no law; its message says what to do
 */
export function* analyseScaling(question: ScalingQuestion) {
  const { series, axis, plateauGain, target, against } = question;
  const refused = refusalOf(series, axis);
  if (refused !== null) throw new ScalingRefusal(refused);
  const range = rangeOf(series);
  const few = fewFor('rectified', series.x, axis);
  const rectified = few === null ? yield* fitted('rectified', question) : null;
  const marginal = yield* fitted('marginal', question);
  // The rectified law holds the marginal one, at D_l = 0: with points enough for it, it is the one that speaks.
  const used = rectified ?? marginal;
  const law = used.fit.parameters;
  return {
    range,
    rectified: rectified === null ? null : described(rectified, series),
    marginal: described(marginal, series),
    law: used.fit.law,
    holdOut: yield* holdOut(series, axis),
    plateau: { gain: plateauGain, ...plateauOf(law, plateauGain, range) },
    target: target === null ? null : { loss: target, ...targetOf(law, used.resampled, target, range) },
    speedUp: against === null ? null : yield* comparedWith(against, { law, range }, axis),
    notes: [...(few === null ? [] : [few]), ...notesOn(rectified, marginal, series, axis)],
  };
}

function* fitted(law: ScalingLaw, question: ScalingQuestion): Generator<undefined, FittedLaw> {
  const fit = yield* fitLaw(law, question.series);
  return { fit, resampled: yield* resample(fit, question.series, question) };
}

/** A law's parameters as they are told, with intervals. An E that nothing keeps from zero is zero. */
function described({ fit, resampled }: FittedLaw, { loss }: ScalingSeries) {
  const { B, Dl, beta } = fit.parameters;
  const floor = noFloor * leastOf(loss);
  const E = (value: number): number => (value < floor ? 0 : value);
  const intervals: Readonly<Record<'B' | 'Dl' | 'beta' | 'E', Interval>> = {
    B: intervalOf(resampled, (each) => each.B),
    Dl: intervalOf(resampled, (each) => each.Dl),
    beta: intervalOf(resampled, (each) => each.beta),
    E: intervalOf(resampled, (each) => E(each.E)),
  };
  return { B, Dl, beta, E: E(fit.parameters.E), rms: fit.rms, intervals };
}

/** Fits each law without the points of the largest x, and says how far its prediction of them is off. */
function* holdOut(series: ScalingSeries, axis: string) {
  const { to: x } = rangeOf(series);
  const kept = series.x.flatMap((each, at) => (each === x ? [] : [at]));
  const rest = { x: kept.map((at) => series.x[at]!), loss: kept.map((at) => series.loss[at]!) };
  const held = series.loss.filter((_, at) => series.x[at] === x);
  const loss = held.reduce((sum, each) => sum + each, 0) / held.length;
  const predict = function* (law: ScalingLaw): Generator<undefined, { predicted: number; relativeError: number } | null> {
    if (fewFor(law, rest.x, axis) !== null || refusalOf(rest, axis) !== null) return null;
    const predicted = lossAt((yield* fitLaw(law, rest)).parameters, x);
    return { predicted, relativeError: predicted / loss - 1 };
  };
  const [rectified, marginal] = [yield* predict('rectified'), yield* predict('marginal')];
  return rectified === null && marginal === null ? null : { x, loss, rectified, marginal };
}

function* comparedWith(
  { name, series }: NonNullable<ScalingQuestion['against']>,
  curve: { law: LawParameters; range: DataRange },
  axis: string,
) {
  const refused = refusalOf(series, axis);
  if (refused !== null) throw new ScalingRefusal(`${name}, which is compared with: ${refused}`);
  const law = fewFor('rectified', series.x, axis) === null ? 'rectified' : 'marginal';
  const fit = yield* fitLaw(law, series);
  return { against: name, ...speedUpOf(curve, { law: fit.parameters, range: rangeOf(series) }) };
}

/** What is to be known of the figures before they are believed. */
function notesOn(rectified: FittedLaw | null, marginal: FittedLaw, { x, loss }: ScalingSeries, axis: string): string[] {
  const notes: string[] = [];
  if (rectified !== null) {
    const [low, high] = intervalOf(rectified.resampled, bendOf);
    if (high > mostSpread * low || bendOf(rectified.fit.parameters) < leastBend * leastOf(x)) {
      notes.push(
        `D_l cannot be told from these points: the place of the bend, D_l^(1/β), goes from ${low.toPrecision(2)} to ${high.toPrecision(2)}. Points at smaller ${axis}, where the curve is still flat, would tell; until then, hold the marginal law beside it`,
      );
    }
  }
  const { fit, resampled } = rectified ?? marginal;
  if (intervalOf(resampled, ({ E }) => E)[0] < noFloor * leastOf(loss)) {
    notes.push(
      `the irreducible part E may be zero: the points do not go far enough to show where the curve ends, and what is said beyond them is a guess`,
    );
  }
  if (loss.length - (fit.law === 'rectified' ? 4 : 3) < 3) {
    notes.push(
      `with ${loss.length} points for ${fit.law === 'rectified' ? 4 : 3} parameters, intervals are as wide as the redrawn fits go, and may still be too narrow`,
    );
  }
  return notes;
}

/** Place where D_l = x^β: before it the curve is flat. Unlike D_l, its unit is that of x, whatever β. */
const bendOf = ({ Dl, beta }: LawParameters): number => Dl ** (1 / beta);

const rangeOf = ({ x }: ScalingSeries): DataRange => ({ from: leastOf(x), to: x.reduce((high, each) => Math.max(high, each), 0) });

const leastOf = (values: readonly number[]): number => values.reduce((low, each) => Math.min(low, each), Infinity);
