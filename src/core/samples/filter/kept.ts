import type { SampleFilter } from './filter.ts';

/** The filter of what is measured: samples that are kept so far, unless it names a status or samples. */
export const keptUnlessSaid = (filter: SampleFilter): SampleFilter =>
  filter.status === undefined && filter.id === undefined ? { status: ['pending', 'accepted'], ...filter } : filter;
