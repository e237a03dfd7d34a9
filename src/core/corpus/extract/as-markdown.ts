/** Plain words as Markdown that reads as these words: what extracted texts are put together from. */

/** Backslashes, code, emphasis, strokes, tags, references to characters, and what makes a link of brackets. */
const marks = /[\\`*]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~|\[(?=[^\][]*\][(:])/gu;
/** Marks that mean something where a line begins with them. */
const opening = /^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|:::|={3,}|-{3,}|~{3,}|\|)/;
const ordinal = /^(\d{1,9})([.)])(?=\s|$)/;
// eslint-disable-next-line no-control-regex -- control characters are no text; tabs and breaks are white space already
const control = /[\u0000-\u0008\u000B-\u001F\u007F\u00AD\u200B\uFEFF]/g;

/** Words within a line. White space of any kind is one space. */
export const inline = (text: string): string =>
  text
    .replace(control, '')
    .replace(/\s+/g, ' ')
    .replace(marks, String.raw`\$&`);

/** Words as a paragraph of their own, in one line: what looks like the mark of a list or a heading is none. */
export function paragraph(text: string): string {
  return paragraphOf(inline(text).trim());
}

/** The same for words that `inline` has made. */
export const paragraphOf = (line: string): string => line.replace(opening, String.raw`\$&`).replace(ordinal, String.raw`$1\$2`);

/** A heading. @param level from 1; deeper than six is six. @param line made by `inline` */
export const heading = (level: number, line: string): string => {
  const words = line.trim();
  return words === '' ? '' : `${'#'.repeat(Math.min(6, Math.max(1, level)))} ${words}`;
};

/** A table; its first row is its header. Rows may differ in length. @param rows cells made by `inline` */
export function table(rows: readonly (readonly string[])[]): string {
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
  const width = filled.reduce((most, row) => Math.max(most, row.length), 0);
  if (width === 0) return '';
  // What has one column stands in it for its place on the page alone.
  if (width === 1) return filled.map(([cell]) => paragraphOf(cell!.trim())).join('\n\n');
  const lineOf = (row: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, at) => (row[at] ?? '').trim().replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  const [header = [], ...others] = filled;
  return [lineOf(header), `|${' --- |'.repeat(width)}`, ...others.map(lineOf)].join('\n');
}

/** A line of a list, nested by its level from 0. @param number of an ordered list's item @param line made by `inline` */
export const item = (level: number, number: number | null, line: string): string =>
  `${'    '.repeat(Math.min(level, 8))}${number === null ? '-' : `${number}.`} ${paragraphOf(line.trim())}`;
