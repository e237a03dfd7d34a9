/** Rows of files that are text: JSON, CSV and plain text. */
import { columnNamed, columnNames, type CsvLayout, layoutOf } from '../../core/corpus/formats/csv-dialect.ts';
import { type CsvRow, decodeField, isNull, rowsOf } from '../../core/corpus/formats/csv-rows.ts';
import { parseJson } from '../../core/corpus/formats/json-repair.ts';
import { linesOrOther } from '../../core/corpus/formats/json-spans.ts';
import { UsageError } from '../errors.ts';
import type { RowSink, RowTaker } from './row-sink.ts';
import { askedColumns } from './row-text.ts';

/** One record a line, one array of them, records over several lines, or one object around a list of records. */
export async function readJsonRows(text: string, sink: RowTaker): Promise<void> {
  let only: { readonly line: number; readonly value: unknown } | undefined;
  let count = 0;
  for (const { start, end, line } of linesOrOther(text).spans) {
    await sink.pause();
    count += 1;
    const parsed = parseJson(text.slice(start, end));
    const value = 'error' in parsed ? broken : parsed.value;
    // The first waits for the second: alone, it may be what is around all records.
    if (count === 1) only = { line, value };
    else {
      if (only !== undefined) take(sink, only.line, only.value);
      only = undefined;
      take(sink, line, value);
    }
  }
  if (only === undefined) return;
  if (only.value === broken) take(sink, only.line, only.value);
  else {
    const records = recordsIn(only.value);
    for (const [at, record] of records.entries()) {
      await sink.pause();
      take(sink, records.length === 1 ? only.line : at + 1, record);
    }
  }
}

const broken = Symbol('no JSON');

function take(sink: RowTaker, line: number, value: unknown): void {
  if (value === broken) sink.pass(line, 'is not JSON');
  else sink.row(line, value);
}

/** Of an object around one list of records, these; of any other value, itself. */
function recordsIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  if (Array.isArray(value)) return value;
  // What asks something is an item itself, whatever lists of options it has.
  if (askedColumns(Object.keys(value)).length > 0) return [value];
  const lists = Object.values(value).filter(
    (inner): inner is unknown[] => Array.isArray(inner) && inner.length > 1 && inner.every(isObject),
  );
  const isTalk = lists.some((list) => list.every((turn) => isObject(turn) && ('role' in turn || 'from' in turn)));
  return lists.length === 1 && !isTalk ? lists[0]! : [value];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws UsageError when there is no column of the name that is asked for */
export async function readCsvRows(file: string, text: string, field: string | undefined, sink: RowSink): Promise<void> {
  const first = layoutOf(text, field ?? 'question');
  if (first === undefined) return;
  const names = columnNames(text, first.header, first.dialect);
  if (field !== undefined && !first.isFound)
    throw new UsageError(`${file}: there is no column “${field}”; the first row names ${names.slice(0, 20).join(', ')}`);
  const known = first.isFound ? names : askedColumns(names);
  const layout = first.isFound || known[0] === undefined ? first : (layoutOf(text, known[0]) ?? first);
  // Without a name that is known, the first row may be an item as well as any other.
  const headerLine = known.length === 0 ? 0 : layout.header.line;
  const columns = columnNames(text, layout.header, layout.dialect);
  for (const row of rowsOf(text, layout.start, layout.dialect)) {
    await sink.pause();
    if (row.line <= headerLine) continue;
    if (row.open) sink.pass(row.line, 'opens a quotation mark that is never closed');
    else sink.row(row.line, recordOf(text, row, columns, layout));
  }
}

/** Records of a table whose first row names its columns. @throws UsageError for a text without a row of names */
export async function readCsvRecords(file: string, text: string, sink: RowTaker): Promise<void> {
  const layout = layoutOf(text, 'question');
  if (layout === undefined) throw new UsageError(`${file}: there is no row that names the columns`);
  const columns = columnNames(text, layout.header, layout.dialect);
  for (const row of rowsOf(text, layout.start, layout.dialect)) {
    await sink.pause();
    if (row.line <= layout.header.line) continue;
    if (row.open) sink.pass(row.line, 'opens a quotation mark that is never closed');
    else sink.row(row.line, recordOf(text, row, columns, layout));
  }
}

function recordOf(text: string, { fields }: CsvRow, columns: readonly string[], { dialect }: CsvLayout): Record<string, string> {
  const values = fields.map((span, at): [string, string] => [
    columns[at] ?? `column ${at + 1}`,
    isNull(text, span) ? '' : decodeField(text, span, dialect).text,
  ]);
  // A name that is given twice keeps both.
  return Object.fromEntries(values.map(([name, value], at) => [columnNamed(columns, name) === at ? name : `${name} (${at + 1})`, value]));
}

/** An item a paragraph, or a line where no blank line parts paragraphs. */
export async function readPlainItems(text: string, sink: RowSink): Promise<void> {
  const isParted = /\S[ \t]*(?:\r\n|\n|\r(?!\n))[ \t]*[\r\n]\s*\S/.test(text);
  let open: { readonly line: number; readonly lines: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) sink.text(open.line, open.lines.join('\n'), isParted ? 'paragraphs' : 'lines');
    open = undefined;
  };
  let number = 0;
  for (const [, line = ''] of text.matchAll(/\uFEFF?([^\r\n]*)(?:\r\n|\n|\r|$)/g)) {
    await sink.pause();
    number += 1;
    if (line.trim() === '' || !isParted) close();
    if (line.trim() === '') continue;
    open ??= { line: number, lines: [] };
    open.lines.push(line);
  }
  close();
}
