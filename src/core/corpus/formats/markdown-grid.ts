/** Tables of Pandoc that are drawn with bars and borders: `+---+---+`. */
import type { BlockBuilder } from '../block-builder.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import type { Line } from './lines.ts';
import { findTable } from './rst-table.ts';

const border = /^\+(?::?[-=]{3,}:?\+)+[ \t]*$/;
const maxLines = 1000;
/** Marks in a cell: of code, emphasis, breaks, attributes and links. */
const marks =
  /`+|\*{1,2}(?=\S)|(?<=\S)\*{1,2}|\\[ \t]*$|\{[.#][^{}\n]{0,200}\}|!\[[^[\]\n]{0,200}\]\([^()\n]{0,500}\)|\[(?=[^[\]\n]{1,300}\]\()|\]\([^()\n]{0,500}\)/g;

/** End of the table whose first border stands at `at`; `at` where none does. */
export function gridEnd(text: string, at: number): number {
  const lines = linesFrom(text, at);
  const last = lines.findLastIndex((line) => border.test(text.slice(line.start, line.end)));
  const first = lines[0];
  return first !== undefined && last > 1 && border.test(text.slice(first.start, first.end)) ? lines[last]!.end : at;
}

/** The lines of one table, without the indentation that they share with it. */
function linesFrom(text: string, at: number): Line[] {
  const lines: Line[] = [];
  let start = at;
  while (lines.length < maxLines && /[+|]/.test(text.charAt(start))) {
    const found = text.indexOf('\n', start);
    const next = found === -1 ? text.length : found;
    lines.push({ start, end: text.charAt(next - 1) === '\r' ? next - 1 : next, indent: 0, blank: false });
    start = next + 1;
    while (text.charAt(start) === ' ' || text.charAt(start) === '\t') start += 1;
  }
  return lines;
}

export function writeGrid({ start, end }: Span, source: SourceText, builder: BlockBuilder): void {
  const lines = linesFrom(source.text, start).filter((line) => line.end <= end);
  builder.cover(start, end);
  for (const row of findTable(lines, source).rows) {
    builder.line();
    for (const cell of row) {
      builder.cell();
      for (const span of cell) {
        writeCell(span, source, builder);
        builder.space();
      }
    }
  }
}

function writeCell({ start, end }: Span, { text }: SourceText, builder: BlockBuilder): void {
  let from = start;
  for (const match of text.slice(start, end).matchAll(marks)) {
    builder.prose(from, start + match.index);
    from = start + match.index + match[0].length;
  }
  builder.prose(from, end);
}
