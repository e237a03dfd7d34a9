import type { CountedSamples } from '../../../src/protocol/results.ts';

/** A number, a text, or nothing; `counted`: samples that it counts, to which it leads. */
export interface FigureCell {
  readonly value: number | string | null;
  readonly counted?: CountedSamples;
}

/** Numbers behind a chart, as a person reads them and as a file has them. */
export interface FigureTable {
  readonly columns: readonly string[];
  /** A cell for each column; the first names its row. */
  readonly rows: readonly (readonly FigureCell[])[];
}

export const cell = (value: FigureCell['value'], counted?: CountedSamples): FigureCell =>
  counted === undefined ? { value } : { value, counted };

/** A number of samples, which leads to them. */
export const samplesCell = (counted: CountedSamples): FigureCell => ({ value: counted.samples, counted });
