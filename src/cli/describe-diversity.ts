import type { EngineResult } from '../protocol/engine.ts';
import type { DiversityMeasurement } from '../protocol/results.ts';

/** So many names of groups are told. */
const shown = 10;

/** `D = 2.31 ± 0.18 (1 misses of 50 rounds of 10 out of 214 samples)`. */
function scoreLine({ score, standardError, rounds, misses, samples, settings }: DiversityMeasurement): string {
  const value =
    score === null ? 'no score yet' : `D = ${score.toFixed(2)}${standardError === null ? '' : ` ± ${standardError.toFixed(2)}`}`;
  return `${value} on a scale from ${(1 / settings.size).toFixed(2)} to ${settings.size}: ${rounds} of ${settings.rounds} rounds of ${settings.size} out of ${samples} samples, ${misses} without a valid group`;
}

/** What one measurement came to: score, criteria, and the kinds of samples that were found. */
export function describeMeasurement(measurement: DiversityMeasurement): string {
  const { criteria, groups, groupNames, mended, draws, settings } = measurement;
  const { unknown, repeated, unplaced } = mended;
  const kinds = groups.filter(({ valid }) => valid > 0).slice(0, shown);
  const others = groupNames - kinds.length;
  return [
    scoreLine(measurement),
    ...criteria.map(({ kind, name, line }) => `  ${kind}: ${line.toLowerCase().startsWith(name.toLowerCase()) ? '' : `${name}: `}${line}`),
    ...(criteria.length === 0 ? [`criteria found in ${draws} of ${settings.draws} draws, not settled yet`] : []),
    ...kinds.map((each) => `  ${each.name || '(no name)'}: samples ${each.sampleCount}, groups ${each.groups}, valid ${each.valid}`),
    ...(others > 0 && groups.length > 0 ? [`  and ${others} other names`] : []),
    ...(unknown + repeated + unplaced === 0
      ? []
      : [`mended in replies: ${unplaced} samples in no group, ${repeated} in two, ${unknown} numbers that no sample has`]),
  ].join('\n');
}

export function describeMeasurements({ measurements }: EngineResult<'diversity/results'>): string {
  if (measurements.length === 0) return 'nothing was measured yet';
  return measurements.map((each) => `${each.run}  ${each.outcome}  ${each.model}\n  ${scoreLine(each)}`).join('\n');
}
