/** What a person chose to measure, as requests have it. */
import { keptUnlessSaid, parseLine, problemText } from '../../src/protocol/filter.ts';
import type { SampleFilter } from '../../src/protocol/results.ts';
import type { PanelParams } from '../ui/host-channel.ts';
import type { InsightsChoice } from '../ui/intent.ts';

export interface MeasuredQuery {
  /** It names a status: that of what is kept so far, where the line names none. */
  readonly filter: SampleFilter;
  /** Sets that are compared with each other. */
  readonly compared: Pick<PanelParams<'quality/measure'>, 'groupBy' | 'compare'>;
}

/** The query, or what is wrong with a line of the choice. */
export function queryOf({ line, compareBy, compared }: InsightsChoice): MeasuredQuery | { readonly problem: string } {
  const parsed = parseLine(line);
  if ('problem' in parsed) return { problem: problemText(parsed.problem) };
  const filter = keptUnlessSaid(parsed.filter);
  if (compareBy === null) return { filter, compared: {} };
  if (compareBy !== 'filters') return { filter, compared: { groupBy: compareBy } };
  const compare: SampleFilter[] = [];
  for (const [at, each] of compared.entries()) {
    const read = parseLine(each);
    if ('problem' in read) return { problem: `${at === 0 ? 'A' : 'B'}, ${problemText(read.problem)}` };
    compare.push(read.filter);
  }
  return { filter, compared: { compare } };
}

/** What the figures of diversity follow from, beside the samples: two choices with the same need no new figures. */
export const comparison = ({ part, compareBy, compared }: InsightsChoice): string =>
  JSON.stringify([part, compareBy, ...(compareBy === 'filters' ? compared : [])]);
