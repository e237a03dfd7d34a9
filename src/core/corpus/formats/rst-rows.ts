import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import type { Line } from './lines.ts';
import type { RstCell } from './rst-table.ts';

/** The cells of one line of comma-separated values; quotation marks around a cell are none of it. */
function readCsvLine(line: Span, source: SourceText): RstCell[] {
  const text = source.text.slice(line.start, line.end);
  const cells: RstCell[] = [];
  for (const match of text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g)) {
    if (match[0] === '' && match.index === text.length) break;
    const cell = match[1] ?? match[2] ?? '';
    const start = line.start + match.index + match[0].indexOf(cell);
    cells.push(cell.trim() === '' ? [] : [{ start, end: start + cell.trimEnd().length }]);
  }
  return cells;
}

/** The rows of a table of comma-separated values, its header among the options included. */
export function readCsvTable(options: readonly Line[], body: readonly Line[], source: SourceText): RstCell[][] {
  const header = options.find((line) => /^\s*:header:/.test(source.text.slice(line.start, line.end)));
  const rows = body.filter(({ blank }) => !blank);
  const first =
    header === undefined
      ? []
      : [{ ...header, start: header.start + source.text.slice(header.start, header.end).indexOf(':header:') + ':header:'.length }];
  return [...first, ...rows].map((line) => readCsvLine(line, source));
}

/** The rows of a list of lists: `* -` opens a row, `-` below it a cell. */
export function readListTable(lines: readonly Line[], source: SourceText): RstCell[][] {
  const rows: Span[][][] = [];
  const outer = lines.find(({ blank }) => !blank)?.indent ?? 0;
  let inner = Infinity;
  for (const line of lines) {
    if (line.blank) continue;
    const text = source.text.slice(line.start, line.end);
    const row = line.indent === outer ? /^\s*[*+-]\s+(?:[*+-](?:\s+|$))?/.exec(text) : null;
    const cell = row === null && line.indent <= inner ? /^\s*[*+-](?:\s+|$)/.exec(text) : null;
    if (row !== null) {
      rows.push([[]]);
      inner = row[0].search(/[*+-]\s*$/);
    } else if (cell !== null) {
      rows.at(-1)?.push([]);
    }
    const start = line.start + (row ?? cell ?? /^\s*/.exec(text)!)[0].length;
    if (start < line.end) rows.at(-1)?.at(-1)?.push({ start, end: line.end });
  }
  return rows;
}
