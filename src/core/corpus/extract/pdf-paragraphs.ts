/** Lines of one column as paragraphs, items of lists and tables. */
import { median } from './pdf-columns.ts';
import type { PdfLine } from './pdf-page.ts';

export interface Paragraph {
  readonly kind: 'text' | 'item' | 'table';
  readonly lines: readonly PdfLine[];
  /** Cells of a table, row by row; else none. */
  readonly cells: readonly (readonly string[])[];
  /** Number of a list's item; null where it has a mark. */
  readonly marker: number | null;
}

const mark = /^(?:[•●▪◦‣∙]|[-–*](?=\s))\s*\S/;
const number = /^(\d{1,3})[.)]\s+\S/;
/** Heights of the font: an indent, and what a line's end may differ by from its column's. */
const [indent, ragged] = [0.8, 2.5];

/** @param lines down the page, those of one height from left to right */
export function paragraphsOf(lines: readonly PdfLine[]): Paragraph[] {
  const rows = rowsOf(lines);
  const found: Paragraph[] = [];
  for (let at = 0; at < rows.length;) {
    const end = tableEnd(rows, at);
    if (end > at) {
      const own = rows.slice(at, end);
      found.push({ kind: 'table', lines: own.flat(), cells: cellsOf(own), marker: null });
      at = end;
      continue;
    }
    let stop = at + 1;
    while (stop < rows.length && tableEnd(rows, stop) === stop) stop++;
    for (const own of textParagraphs(rows.slice(at, stop).map(asLine))) found.push(own);
    at = stop;
  }
  return found;
}

function rowsOf(lines: readonly PdfLine[]): PdfLine[][] {
  const rows: PdfLine[][] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    if (last !== undefined && Math.abs(last[0]!.y - line.y) < line.size * 0.45) last.push(line);
    else rows.push([line]);
  }
  return rows;
}

const asLine = (row: readonly PdfLine[]): PdfLine => ({
  ...row[0]!,
  text: row.map(({ text }) => text).join(' '),
  right: row.at(-1)!.right,
  isBold: row.every(({ isBold }) => isBold),
});

/** Rows with cells, of which the first has two at least, each near the one before; `at` where no table of two rows begins. */
function tableEnd(rows: readonly (readonly PdfLine[])[], at: number): number {
  let end = at;
  const isMarked = (row: readonly PdfLine[]): boolean => row.length === 2 && /^(?:[•●▪◦‣∙*–-]|\(?\w{1,3}[.)])$/.test(row[0]!.text);
  while (end < rows.length && rows[end]!.length >= 2 && !isMarked(rows[end]!)) {
    const [row, before] = [rows[end]!, rows[end - 1]];
    if (end > at && row[0]!.y - before![0]!.y > row[0]!.size * 3) break;
    end++;
  }
  return end - at >= 2 ? end : at;
}

/** Cells stand where most of the row with the most cells do. */
function cellsOf(rows: readonly (readonly PdfLine[])[]): string[][] {
  const widest = rows.reduce((most, row) => (row.length > most.length ? row : most));
  return rows.map((row) => {
    if (row.length === widest.length) return row.map(({ text }) => text);
    const cells = widest.map(() => '');
    for (const cell of row) {
      const middle = (cell.left + cell.right) / 2;
      const distances = widest.map(({ left, right }) => Math.min(Math.abs(left - cell.left), Math.abs((left + right) / 2 - middle)));
      const nearest = distances.indexOf(distances.reduce((least, each) => Math.min(least, each)));
      cells[nearest] = cells[nearest] === '' ? cell.text : `${cells[nearest]} ${cell.text}`;
    }
    return cells;
  });
}

function textParagraphs(lines: readonly PdfLine[]): Paragraph[] {
  const pitches = lines.slice(1).map((line, at) => line.y - lines[at]!.y);
  const pitch = median(pitches.filter((each, at) => each > 0 && each < lines[at]!.size * 2.5));
  const right = median(
    [...lines]
      .sort((a, b) => b.right - a.right)
      .slice(0, Math.ceil(lines.length / 2))
      .map((line) => line.right),
  );
  const found: PdfLine[][] = [];
  for (const line of lines) {
    const own = found.at(-1);
    if (own === undefined || isNew(own, line, pitch, right)) found.push([line]);
    else own.push(line);
  }
  return found.map((own) => {
    const numbered = number.exec(own[0]!.text)?.[1];
    const isItem = (mark.test(own[0]!.text) || numbered !== undefined) && !own.every(({ isBold }) => isBold);
    return { kind: isItem ? 'item' : 'text', lines: own, cells: [], marker: numbered === undefined ? null : Number(numbered) };
  });
}

/** True where the next line's first word would have had room on a line: it ended there because its paragraph does. */
function endsEarly(before: PdfLine, line: PdfLine, right: number): boolean {
  const middle = ({ left, right: end }: PdfLine): number => (left + end) / 2;
  // Lines of a title stand in the middle.
  if (Math.abs(middle(before) - middle(line)) < line.size && Math.abs(before.left - line.left) > line.size) return false;
  const letter = (line.right - line.left) / Math.max(1, line.text.length);
  const word = line.text.search(/\s|$/);
  return before.right + (word + 1) * letter * 1.3 + line.size < right;
}

function isNew(own: readonly PdfLine[], line: PdfLine, pitch: number, right: number): boolean {
  const before = own.at(-1)!;
  const first = own[0]!;
  if (Math.abs(line.size - before.size) > before.size * 0.08 || line.isBold !== before.isBold) return true;
  if (line.y - before.y > Math.max(pitch * 1.25, before.size * 1.05) || line.y < before.y) return true;
  if (mark.test(line.text)) return true;
  if (endsEarly(before, line, right)) return true;
  const isShort = before.right < right - ragged * before.size;
  if (number.test(line.text) && (isShort || number.test(first.text)) && line.left <= first.left + line.size * indent) return true;
  const isIndented = line.left > before.left + line.size * indent;
  // Items hang: their further lines stand in from the first.
  if (mark.test(first.text) || number.test(first.text)) return line.left < first.left + line.size * 0.3 && isShort;
  return isIndented && (own.length > 1 || isShort || /[.!?:]["”’)]?$/.test(before.text));
}
