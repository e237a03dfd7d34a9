import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import type { Line } from './lines.ts';

const gridBorder = /^\s*\+(?:[-=]{2,}\+)+\s*$/;
const simpleBorder = /^\s*={2,}(?:\s+={2,})+\s*$/;
/** The first line of a grid table or of a simple table. */
export const tableBorder = /^\s*(?:\+(?:[-=]{2,}\+)+|={2,}(?:\s+={2,})+)\s*$/;

export interface RstTable {
  /** Number of lines that the table takes. */
  readonly lines: number;
  readonly rows: readonly (readonly Span[])[];
}

/** The table that opens with the first of `lines`; a row is a line, as cells of several lines read well enough so. */
export function findTable(lines: readonly Line[], source: SourceText): RstTable {
  const text = (line: Line): string => source.text.slice(line.start, line.end);
  return gridBorder.test(text(lines[0]!)) ? gridTable(lines, text) : simpleTable(lines, text);
}

function gridTable(lines: readonly Line[], text: (line: Line) => string): RstTable {
  const outside = lines.findIndex((line) => !/^\s*[+|]/.test(text(line)));
  const count = outside === -1 ? lines.length : outside;
  const rows = lines.slice(0, count).filter((line) => !gridBorder.test(text(line)));
  return { lines: count, rows: rows.map((line) => cellsBetweenBars(line, text(line))) };
}

function cellsBetweenBars(line: Line, text: string): Span[] {
  const bars = [...text.matchAll(/[|+](?=\s|$|[-=]{2})/g)].map(({ index }) => line.start + index);
  return bars.slice(0, -1).map((bar, index) => ({ start: bar + 1, end: bars[index + 1]! }));
}

/** Ends with the second border, or with the third when there is one before the next blank line: then the first two hold the header. */
function simpleTable(lines: readonly Line[], text: (line: Line) => string): RstTable {
  const next = (from: number): number => {
    for (let at = from; at < lines.length; at += 1) {
      if (simpleBorder.test(text(lines[at]!))) return at;
      if (lines[at]!.blank && lines[at + 1]?.blank !== false) break;
    }
    return -1;
  };
  const second = next(1);
  const third = second === -1 || lines[second + 1]?.blank !== false ? -1 : next(second + 1);
  const count = Math.max(0, second, third) + 1;
  const columns = [...text(lines[0]!).matchAll(/={2,}/g)].map(({ index }) => index);
  const rows = lines.slice(1, count).filter((line) => !line.blank && !simpleBorder.test(text(line)));
  return { lines: count, rows: rows.map((line) => cellsAtColumns(line, columns)) };
}

function cellsAtColumns(line: Line, columns: readonly number[]): Span[] {
  return columns
    .map((column, index) => ({
      start: Math.min(line.end, line.start + column),
      end: Math.min(line.end, line.start + (columns[index + 1] ?? line.end)),
    }))
    .filter(({ start, end }) => start < end);
}
