/** How every front end reads, writes and completes a filter of samples. */
export { parseLine, problemText, withFields } from '../core/samples/filter/line.ts';
export type { LineProblem } from '../core/samples/filter/line.ts';
