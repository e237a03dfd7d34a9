/** The place that a chart is drawn for. */
export interface ChartPlace {
  readonly width: number;
  /** Pixels of the text. */
  readonly fontSize: number;
  /** Width in pixels of a text as it will be set. */
  readonly measure: (text: string) => number;
}

/** A label cut to a width, and the margin that all need. */
export function labelled(labels: readonly string[], { width, measure }: ChartPlace) {
  const most = Math.max(48, Math.round(width * 0.4));
  const cut = new Map(labels.map((label) => [label, cutTo(label, most - 12, measure)]));
  const widest = [...cut.values()].reduce((wide, label) => Math.max(wide, measure(label)), 0);
  return { margin: Math.min(most, Math.ceil(widest) + 12), text: (label: string): string => cut.get(label) ?? label };
}

function cutTo(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let [fits, long] = [0, text.length];
  while (long - fits > 1) {
    const middle = Math.floor((fits + long) / 2);
    if (measure(`${text.slice(0, middle)}…`) <= width) fits = middle;
    else long = middle;
  }
  return `${text.slice(0, fits).trimEnd()}…`;
}
