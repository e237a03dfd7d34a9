/** How every front end reads, writes and completes a filter of samples. */
export { parseLine, problemText, withFields } from '../core/samples/filter/line.ts';
export type { LineProblem } from '../core/samples/filter/line.ts';
export { begunAt, fieldsBegun, withFieldName, withValue, wordsBegun } from '../core/samples/filter/complete.ts';
export type { Completed } from '../core/samples/filter/complete.ts';
export { fields as filterFields, isNamed } from '../core/samples/filter/filter.ts';
