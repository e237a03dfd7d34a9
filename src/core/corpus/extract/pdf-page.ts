/** Pages of a PDF as they are drawn, and the lines that a reader sees on them. */

/** A run of characters where a page draws it; lengths in points, from the page's upper left corner. */
export interface PdfItem {
  readonly text: string;
  readonly x: number;
  /** Of the line that the characters stand on. */
  readonly y: number;
  readonly width: number;
  /** Height of the font. */
  readonly size: number;
  readonly isBold: boolean;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly items: readonly PdfItem[];
  /** Runs that stand upright or upside down, which are marks at the edge or axes of figures: none of `items`. */
  readonly turned: number;
  /** True where the page is there and cannot be read. */
  readonly isLost: boolean;
}

/** Characters that stand on one line, without a gap as wide as one between columns or cells. */
export interface PdfLine {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly isBold: boolean;
}

/** Gaps in heights of the font: from the first on a space is meant, from the second on another column or cell. */
const [wordGap, columnGap] = [0.17, 1.15];
/** Share of the font's height by which what stands on one line may differ: raised notes and lowered indices. */
const baseline = 0.45;

/** Ligatures that fonts have as one character (Alphabetic Presentation Forms). */
const ligatures: Readonly<Record<string, string>> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' };
const spelled = (text: string): string => text.replace(/[\uFB00-\uFB06]/g, (found) => ligatures[found] ?? found);

/** Lines of a page, from top to bottom, those of one height from left to right. */
export function linesOf({ items }: PdfPage): PdfLine[] {
  const drawn = items.filter(({ text, size }) => text.trim() !== '' && size > 0).sort((a, b) => a.y - b.y);
  const rows: { y: number; size: number; items: PdfItem[] }[] = [];
  for (const item of drawn) {
    // Rows begun near by: what is raised comes before the row that it belongs to.
    const row = rows
      .slice(-4)
      .find((each) => Math.abs(each.y - item.y) < baseline * Math.min(each.size, Math.max(item.size, each.size * 0.5)));
    if (row === undefined) rows.push({ y: item.y, size: item.size, items: [item] });
    else {
      row.items.push(item);
      if (item.size > row.size) [row.y, row.size] = [item.y, item.size];
    }
  }
  return rows.sort((a, b) => a.y - b.y).flatMap(({ items: own }) => segments(own));
}

function segments(row: readonly PdfItem[]): PdfLine[] {
  const sorted = [...row].sort((a, b) => a.x - b.x);
  const found: PdfLine[] = [];
  let open: PdfItem[] = [];
  let [text, right] = ['', 0];
  const close = (): void => {
    if (open.length === 0) return;
    const largest = open.reduce((a, b) => (b.text.length > a.text.length ? b : a));
    const letters = open.reduce((sum, { text: own }) => sum + own.length, 0);
    const bold = open.reduce((sum, { text: own, isBold }) => sum + (isBold ? own.length : 0), 0);
    found.push({ text: spelled(text).trim(), left: open[0]!.x, right, y: largest.y, size: largest.size, isBold: bold > letters * 0.8 });
    [open, text] = [[], ''];
  };
  for (const item of sorted) {
    const size = open.length === 0 ? item.size : Math.max(item.size, open.at(-1)!.size);
    const gap = item.x - right;
    if (open.length > 0 && gap > columnGap * size) close();
    else if (open.length > 0 && gap > wordGap * size && !text.endsWith(' ') && !item.text.startsWith(' ')) text += ' ';
    // The same words drawn once more, a little aside, are how some programs print in bold.
    const again = open.at(-1);
    if (again?.text === item.text && Math.abs(again.x - item.x) < size * 0.1) continue;
    open.push(item);
    text += item.text;
    right = Math.max(open.length === 1 ? -Infinity : right, item.x + item.width);
  }
  close();
  return found;
}
