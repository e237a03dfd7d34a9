import { type CsvDialect, type CsvField, type CsvRow, decodeField, rowsOf } from './csv-rows.ts';

/** How a file of rows is written, and where its rows begin. */
export interface CsvLayout {
  readonly dialect: CsvDialect;
  /** Offset from which rows are read. */
  readonly start: number;
  /** Rows before the one that names the columns: those for programs alone, and what somebody wrote above the table. */
  readonly before: { readonly rows: number; readonly preamble: number };
  /** The row that names the columns, and whether the column that is looked for is among them; else the first row. */
  readonly header: CsvRow;
  readonly isFound: boolean;
}

/** Told apart by how many rows they give the columns of the header; of equal ones the first. The last two are those of databases. */
const delimiters = [',', ';', '\t', '|', '^', '~', '\u001F', '\u0001'];

/** Delimiter of a file with one column: a character that Unicode keeps out of texts. */
const none = '\uFFFF';

/** What is looked at to tell how a file is written. */
const [sampleRows, sampleLength, headerRows] = [60, 200_000, 20];

/** Finds the row that names `field` and the way of writing by which the rows after it have its columns; undefined for a file without rows. */
export function layoutOf(text: string, field: string): CsvLayout | undefined {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  // Excel's own line: it names the delimiter and is no row.
  const said = /^sep=([^\r\n])[ \t]*\r?(?:\n|$)/i.exec(text.slice(mark, mark + 20));
  const sample = text.slice(0, sampleLength);
  const backslash = escapesByBackslash(sample);
  let best: { readonly layout: CsvLayout; readonly score: number } | undefined;
  for (const quote of quotesIn(sample)) {
    for (const delimiter of said === null ? [...delimiters, none] : [said[1]!]) {
      const dialect: CsvDialect = { delimiter, quote, backslash: backslash && quote === '"' };
      const rows = rowsOf(sample, mark, dialect).take(sampleRows).toArray();
      // The last of a sample may be cut in half.
      if (text.length > sampleLength && rows.length > 1 && rows.length < sampleRows) rows.pop();
      if (said !== null) rows.shift();
      const found = headerOf(sample, rows, dialect, field);
      if (found === undefined) continue;
      if (best !== undefined && best.score >= found.score) continue;
      const { at, isFound, score } = found;
      best = { layout: { dialect, start: mark, before: { rows: said === null ? 0 : 1, preamble: at }, header: rows[at]!, isFound }, score };
    }
  }
  if (best?.layout.header.fields.length !== 1 || said !== null) return best?.layout;
  return { ...best.layout, dialect: { ...best.layout.dialect, delimiter: none } };
}

/**
 * The header among the first rows, and how well the rows after it go with it. What stands above a table has fewer filled fields than
 * its header has: a cell of a later row that is the column's name by chance makes no header.
 */
function headerOf(
  text: string,
  rows: readonly CsvRow[],
  dialect: CsvDialect,
  field: string,
): { readonly at: number; readonly isFound: boolean; readonly score: number } | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  let most = 0;
  for (const [at, row] of rows.slice(0, headerRows).entries()) {
    const count = filled(text, row);
    if (count > most && !row.open && columnNamed(columnNames(text, row, dialect), field) !== -1)
      return { at, isFound: true, score: 1000 + 100 * shareOf(rows.slice(at + 1), row.fields.length) };
    most = Math.max(most, count);
  }
  const isTable = first.fields.length > 1 && !first.open;
  return { at: 0, isFound: false, score: isTable ? 100 * shareOf(rows.slice(1), first.fields.length) + 1 : 0 };
}

/** Fields up to the last with something in it: a spreadsheet gives what stands above a table all the columns of the table. */
const filled = (text: string, { fields }: CsvRow): number =>
  fields.findLastIndex(({ start, end }) => text.slice(start, end).trim() !== '') + 1;

/** Share of the rows that have so many fields. */
function shareOf(rows: readonly CsvRow[], columns: number): number {
  return rows.length === 0 ? 1 : rows.filter((row) => !row.open && row.fields.length === columns).length / rows.length;
}

export function columnNames(text: string, header: CsvRow, dialect: CsvDialect): string[] {
  return header.fields.map((field) => columnName(text, field, dialect));
}

/** A field as the name of a column. */
export const columnName = (text: string, field: CsvField, dialect: CsvDialect): string =>
  decodeField(text, field, dialect).text.replace(/\s+/g, ' ').trim();

/** Place of the column of that name, in any case where none is written so; -1 where there is none. */
export function columnNamed(names: readonly string[], wanted: string): number {
  const exact = names.indexOf(wanted);
  return exact === -1 ? names.findIndex((name) => name.toLowerCase() === wanted.trim().toLowerCase()) : exact;
}

/**
 * Tells whether marks are escaped by a backslash. Where they are doubled, a backslash before a mark is the end of a text, so that
 * a delimiter or another mark follows; a letter never does.
 */
function escapesByBackslash(text: string): boolean {
  return /[^\\](?:\\\\){0,50}\\"[\p{L}\p{N}]/u.test(text) && !/\\""[\p{L}\p{N}]/u.test(text);
}

/** Marks that fields may be quoted by: single ones only where no field opens with a double one, for texts have apostrophes. */
function quotesIn(text: string): readonly CsvDialect['quote'][] {
  const isDouble = /(?:^|[,;\t|])[ \t]{0,20}"/m.test(text);
  return !isDouble && /(?:^|[,;\t|])[ \t]{0,20}'[^'\r\n]*'[ \t]{0,20}(?:[,;\t|]|$)/m.test(text) ? ['"', "'"] : ['"'];
}
