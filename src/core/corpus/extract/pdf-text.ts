/** The text of a PDF as a person reads it, in Markdown: paragraphs put together from lines, headings by their size. */
import { heading, inline, item, paragraph, table } from './as-markdown.ts';
import { type ExtractedText, TextWriter } from './extracted.ts';
import { median, readingOrder } from './pdf-columns.ts';
import { withoutFurniture } from './pdf-furniture.ts';
import { linesOf, type PdfLine, type PdfPage } from './pdf-page.ts';
import { joinLines, type PdfVocabulary, vocabularyOf } from './pdf-words.ts';
import { type Paragraph, paragraphsOf } from './pdf-paragraphs.ts';

/** Larger than the text by so much is a heading; as many sizes are told apart. */
const [larger, levels] = [1.12, 4];
/** Characters of a heading at most. */
const [longestHeading, longestBold] = [200, 100];

/** A line of a table of contents: dots lead from a title to its page. */
const contentsLine = /(?:\s?[.\u2026]){5,}\s*(?:\d{1,4}|[ivxlc]{1,7})?$/;

/** @param pages in their order; one without text keeps its number */
export function extractPdf(pages: readonly PdfPage[]): ExtractedText {
  const kept = withoutFurniture(pages.map(linesOf));
  const lines = kept.flatMap((page) => page.lines);
  const body = bodySize(lines);
  const vocabulary = vocabularyOf(lines.map(({ text }) => text));
  const sizes = headingSizes(lines, body);
  const writer = new TextWriter();
  let open: { paragraph: Paragraph; text: string; breaks: number[] } | null = null;
  let waiting = 0;
  const flush = (): void => {
    if (open !== null) {
      const { paragraph: own, text, breaks } = open;
      const write = formOf(own, text, body, sizes);
      const written = own.kind === 'table' ? table(own.cells.map((row) => row.map(inline))) : write(text);
      for (const at of breaks) writer.place(Math.min(written.length, write(text.slice(0, at)).length + 1));
      writer.block(written);
    }
    open = null;
    for (; waiting > 0; waiting--) writer.place();
  };
  for (const [at, page] of kept.entries()) {
    // A page that begins within a paragraph begins where its words do.
    if (at === 0) writer.place();
    else waiting += 1;
    if (page.omitted > 0) writer.omit('pageline', page.omitted);
    const { turned, isLost } = pages[at]!;
    if (turned > 0) writer.omit('turned', turned);
    if (isLost) writer.omit('lost');
    const text = page.lines.filter((line) => !contentsLine.test(line.text));
    if (text.length < page.lines.length) writer.omit('contents');
    for (const next of readingOrder(text).flatMap((group) => paragraphsOf(group))) {
      if (open !== null && continues(open.paragraph, open.text, next, body)) {
        const joined = joinLines([open.text, ...next.lines.map(({ text }) => text)], vocabulary);
        for (; waiting > 0; waiting--) open.breaks.push(open.text.length);
        open = {
          paragraph: { ...next, kind: open.paragraph.kind, lines: [...open.paragraph.lines, ...next.lines] },
          text: joined,
          breaks: open.breaks,
        };
        continue;
      }
      flush();
      open = { paragraph: next, text: textOf(next, vocabulary), breaks: [] };
    }
  }
  flush();
  return writer.finish('page');
}

const textOf = ({ lines, kind }: Paragraph, vocabulary: PdfVocabulary): string =>
  kind === 'table'
    ? lines.map(({ text }) => text).join(' ')
    : joinLines(
        lines.map(({ text }) => text),
        vocabulary,
      );

/** The size in which most of the text is set. */
function bodySize(lines: readonly PdfLine[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of lines) letters.set(round(size), (letters.get(round(size)) ?? 0) + text.length);
  return [...letters].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0])[0];
}

const round = (size: number): number => Math.round(size * 2) / 2;

function headingSizes(lines: readonly PdfLine[], body: number): readonly number[] {
  return [...new Set(lines.map(({ size }) => round(size)).filter((size) => size > body * larger))].sort((a, b) => b - a).slice(0, levels);
}

/** A paragraph that stops at the end of a column or a page goes on in the next. */
function continues(before: Paragraph, text: string, { kind, lines }: Paragraph, body: number): boolean {
  const [last, next] = [before.lines.at(-1)!, lines[0]!];
  if (before.kind === 'table' || kind !== 'text' || Math.abs(last.size - next.size) > body * 0.06 || last.size > body * larger)
    return false;
  if (last.isBold !== next.isBold) return false;
  // Down the same column a new paragraph was meant.
  if (next.y > last.y && Math.abs(next.left - last.left) < body * 3) return false;
  return /\p{L}[-\u2010\u00AD]$/u.test(text) || (/^[\p{Ll}\d(]/u.test(next.text) && !/[.!?:;][)\]"'”’»]?$/.test(text));
}

/** How a paragraph that is no table stands in Markdown: all of its words, or the first of them. */
function formOf({ kind, lines, marker }: Paragraph, text: string, body: number, sizes: readonly number[]): (words: string) => string {
  const size = round(median(lines.map((line) => line.size)));
  const rank = sizes.indexOf(size);
  const isShort = text.length <= longestHeading && lines.length <= 3 && /\p{L}/u.test(text);
  const isBold = lines.every((line) => line.isBold) && size >= body * 0.95 && text.length <= longestBold && !/[.,;:]$/.test(text);
  if (isShort && rank !== -1) return (words) => heading(rank + 1, inline(words));
  if (isShort && isBold) return (words) => heading(sizes.length + 1, inline(words));
  if (kind === 'item') return (words) => item(0, marker, inline(words.replace(itemMark, '')));
  return paragraph;
}

const itemMark = /^(?:[•●▪◦‣∙–*-]|\d{1,3}[.)])\s*/;
