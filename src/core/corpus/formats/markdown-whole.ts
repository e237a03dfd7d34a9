import type { Code, Table } from 'mdast';
import { endOf, startOf, writeInline, type InlineContext } from './markdown-inline.ts';

const fenceLine = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/;

/** A code block with its fences, so that a reader of the plain text sees what it is; indented code has none. */
export function writeFence(node: Code, context: InlineContext): void {
  const { builder, text } = context;
  const lines = linesOf(text, startOf(node, context.base), endOf(node, context.base));
  const opening = lines[0]!;
  const fenced = /^(?:`{3,}|~{3,})/.test(text.slice(opening.start, opening.end));
  if (fenced) builder.exact(opening.start, opening.end);
  for (const [index, value] of node.value === '' ? [] : node.value.split(/\r\n|\n|\r/).entries()) {
    const line = lines[index + (fenced ? 1 : 0)];
    if (line === undefined) break;
    if (index > 0 || fenced) builder.put('\n');
    // Nothing but container prefixes and indentation stands before the value; a tab may have been split in two.
    if (text.slice(line.start, line.end).endsWith(value)) builder.exact(line.end - value.length, line.end);
    else builder.replace(value, line.start, line.end);
  }
  const closing = lines.at(-1)!;
  if (fenced && lines.length > 1) {
    const marker = fenceLine.exec(text.slice(closing.start, closing.end))?.[1];
    if (marker === undefined) return;
    const start = text.indexOf(marker, closing.start);
    builder.put('\n');
    builder.exact(start, start + marker.length);
  }
}

/** One line a row, cells parted by a bar; rows without any text are left out. */
export function writeTable(table: Table, context: InlineContext): void {
  const { builder } = context;
  for (const row of table.children) {
    builder.line();
    for (const cell of row.children) {
      builder.cell();
      writeInline(cell.children, context);
    }
  }
}

function linesOf(text: string, start: number, end: number): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  let from = start;
  for (const match of text.slice(start, end).matchAll(/\r\n|\n|\r|$/g)) {
    lines.push({ start: from, end: start + match.index });
    from = start + match.index + match[0].length;
  }
  return lines;
}
