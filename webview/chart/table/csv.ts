import type { FigureTable } from './figure-table.ts';

/** A table as RFC 4180 has it. Numbers are written in full. */
export function csvFile({ columns, rows }: FigureTable): string {
  const lines = [columns.map(textField), ...rows.map((row) => row.map(({ value }) => field(value)))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function field(value: number | string | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : textField(value);
}

/** What a spreadsheet would run: a text that begins so is a formula to it, also in quotation marks and behind white space. */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/;

function textField(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
