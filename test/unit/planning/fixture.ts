import type { ScalingSeries } from '../../../src/core/planning/scaling/fit.ts';
import { lossAt, type LawParameters } from '../../../src/core/planning/scaling/law.ts';

/** A real curve of fourteen runs, in samples and loss. */
export const measuredCurve: ScalingSeries = {
  x: Array.from({ length: 14 }, (_, k) => 200 * 2 ** k),
  loss: [
    4.247949918, 4.188166777, 4.086900075, 3.946466605, 3.808449984, 3.645450115, 3.420799971, 3.165299892, 2.91552496, 2.652625084,
    2.382649899, 2.151550055, 1.91655004, 1.742699981,
  ],
};

export const curveOf = (law: LawParameters, x: readonly number[]): ScalingSeries => ({ x, loss: x.map((each) => lossAt(law, each)) });

/** Goes through all steps at once. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}
