import type { TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import type { Line } from './lines.ts';

/** Colons at the ends of a column are Pandoc's, and align it. */
const gridBorder = /^\s*\+(?::?[-=]+:?\+)+\s*$/;
const simpleBorder = /^\s*={2,}(?:\s+={2,})+\s*$/;
/** A line that says which columns the row above it spans. */
const spanning = /^\s*-{2,}(?:\s+-{2,})*\s*$/;
/** The first line of a grid table or of a simple table. */
export const tableBorder = /^\s*(?:\+(?:[-=]{1,}\+)+|={2,}(?:\s+={2,})+)\s*$/;
/** Columns that a grid may have; more are no table that anybody drew. */
const maxColumns = 200;

/** Parts of lines that read as one text. */
export type RstCell = readonly Span[];

export interface RstTable {
  /** Number of lines that the table takes. */
  readonly lines: number;
  readonly rows: readonly (readonly RstCell[])[];
}

/** A cell less the lines that two dots open, and those further in behind them. */
export function withoutComments(cell: RstCell, { text }: SourceText, omit: TellOmitted): RstCell {
  let column = Infinity;
  return cell.filter(({ start, end }) => {
    const at = start - text.lastIndexOf('\n', start - 1);
    if (at > column) return false;
    column = /^\.\.(?:\s|$)/.test(text.slice(start, Math.min(end, start + 3))) ? at : Infinity;
    if (column === at) omit('comment', start);
    return column !== at;
  });
}

/** The table that opens with the first of `lines`. */
export function findTable(lines: readonly Line[], source: SourceText): RstTable {
  const text = (line: Line): string => source.text.slice(line.start, line.end);
  return gridBorder.test(text(lines[0]!)) ? gridTable(lines, text) : simpleTable(lines, text);
}

/**
 * A row goes from one border to the next, also where only some of its columns have one; a cell takes the columns between two
 * bars. A cell that spans rows is read with the first.
 */
function gridTable(lines: readonly Line[], text: (line: Line) => string): RstTable {
  const outside = lines.findIndex((line) => !/^\s*[+|]/.test(text(line)));
  const count = outside === -1 ? lines.length : outside;
  const columns = columnsOf(lines.slice(0, count).map(text));
  const rows: RstCell[][] = [];
  let band: Line[] = [];
  for (const line of lines.slice(0, count)) {
    if (!gridBorder.test(text(line))) {
      band.push(line);
      continue;
    }
    readBand(band, columns, text, rows);
    band = [];
  }
  readBand(band, columns, text, rows);
  return { lines: count, rows: rows.filter((row) => row.length > 0) };
}

/** Adds the rows between two borders to `rows`: several where only some columns have a border in between. */
function readBand(band: readonly Line[], columns: readonly number[], text: (line: Line) => string, rows: RstCell[][]): void {
  /** Cells of the row being read, by the column they begin at. */
  const open = new Map<number, Span[]>();
  // A bar that other lines of the row do not have is text.
  const parting = columns.filter((column) => band.every((line) => /[|+]/.test(text(line).charAt(column))));
  for (const line of band) {
    const content = text(line);
    const bars = barsOf(content, parting);
    for (const [index, bar] of bars.slice(0, -1).entries()) {
      const piece = trimmed({ start: line.start + bar + 1, end: line.start + bars[index + 1]! }, line, content);
      const isBorder = /^[-=]{2,}$/.test(content.slice(bar + 1, bars[index + 1]).trim());
      if (isBorder) closeCell(open, rows, bar);
      else if (piece !== undefined) add(open, bar, piece);
    }
  }
  rows.push(cellsOf(open));
}

function add(open: Map<number, Span[]>, column: number, piece: Span): void {
  const cell = open.get(column);
  if (cell === undefined) open.set(column, [piece]);
  else cell.push(piece);
}

/** Columns at which a border of the table has a corner. */
function columnsOf(lines: readonly string[]): readonly number[] {
  const columns = new Set<number>();
  for (const line of lines) {
    if (!/^\s*\+|[-=]\+/.test(line)) continue;
    for (const { index } of line.matchAll(/\+(?=[-=\s]|$)/g)) if (columns.size < maxColumns) columns.add(index);
  }
  return [...columns].sort((a, b) => a - b);
}

/** Where cells are parted on a line: at a corner's column, or, where wide letters have moved the bars, at any bar. */
function barsOf(content: string, columns: readonly number[]): number[] {
  const last = content.trimEnd().length - 1;
  const bars = columns.filter((column) => column <= last && /[|+]/.test(content.charAt(column)));
  if (bars.at(-1) === last) return bars;
  return [...content.matchAll(/[|+](?=\s|$|[-=]{2})/g)].slice(0, maxColumns).map(({ index }) => index);
}

/** Ends the cell above a border that only some columns have: with those read so far it is a row. */
function closeCell(open: Map<number, Span[]>, rows: RstCell[][], column: number): void {
  if (!open.has(column)) return;
  rows.push(cellsOf(open));
  open.clear();
}

function cellsOf(open: ReadonlyMap<number, Span[]>): RstCell[] {
  return [...open].sort(([a], [b]) => a - b).map(([, cell]) => cell);
}

function trimmed({ start, end }: Span, line: Line, content: string): Span | undefined {
  const inside = content.slice(start - line.start, end - line.start);
  const from = start + /^\s*/.exec(inside)![0].length;
  const to = start + inside.trimEnd().length;
  return from < to ? { start: from, end: to } : undefined;
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
  const rows: Span[][][] = [];
  for (const line of lines.slice(1, count)) {
    const content = text(line);
    if (line.blank || simpleBorder.test(content) || spanning.test(content)) continue;
    const cells = cellsAtColumns(line, content, columns);
    // A line whose first column is empty goes on with the row above it.
    const goesOn = rows.length > 0 && cells[0]?.length === 0;
    if (goesOn) for (const [index, cell] of cells.entries()) for (const piece of cell) rows.at(-1)![index]?.push(piece);
    else rows.push(cells);
  }
  return { lines: count, rows };
}

/** Text across the gap between two columns belongs to a cell that spans both. */
function cellsAtColumns(line: Line, content: string, columns: readonly number[]): Span[][] {
  const starts = columns.filter((column, index) => index === 0 || column >= content.length || /\s/.test(content.charAt(column - 1)));
  return columns.map((column) => {
    const index = starts.indexOf(column);
    if (index === -1) return [];
    const end = starts[index + 1] ?? content.length;
    const piece = trimmed(
      { start: line.start + Math.min(column, content.length), end: line.start + Math.min(end, content.length) },
      line,
      content,
    );
    return piece === undefined ? [] : [piece];
  });
}
