import type { Code, Table } from 'mdast';
import type { TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import { codeParts, hiddenInCode, readFenceInfo, readOptions } from './fences.ts';
import { filler } from './mask.ts';
import { endOf, maskAt, startOf, writeInline, type InlineContext } from './markdown-inline.ts';

const fenceLine = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/;

/** A code block as it is read: without marks for the tool that shows or runs it. */
export interface ReadCode {
  readonly language: string;
  readonly value: string;
  /** Name of the tab that the code says it stands in. */
  readonly tab: string | undefined;
  readonly isFenced: boolean;
}

/** A code block with its fences, so that a reader of the plain text sees what it is; indented code has none. */
export function writeFence(node: Code, context: InlineContext, omit: TellOmitted): ReadCode {
  const { builder, text } = context;
  const lines = linesOf(text, startOf(node, context.base), endOf(node, context.base));
  const opening = lines[0]!;
  const marker = /^(?:`{3,}|~{3,})/.exec(text.slice(opening.start, opening.end))?.[0];
  const isFenced = marker !== undefined;
  const info = isFenced ? text.slice(opening.start + marker.length, opening.end) : '';
  const values = node.value === '' ? [] : node.value.split(/\r\n|\n|\r/);
  const { skipped, tab } = readOptions(info, values);
  const { language } = readFenceInfo(info);
  if (isFenced) writeOpening(marker, language, opening, context);
  let isFirst = !isFenced;
  for (const [index, value] of values.entries()) {
    const line = lines[index + (isFenced ? 1 : 0)];
    if (line === undefined) break;
    const hidden = hiddenInCode(value, language);
    if (hidden.length > 0) omit('comment', line.start);
    const parts = codeParts(value, hidden);
    if (index < skipped || (parts.length === 0 && value !== '')) continue;
    if (!isFirst) builder.put('\n');
    isFirst = false;
    // Nothing but container prefixes and indentation stands before the value; a tab may have been split in two.
    if (text.slice(line.start, line.end).endsWith(value)) {
      const start = line.end - value.length;
      for (const part of parts) writeCodePart(start + part.start, start + part.end, context);
    } else if (!value.includes(filler)) {
      builder.replace(value, line.start, line.end);
    }
  }
  const closing = lines.at(-1)!;
  const end = isFenced && lines.length > 1 ? fenceLine.exec(text.slice(closing.start, closing.end))?.[1] : undefined;
  if (end !== undefined) {
    const start = text.indexOf(end, closing.start);
    builder.put('\n');
    copyOrReplace(end, start, start + end.length, context);
  }
  return { language, value: values.slice(skipped).join('\n'), tab, isFenced };
}

/** The opening fence and the language; lines to highlight, titles and the like are not the reader's. */
function writeOpening(marker: string, language: string, opening: Span, context: InlineContext): void {
  const shown = marker + language;
  if (context.text.startsWith(shown, opening.start)) copyOrReplace(shown, opening.start, opening.start + shown.length, context);
  else context.builder.replace(shown, opening.start, opening.end);
}

/** Copies what stands in the file; where a tag stands for a fence, writes the fence instead of it. */
function copyOrReplace(shown: string, start: number, end: number, { builder, masks }: InlineContext): void {
  const mask = maskAt(masks, start);
  if (mask?.kind === 'fence' && mask.start <= start) builder.replace(shown, mask.start, mask.end);
  else builder.exact(start, end);
}

/** A comment is none the less one for standing in lines that are indented. */
function writeCodePart(start: number, end: number, { builder, masks }: InlineContext): void {
  let from = start;
  for (let mask = maskAt(masks, from); mask !== undefined && mask.start < end; mask = maskAt(masks, from)) {
    if (mask.omit === 'comment') builder.exact(from, Math.min(mask.start, end));
    else builder.exact(from, Math.min(mask.end, end));
    from = mask.end;
  }
  builder.exact(from, end);
}

/** Languages of notebooks. */
const ofNotebooks: ReadonlySet<string> = new Set(['python', 'python3', 'ipython', 'ipython3', 'py', 'julia', 'r']);

/** Tells whether a block behind code is what that printed: the export of a notebook indents it, knitr marks its lines. */
export function isOutput({ isFenced, language, value }: ReadCode, before: string): boolean {
  return (
    (!isFenced && ofNotebooks.has(before.toLowerCase())) ||
    (language === '' && value !== '' && value.split('\n').every((line) => line.trim() === '' || /^(?:##|#>)(?: |$)/.test(line)))
  );
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

function linesOf(text: string, start: number, end: number): Span[] {
  const lines: Span[] = [];
  let from = start;
  for (const match of text.slice(start, end).matchAll(/\r\n|\n|\r|$/g)) {
    lines.push({ start: from, end: start + match.index });
    from = start + match.index + match[0].length;
  }
  return lines;
}
