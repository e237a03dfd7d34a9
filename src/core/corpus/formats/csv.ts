import type { TellOmitted } from '../omissions.ts';
import { Refusal } from '../refusal.ts';
import { withoutControls } from '../source-text.ts';
import { columnName, columnNamed, columnNames, layoutOf, type CsvLayout } from './csv-dialect.ts';
import { type CsvDialect, type CsvField, type CsvRow, decodeField, isNull, rowsOf } from './csv-rows.ts';
import { cleanTitle, mendField, RecordProblems, type ReadRecords, type TextRecord } from './record.ts';
import { textOfFormula } from './csv-formula.ts';

/** Columns named in a problem, and characters of each. */
const [maxNamed, maxName] = [12, 40];

/**
 * Reads one record a row, as RFC 4180 has it and as programs write it: the delimiter, the quotation mark and its escape are told by
 * the first rows, and the row that names the column of the text may stand below others. A row that cannot be read whole is a problem.
 * Own reading, because the offsets of each character are needed.
 *
 * @param omit told of rows above the header; `at` is an offset into the file
 * @throws Refusal when there is no column of that name.
 */
export function readCsv(file: string, text: string, field: string, omit: TellOmitted): ReadRecords {
  const records: TextRecord[] = [];
  const problems = new RecordProblems(file);
  const layout = layoutOf(text, field);
  if (layout === undefined) throw new Refusal('There are no rows in the file.');
  const { dialect, before } = layout;
  const names = columnNames(text, layout.header, dialect);
  if (!layout.isFound) throw new Refusal(noColumn(file, names, field));
  const columns: Columns = { text: columnNamed(names, field), title: columnNamed(names, 'title'), count: names.length, field };
  let above = 0;
  let record = -1;
  for (const row of rowsOf(text, layout.start, dialect)) {
    if (above <= before.rows + before.preamble) {
      if (above >= before.rows && above < before.rows + before.preamble) omit('preamble', row.start);
      above += 1;
      continue;
    }
    record += 1;
    if (namesColumns(text, row, names, dialect)) {
      problems.add(row.line, 'The row names the columns once more, as where files are joined. Take it away.');
      continue;
    }
    const read = readRow(text, row, columns, layout);
    if (typeof read === 'string') problems.add(row.line, read);
    else records.push({ record, line: row.line, ...read });
  }
  if (record === -1) throw new Refusal('There is no row under the one that names the columns.');
  return { records, problems: problems.list() };
}

/** Tells whether a row is the header once more. Field by field, since most rows are not by their first. */
const namesColumns = (text: string, { open, fields }: CsvRow, names: readonly string[], dialect: CsvDialect): boolean =>
  !open && fields.length === names.length && fields.every((field, index) => columnName(text, field, dialect) === names[index]);

/** What programs write where there is no text. */
const nothing = /^(?:nan|<na>|null|none|nil|\\N|#?n\/a|#(?:null|ref|value|name\?|div\/0|num)!?|\[(?:deleted|removed)\])$/i;

interface Columns {
  readonly text: number;
  readonly title: number;
  readonly count: number;
  readonly field: string;
}

/** The row's text, or the reason that it is not read. */
function readRow(text: string, row: CsvRow, columns: Columns, { dialect }: CsvLayout): Pick<TextRecord, 'title' | 'parts'> | string {
  const { fields } = row;
  if (row.open)
    return `A quotation mark (${dialect.quote}) opens in this row and is never closed; the next line is read as a row. Close it; within a field, double it.`;
  const span = fields[columns.text];
  const surplus = fields.slice(columns.count).some((field) => !isBlank(text, field));
  if (surplus)
    return `The row has ${fields.length} fields, and the header names ${columns.count}: ${delimiterName(dialect)} stands in a field without quotation marks around it. Quote the field.`;
  if (span === undefined) return `The row has ${fields.length} fields and none in the column "${columns.field}".`;
  // A line break without quotation marks around it would leave half of the text in the next row.
  if (!span.quoted && fields.length < columns.count && columns.text === fields.length - 1)
    return `The row ends in the field "${columns.field}", after ${fields.length} fields of ${columns.count}. Quote a text that goes over several lines, or add the fields that are missing.`;
  if (isBlank(text, span)) return `The field "${columns.field}" is empty.`;
  const source = textOfFormula(withoutControls(decodeField(text, span, dialect)));
  if (source === undefined)
    return `The field "${columns.field}" holds a formula, not a text. Save the file with values in place of formulas.`;
  if (nothing.test(source.text.trim())) return `The field "${columns.field}" holds no text: “${source.text.trim()}”.`;
  const titled = fields[columns.title];
  const title = titled === undefined || isNull(text, titled) ? undefined : cleanTitle(decodeField(text, titled, dialect).text);
  return { title, parts: [{ text: source }] };
}

const isBlank = (text: string, field: CsvField): boolean => text.slice(field.start, field.end).trim() === '' || isNull(text, field);

function delimiterName({ delimiter }: CsvDialect): string {
  if (delimiter === '\t') return 'a tab';
  return delimiter < ' ' ? 'the character that parts fields' : `“${delimiter}”`;
}

function noColumn(file: string, names: readonly string[], field: string): string {
  const listed = names.slice(0, maxNamed).map((name) => `"${name.slice(0, maxName)}"`);
  const hasSentence = names.some((name) => /\s\S+\s/.test(name) && /[.!?]$/.test(name));
  const advice = hasSentence ? 'These look like data: write a first row that names the columns, as id,text.' : mendField(file);
  const named = `${listed.join(', ')}${names.length > maxNamed ? ', …' : ''}`;
  return `The first row names no column "${field}"; it names ${named}. ${advice}`;
}
