/** Scaling laws of points that a front end hands over. */
import { analyseScaling } from '../../core/planning/scaling/analyse.ts';
import type { ScalingSeries } from '../../core/planning/scaling/fit.ts';
import { ScalingRefusal } from '../../core/planning/scaling/refusals.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { inTurns, pauses } from '../slices.ts';

type ScalingQuery = EngineArguments<'plan/scaling'>;

/** Share of the least loss that a doubling has to gain where nothing else is said. */
const usualGain = 0.01;

/** @throws UsageError for points that allow no law, saying what to do; the signal's reason once it is aborted */
export async function planScaling(query: ScalingQuery, signal: AbortSignal): Promise<EngineResult<'plan/scaling'>> {
  const { points, against, target = null, draws, seed, level } = query;
  const series = seriesOf(points);
  const least = series.loss.reduce((low, each) => Math.min(low, each), Infinity);
  const steps = analyseScaling({
    ...{ series, axis: query.in, draws, seed, level, target },
    plateauGain: query.plateauGain ?? usualGain * least,
    against: against === undefined ? null : { name: against.name, series: seriesOf(against.points) },
  });
  try {
    return { in: query.in, points: points.length, ...(await inTurns(steps, pauses(signal))), level, draws, seed };
  } catch (cause) {
    if (cause instanceof ScalingRefusal) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

const seriesOf = (points: ScalingQuery['points']): ScalingSeries => ({ x: points.map(({ x }) => x), loss: points.map(({ loss }) => loss) });
