/** Charts as values: what they show, without how it is drawn. */

/** Bars that lie, one a row. */
export interface BarsSpec {
  readonly kind: 'bars';
  readonly rows: readonly { readonly label: string; readonly value: number; readonly note?: string }[];
  /** Title of the values' axis. */
  readonly x: string;
  /** End of the axis, where it is given by what is counted. */
  readonly most?: number;
}

interface ChartBin {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** One histogram or several above each other, on the same axes. */
export interface HistogramSpec {
  readonly kind: 'histogram';
  readonly groups: readonly { readonly label: string; readonly bins: readonly ChartBin[]; readonly mean?: number }[];
  readonly x: string;
  readonly y: string;
  /** Value that a line stands at, from which on something holds. */
  readonly threshold?: number;
}

/** A figure with its error bar for each row. */
export interface DotsSpec {
  readonly kind: 'dots';
  readonly rows: readonly { readonly label: string; readonly mean: number; readonly low: number; readonly high: number }[];
  readonly x: string;
}

interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** Points and fitted curves, both axes logarithmic. A curve is dashed where it goes beyond its points. */
export interface CurvesSpec {
  readonly kind: 'curves';
  readonly curves: readonly {
    readonly label: string;
    readonly points: readonly CurvePoint[];
    /** From the left to the right; empty where nothing could be fitted. */
    readonly line: readonly CurvePoint[];
    /** Least and largest x of measured points; null where none was measured. */
    readonly measured: { readonly from: number; readonly to: number } | null;
  }[];
  readonly x: string;
  readonly y: string;
  /** X where the data of the first curve end, with what is said there. */
  readonly end?: { readonly x: number; readonly label: string };
}

/** Kinds of charts. */
export type ChartSpec = BarsSpec | HistogramSpec | DotsSpec | CurvesSpec;

/** Height in pixels; it follows from what is shown alone, never from the width, so that nothing is resized in circles. */
export function chartHeight(spec: ChartSpec): number {
  switch (spec.kind) {
    case 'bars':
      return 44 + spec.rows.length * 20;
    case 'dots':
      return 44 + spec.rows.length * 24;
    case 'histogram':
      return 68 + spec.groups.length * (spec.groups.length === 1 ? 132 : 72);
    case 'curves':
      return 340;
  }
}

/** Values of a chart in the order of its marks, as a screen reader's summary says them. */
export function chartSummary(spec: ChartSpec): string {
  switch (spec.kind) {
    case 'bars':
      return `Bars: ${spec.rows.length} rows of ${spec.x}`;
    case 'dots':
      return `Figures with error bars: ${spec.rows.length} rows of ${spec.x}`;
    case 'curves':
      return `Curves of ${spec.y} by ${spec.x}, both logarithmic: ${spec.curves.map(({ label, points }) => `${label}, ${points.length} points`).join('; ')}${spec.end === undefined ? '' : `; ${spec.end.label}, dashed beyond`}`;
    case 'histogram': {
      const several = spec.groups.length === 1 ? '' : `, ${spec.groups.length} above each other`;
      return `Histogram of ${spec.x}${several}${spec.threshold === undefined ? '' : `, with a line at ${spec.threshold}`}`;
    }
  }
}
