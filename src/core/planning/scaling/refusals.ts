import type { ScalingSeries } from './fit.ts';
import { parameterCount, type ScalingLaw } from './law.ts';

/** Data from which no law can be told; the message says what is wrong and what to do. */
export class ScalingRefusal extends Error {
  override readonly name = 'ScalingRefusal';
}

/** Share of the largest loss below which differences are none. */
const leastFall = 1e-6;

/**
 * Tells why points allow no law at all, or returns null.
 * @param axis D or N, for the words
 */
export function refusalOf({ x, loss }: ScalingSeries, axis: string): string | null {
  const bad = x.findIndex((value, at) => !isPositive(value) || !isPositive(loss[at]!));
  if (bad !== -1) {
    return `point ${bad + 1} has ${axis} ${x[bad]!} and loss ${loss[bad]!}, and both must be numbers above zero: correct the point, or leave it out`;
  }
  const few = fewFor('marginal', x, axis);
  if (few !== null) return few;
  const least = loss.reduce((low, each) => Math.min(low, each), Infinity);
  const most = loss.reduce((high, each) => Math.max(high, each), 0);
  if (most - least <= leastFall * most) {
    return `the loss is the same at every ${axis} (${least}): there is no fall to fit. Measure where more data still helps`;
  }
  if (slope(x.map(Math.log), loss.map(Math.log)) >= 0) {
    return `the loss rises with ${axis}, and a scaling law falls. If the numbers are accuracies, call the column accuracy; otherwise look at the runs themselves`;
  }
  return null;
}

/**
 * Tells why there are too few points for a law, or returns null. One different x more than there are parameters is needed: with as many, the
 * curve goes through every point, no residual is left, and neither error nor interval can be told.
 */
export function fewFor(law: ScalingLaw, x: readonly number[], axis: string): string | null {
  const different = new Set(x).size;
  const needed = parameterCount[law] + 1;
  if (different >= needed) return null;
  return `the ${law} law has ${parameterCount[law]} parameters and needs points at ${needed} different ${axis} at least; there are ${different}. Add runs of other sizes`;
}

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

/** Slope of the line of least squares. */
function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const [above, below] = x.reduce(([up, down], each, at) => [up + (each - mx) * (y[at]! - my), down + (each - mx) ** 2], [0, 0]);
  return above / below;
}
