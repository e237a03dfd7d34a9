/** Scaling laws of the fake host: the real ones, since they need nothing but the points. */
import { analyseScaling } from '../../../src/core/planning/scaling/analyse.ts';
import type { EngineArguments, EngineResult } from '../../../src/protocol/engine.ts';

type Query = EngineArguments<'plan/scaling'>;

const seriesOf = (points: Query['points']) => ({ x: points.map(({ x }) => x), loss: points.map(({ loss }) => loss) });

export function fakeScaling({ points, against, target, plateauGain, ...rest }: Query): EngineResult<'plan/scaling'> {
  const series = seriesOf(points);
  const steps = analyseScaling({
    ...{ ...rest, series, target: target ?? null, axis: rest.in },
    plateauGain: plateauGain ?? 0.01 * Math.min(...series.loss),
    against: against === undefined ? null : { name: against.name, series: seriesOf(against.points) },
  });
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return { points: points.length, ...rest, ...step.value };
}
