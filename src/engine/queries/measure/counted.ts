/** Numbers of samples, each with the filter line that leads to those that it counts. */
import type { SampleFilter } from '../../../core/samples/filter/filter.ts';
import { printLine } from '../../../core/samples/filter/line.ts';
import type { CountedSamples } from '../../../protocol/results.ts';

/** Ids that a line names at most. */
export const maxIds = 100;

/** Samples that a filter leaves, and no others. */
export const countedBy = (samples: number, filter: SampleFilter): CountedSamples => ({
  samples,
  line: samples === 0 ? null : printLine(filter),
  isWhole: true,
});

/** Samples that no field of a filter tells from others, by their ids. @param ids those of all, or of the first of them */
export const countedByIds = (samples: number, ids: readonly string[]): CountedSamples => ({
  samples,
  line: ids.length === 0 ? null : printLine({ id: ids.slice(0, maxIds) }),
  isWhole: samples <= Math.min(ids.length, maxIds),
});
