import type { Anchor, Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';

/** What programs write differently. */
export interface CsvDialect {
  /** One character; one that no text holds where a row is one field. */
  readonly delimiter: string;
  readonly quote: '"' | "'";
  /** A backslash before a quotation mark escapes it, as Spark and MySQL write. */
  readonly backslash: boolean;
}

export interface CsvField extends Span {
  readonly quoted: boolean;
}

export interface CsvRow {
  /** From 1. */
  readonly line: number;
  readonly start: number;
  /** Spans of the fields' contents, quotation marks not included. */
  readonly fields: readonly CsvField[];
  /** A quotation mark in this row is never closed: nothing after it is a field, and the next line is a row of its own. */
  readonly open: boolean;
}

/** A mark that is never closed is looked for to the end of the file; after so many, fields end with their lines. */
const maxSearches = 20;

/** Rows of the text from `start`, which stands in the first line; blank lines are none. */
export function* rowsOf(text: string, start: number, dialect: CsvDialect): Generator<CsvRow> {
  let line = 1;
  let at = start;
  let searches = 0;
  while (at < text.length) {
    const fields: CsvField[] = [];
    const first = { line, at };
    let open = false;
    for (;;) {
      const opening = skipBlanks(text, at, dialect.delimiter);
      if (text.charAt(opening) === dialect.quote) {
        const close = closingQuote(text, opening, dialect, searches < maxSearches);
        if (close === undefined) {
          open = true;
          searches += 1;
          at = endOfLine(text, opening);
          break;
        }
        fields.push({ start: opening + 1, end: close, quoted: true });
        line += countLines(text, opening, close);
        at = skipBlanks(text, close + 1, dialect.delimiter);
      } else {
        const end = endOfField(text, at, dialect.delimiter);
        fields.push({ start: at, end, quoted: false });
        at = end;
      }
      if (text.charAt(at) !== dialect.delimiter) break;
      at += 1;
    }
    const isBlank = !open && fields.every((field) => !field.quoted && text.slice(field.start, field.end).trim() === '');
    if (!isBlank) yield { line: first.line, start: first.at, fields, open };
    if (text.charAt(at) === '\r') at += 1;
    if (text.charAt(at) === '\n' && (text.charAt(at - 1) === '\r' || at > first.at - 1)) at += 1;
    line += 1;
  }
}

/**
 * The mark that ends a quoted field: one that a delimiter or the line's end follows. Any other stands for itself, as in `"a 5" pipe"`;
 * but after a line break inside the field such a one is the beginning of a field in a later row, and this field was never closed.
 */
function closingQuote(text: string, open: number, { delimiter, quote, backslash }: CsvDialect, isSearched: boolean): number | undefined {
  let from = open + 1;
  let isBroken = false;
  const limit = isSearched ? text.length : endOfLine(text, open);
  for (let at = text.indexOf(quote, from); at !== -1 && at < limit; at = text.indexOf(quote, from)) {
    isBroken ||= hasLineBreak(text, from, at);
    from = at + 1;
    if (backslash && isEscaped(text, open, at)) continue;
    if (text.charAt(at + 1) === quote) {
      from = at + 2;
      continue;
    }
    const after = text.charAt(skipBlanks(text, at + 1, delimiter));
    if (after === '' || after === delimiter || after === '\n' || after === '\r') return at;
    if (isBroken) return undefined;
  }
  return undefined;
}

/** Tells whether an odd number of backslashes stands before a mark. */
function isEscaped(text: string, open: number, at: number): boolean {
  let first = at;
  while (first - 1 > open && text.charAt(first - 1) === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (isLineEnd(text, at)) return true;
  return false;
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}

function skipBlanks(text: string, start: number, delimiter: string): number {
  let at = start;
  while ((text.charAt(at) === ' ' || text.charAt(at) === '\t') && text.charAt(at) !== delimiter) at += 1;
  return at;
}

function endOfField(text: string, start: number, delimiter: string): number {
  let at = start;
  while (at < text.length && text.charAt(at) !== delimiter && !isLineEnd(text, at)) at += 1;
  return at;
}

function endOfLine(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isLineEnd(text, at)) at += 1;
  return at;
}

/** Line breaks: \r\n, \n or \r. */
function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at += 1)
    if (text.charCodeAt(at) === 10 || (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) !== 10)) lines += 1;
  return lines;
}

/** MySQL's mark for a field without a value. */
export const isNull = (text: string, { start, end, quoted }: CsvField): boolean => !quoted && text.slice(start, end).trim() === '\\N';

/** What stands for something else in a field, by what quotes it; a carriage return as Excel's own format writes it, which converters leave so. */
const escapes = {
  none: /_x000[Dd]_/g,
  backslash: /""|\\["\\]|\\(?=\r?\n)|_x000[Dd]_/g,
  '"': /""|_x000[Dd]_/g,
  "'": /''|_x000[Dd]_/g,
} as const;

/** The field's text: a doubled quotation mark, or one after a backslash, stands for one; a backslash before a line break is none of it. */
export function decodeField(text: string, { start, end, quoted }: CsvField, { quote, backslash }: CsvDialect): SourceText {
  const runs: Anchor[] = [];
  const parts: string[] = [];
  let length = 0;
  const add = (part: string, from: number, to: number): void => {
    if (part === '') return;
    runs.push({ text: { start: length, end: length + part.length }, file: { start: from, end: to } });
    parts.push(part);
    length += part.length;
  };
  const escape = escapes[!quoted ? 'none' : backslash ? 'backslash' : quote];
  const content = text.slice(start, end);
  let from = 0;
  for (const match of content.matchAll(escape)) {
    add(content.slice(from, match.index), start + from, start + match.index);
    from = match.index + match[0].length;
    if (match[0].length === 2) add(match[0].charAt(1), start + match.index, start + from);
  }
  add(content.slice(from), start + from, end);
  return { text: parts.join(''), runs };
}
