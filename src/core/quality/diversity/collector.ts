/** Something that is told the texts of a set one by one, so that others have their turn in between, and then gives one figure for them. */
export interface TextCollector {
  add(text: string): void;
  /** Null where the set has too little for the figure to mean anything: no text, or none that is long enough. */
  value(): number | null;
}

/** Size of data in bytes once gzip has compressed them at its highest level, 9. */
export type GzippedSize = (data: Uint8Array) => number;

/** One figure for a set of texts. */
export interface DiversityMeasure {
  readonly id: string;
  readonly title: string;
  /** What is counted, in one sentence. */
  readonly meaning: string;
  /** What a higher figure says of the set; `neither` where it is no measure of diversity. */
  readonly higher: 'more diverse' | 'less diverse' | 'neither';
  /** True where the same texts in another order give another figure. */
  readonly dependsOnOrder: boolean;
  /** True where larger sets of the same kind of texts give another figure, so that sets are compared at equal sizes alone. */
  readonly dependsOnSize: boolean;
  collect(gzippedSize: GzippedSize): TextCollector;
}

/** Figure of a measure for texts in their order. */
export function figureOf(measure: DiversityMeasure, texts: Iterable<string>, gzippedSize: GzippedSize): number | null {
  const collector = measure.collect(gzippedSize);
  for (const text of texts) collector.add(text);
  return collector.value();
}
