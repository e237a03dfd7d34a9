/** The order in which the lines of a page are read: columns one after the other, what goes over them above and below. */
import type { PdfLine } from './pdf-page.ts';

/** A column has so many lines at least, as wide, in heights of the font, as no cell of a table is in the middle. */
const [fewest, narrowest] = [4, 9];
/** Share of the lines that may go over a gutter: titles, figures, tables. */
const mostCrossing = 0.4;

/** Groups of lines that are read one after the other; in each the lines go down the page. */
export function readingOrder(lines: readonly PdfLine[]): PdfLine[][] {
  const gutter = gutterOf(lines);
  if (gutter === null) return lines.length === 0 ? [] : [[...lines]];
  const groups: PdfLine[][] = [];
  let [left, right]: [PdfLine[], PdfLine[]] = [[], []];
  const flush = (): void => {
    for (const group of readingOrder(left).concat(readingOrder(right))) groups.push(group);
    [left, right] = [[], []];
  };
  let over: PdfLine[] = [];
  for (const line of lines) {
    const side = line.right <= gutter ? left : line.left >= gutter ? right : null;
    if (side === null) {
      flush();
      over.push(line);
      continue;
    }
    if (over.length > 0) groups.push(over);
    over = [];
    side.push(line);
  }
  if (over.length > 0) groups.push(over);
  flush();
  return groups;
}

/** Where a gap between two columns lies; null where the lines stand in one. */
function gutterOf(lines: readonly PdfLine[]): number | null {
  if (lines.length < 2 * fewest) return null;
  const size = median(lines.map((line) => line.size));
  const starts = [...new Set(lines.map(({ left }) => Math.round(left)))];
  let best: { at: number; crossing: number } | null = null;
  for (const start of starts) {
    const at = start - size * 0.3;
    const left = lines.filter(({ right }) => right <= at);
    const right = lines.filter((line) => line.left >= at);
    const crossing = lines.length - left.length - right.length;
    if (left.length < fewest || right.length < fewest || crossing > mostCrossing * lines.length) continue;
    if (!isColumn(left, size) || !isColumn(right, size) || !standBeside(left, right)) continue;
    if (best === null || crossing < best.crossing) best = { at, crossing };
  }
  return best?.at ?? null;
}

const isColumn = (lines: readonly PdfLine[], size: number): boolean =>
  median(lines.map(({ left, right }) => right - left)) >= narrowest * size;

/** Tells whether two groups share a stretch of the page's height: else one is the other's continuation. */
function standBeside(left: readonly PdfLine[], right: readonly PdfLine[]): boolean {
  const [top, bottom] = [Math.max(left[0]!.y, right[0]!.y), Math.min(left.at(-1)!.y, right.at(-1)!.y)];
  const within = (lines: readonly PdfLine[]): number => lines.filter(({ y }) => y >= top && y <= bottom).length;
  return within(left) >= fewest - 1 && within(right) >= fewest - 1;
}

/** The middle value; 0 of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
