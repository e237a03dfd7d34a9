/** Running heads, running feet and page numbers: what stands at the edge of pages and says nothing of their text. */
import type { PdfLine } from './pdf-page.ts';

/** Rows at the upper and at the lower edge that may be furniture. */
const rowsAtEdge = 3;
/** Pages on which the same stands at the same height, at least: chapters of two pages have heads too. */
const fewestPages = 2;

const pageNumber = /^(?:[-–—|·•\s]*(?:page|p\.|seite|s\.)?\s*)?(?:\d{1,4}|[ivxlcdm]{1,8})(?:\s*(?:\/|of|von)\s*\d{1,4})?[-–—|·•\s]*$/i;
/** What is the same on every page, but for numbers. */
const shape = (text: string): string => text.toLowerCase().replace(/\d+/g, '#').replace(/\s+/g, ' ').trim();

interface EdgeLine {
  readonly line: PdfLine;
  /** Where on the page, as coarse as hands are: what repeats at another height is text. */
  readonly key: string;
}

/** The pages without their furniture, and how many lines of it each page had. Lines go down the page. */
export function withoutFurniture(pages: readonly (readonly PdfLine[])[]): { readonly lines: PdfLine[]; readonly omitted: number }[] {
  const edges = pages.map(edgesOf);
  const counts = new Map<string, number>();
  for (const page of edges) for (const key of new Set(page.map((each) => each.key))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return pages.map((lines, at) => {
    const gone = new Set<PdfLine>();
    for (const { line, key } of edges[at]!) {
      const isNumber = pageNumber.test(line.text) && isOutermost(line, lines);
      if (isNumber ? pages.length > 1 || isBelowAll(line, lines) : (counts.get(key) ?? 0) >= fewestPages) gone.add(line);
    }
    return { lines: lines.filter((line) => !gone.has(line)), omitted: gone.size };
  });
}

function edgesOf(lines: readonly PdfLine[]): EdgeLine[] {
  const rows: PdfLine[][] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    if (last !== undefined && Math.abs(last[0]!.y - line.y) < line.size * 0.5) last.push(line);
    else rows.push([line]);
  }
  const upper = rows.slice(0, rowsAtEdge).flat();
  const lower = rows.slice(Math.max(rowsAtEdge, rows.length - rowsAtEdge)).flat();
  const keyed = (side: string) => (line: PdfLine) => ({ line, key: `${side} ${Math.round(line.y / 4)} ${shape(line.text)}` });
  return [...upper.map(keyed('top')), ...lower.map(keyed('foot'))];
}

/** Nothing but what stands on the same row is farther out. */
const isOutermost = (line: PdfLine, lines: readonly PdfLine[]): boolean =>
  lines.every(({ y }) => y > line.y - line.size * 0.5) || isBelowAll(line, lines);
const isBelowAll = (line: PdfLine, lines: readonly PdfLine[]): boolean => lines.every(({ y }) => y < line.y + line.size * 0.5);
