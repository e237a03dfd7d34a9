/** Reading, writing and completion of a filter of samples, for every front end. */
export { parseLine, problemText, withFields } from '../core/samples/filter/line.ts';
export type { LineProblem } from '../core/samples/filter/line.ts';
export { begunAt, fieldsBegun, withFieldName, withValue, wordsBegun } from '../core/samples/filter/complete.ts';
export type { Completed } from '../core/samples/filter/complete.ts';
export { keptUnlessSaid } from '../core/samples/filter/kept.ts';
export { fields as filterFields, isNamed } from '../core/samples/filter/filter.ts';
