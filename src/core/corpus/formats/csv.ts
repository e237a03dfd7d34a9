import type { Anchor, Span } from '../passage.ts';
import { Refusal } from '../refusal.ts';
import type { SourceText } from '../source-text.ts';
import { cleanTitle, RecordProblems, type ReadRecords, type TextRecord } from './record.ts';

interface CsvRow {
  /** From 1. */
  readonly line: number;
  /** Spans of the fields' contents, quotation marks not included. */
  readonly fields: readonly Span[];
  /** A quotation mark in this row is never closed. */
  readonly open: boolean;
}

/**
 * Reads one record a row, as RFC 4180 has it; the first row names the columns. Commas, semicolons and tabs are told
 * apart by the first row. Own reading, because the offsets of each character are needed.
 *
 * @throws Refusal when there is no column of that name.
 */
export function readCsv(file: string, text: string, field: string): ReadRecords {
  const records: TextRecord[] = [];
  const problems = new RecordProblems(file);
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  let columns: { text: number; title: number } | undefined;
  let record = -1;
  for (const row of rowsOf(text, start, delimiterOf(text, start))) {
    if (columns === undefined) {
      columns = findColumns(text, row, field);
      continue;
    }
    record += 1;
    const span = row.fields[columns.text];
    if (row.open) problems.add(row.line, 'A quotation mark opens in this row and is never closed. Close it; within a field, double it.');
    else if (span === undefined) problems.add(row.line, `The row has ${row.fields.length} fields and none in the column "${field}".`);
    else if (text.slice(span.start, span.end).trim() === '') problems.add(row.line, `The field "${field}" is empty.`);
    else records.push({ record, title: cleanTitle(decodeField(text, row.fields[columns.title])?.text), text: decodeField(text, span)! });
  }
  return { records, problems: problems.list() };
}

function findColumns(text: string, header: CsvRow, field: string): { text: number; title: number } {
  const names = header.fields.map((span) => decodeField(text, span)!.text.trim());
  const named = (name: string): number => {
    const exact = names.indexOf(name);
    return exact === -1 ? names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) : exact;
  };
  const column = named(field);
  if (column !== -1) return { text: column, title: named('title') };
  const listed = names
    .slice(0, 12)
    .map((name) => `"${name.slice(0, 40)}"`)
    .join(', ');
  throw new Refusal(
    `The first row names no column "${field}"; it names ${listed}. Set corpus.textField to the column that holds the text.`,
  );
}

/** The most frequent of the three outside quotation marks in the first row. */
function delimiterOf(text: string, start: number): string {
  const counts = new Map([',', ';', '\t'].map((char) => [char, 0]));
  let quoted = false;
  for (let index = start; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) break;
    else if (!quoted && counts.has(char)) counts.set(char, counts.get(char)! + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function* rowsOf(text: string, start: number, delimiter: string): Generator<CsvRow> {
  let line = 1;
  let at = start;
  while (at < text.length) {
    const first = line;
    const fields: Span[] = [];
    let open = false;
    for (;;) {
      if (text.charAt(at) === '"') {
        const close = closingQuote(text, at);
        open = close === -1;
        const end = open ? text.length : close;
        fields.push({ start: at + 1, end });
        line += countLines(text, at, end);
        // Text between the closing mark and the delimiter belongs to no field.
        at = open ? end : endOfField(text, close + 1, delimiter);
      } else {
        const end = endOfField(text, at, delimiter);
        fields.push({ start: at, end });
        at = end;
      }
      if (text.charAt(at) !== delimiter) break;
      at += 1;
    }
    if (text.charAt(at) === '\r') at += 1;
    if (text.charAt(at) === '\n') at += 1;
    line += 1;
    const isBlank = fields.length === 1 && fields[0]!.start === fields[0]!.end;
    if (!isBlank) yield { line: first, fields, open };
  }
}

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at !== -1 && text.charAt(at + 1) === '"') at = text.indexOf('"', at + 2);
  return at;
}

function endOfField(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text.charAt(at) !== delimiter && text.charAt(at) !== '\n' && text.charAt(at) !== '\r') at += 1;
  return at;
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at += 1) if (text.charAt(at) === '\n') lines += 1;
  return lines;
}

/** The field's text: each doubled quotation mark stands for one. */
function decodeField(text: string, span: Span | undefined): SourceText | undefined {
  if (span === undefined) return undefined;
  const content = text.slice(span.start, span.end);
  const quoted = text.charAt(span.start - 1) === '"';
  const runs: Anchor[] = [];
  const parts: string[] = [];
  let length = 0;
  const add = (part: string, start: number, end: number): void => {
    if (part === '') return;
    runs.push({ text: { start: length, end: length + part.length }, file: { start, end } });
    parts.push(part);
    length += part.length;
  };
  let from = 0;
  for (let at = quoted ? content.indexOf('""') : -1; at !== -1; at = content.indexOf('""', from)) {
    add(content.slice(from, at), span.start + from, span.start + at);
    add('"', span.start + at, span.start + at + 2);
    from = at + 2;
  }
  add(content.slice(from), span.start + from, span.end);
  return { text: parts.join(''), runs };
}
