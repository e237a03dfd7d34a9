/** The one place that reads PDF. */
import type { ExtractedText } from '../../../core/corpus/extract/extracted.ts';
import type { PdfItem, PdfPage } from '../../../core/corpus/extract/pdf-page.ts';
import { extractPdf } from '../../../core/corpus/extract/pdf-text.ts';
import { Refusal } from '../../../core/corpus/refusal.ts';
import { messageOf } from '../../errors.ts';

/** Pages that are read of a file, and letters a page by which it has a text and not a stray mark alone. */
const [mostPages, fewestLetters] = [5000, 3];

type PdfDocument = Awaited<ReturnType<typeof open>>;

async function open(data: Uint8Array) {
  const { getDocument } = await import('unpdf/pdfjs');
  // Nothing is drawn: no font is loaded into a page, and nothing of the system is asked for.
  return await getDocument({ data, verbosity: 0, disableFontFace: true, useSystemFonts: false, stopAtErrors: false }).promise;
}

/** @throws Refusal when it cannot be read, or has no text */
export async function readPdf(bytes: Uint8Array): Promise<ExtractedText> {
  const document = await open(bytes).catch((error: unknown) => {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    throw new Refusal(
      isLocked
        ? 'The PDF is locked with a password. Save it without one, or leave it out with corpus.exclude.'
        : `The PDF is damaged or cut short (${messageOf(error)}). Fetch it again, or leave it out with corpus.exclude.`,
    );
  });
  try {
    if (document.numPages > mostPages)
      throw new Refusal(
        `The PDF has ${document.numPages} pages; at most ${mostPages} are read. Split it, or leave it out with corpus.exclude.`,
      );
    const pages: PdfPage[] = [];
    const fonts = new Map<string, boolean>();
    for (let number = 1; number <= document.numPages; number++) pages.push(await readPage(document, number, fonts));
    const letters = pages.reduce((sum, { items }) => sum + items.reduce((own, { text }) => own + text.trim().length, 0), 0);
    if (letters < fewestLetters * pages.length)
      throw new Refusal('The PDF has no text layer: it is scanned. Run OCR over it first (ocrmypdf), or leave it out with corpus.exclude.');
    return extractPdf(pages);
  } finally {
    await document.loadingTask.destroy();
  }
}

/** @param fonts of those seen, by their ids in the file, whether they are bold */
async function readPage(document: PdfDocument, number: number, fonts: Map<string, boolean>): Promise<PdfPage> {
  let page;
  try {
    page = await document.getPage(number);
  } catch {
    // A damaged page keeps its number; the others are read.
    return { width: 0, height: 0, items: [], turned: 0, isLost: true };
  }
  const viewport = page.getViewport({ scale: 1 });
  const content = await page.getTextContent({ includeMarkedContent: false }).catch(() => null);
  const { width, height } = viewport;
  if (content === null) return { width, height, items: [], turned: 0, isLost: true };
  if (Object.keys(content.styles).some((id) => !fonts.has(id))) {
    // Names of fonts come with what is drawn.
    await page.getOperatorList().catch(() => null);
    for (const id of Object.keys(content.styles)) {
      const font: unknown = page.commonObjs.has(id) ? page.commonObjs.get(id) : null;
      fonts.set(id, isBold(font));
    }
  }
  const items: PdfItem[] = [];
  let turned = 0;
  for (const each of content.items) {
    if (!('str' in each) || each.str.trim() === '') continue;
    const [a, b, c, d, x, y] = multiplied(viewport.transform, each.transform);
    if (Math.abs(b) > Math.abs(a) * 0.2 || a < 0) turned++;
    else items.push({ text: each.str, x, y, width: each.width, size: Math.hypot(c, d), isBold: fonts.get(each.fontName) ?? false });
  }
  page.cleanup();
  return { width, height, items, turned, isLost: false };
}

function isBold(font: unknown): boolean {
  if (typeof font !== 'object' || font === null) return false;
  if ('bold' in font && font.bold === true) return true;
  return 'name' in font && typeof font.name === 'string' && /bold|black|heavy|semibold|cmbx|[-,]bd\b/i.test(font.name);
}

type Matrix = readonly [number, number, number, number, number, number];

function multiplied(outer: readonly number[], inner: readonly number[]): Matrix {
  const at = (values: readonly number[], index: number): number => values[index] ?? 0;
  const [a, b, c, d, e, f] = [at(outer, 0), at(outer, 1), at(outer, 2), at(outer, 3), at(outer, 4), at(outer, 5)];
  const [p, q, r, s, t, u] = [at(inner, 0), at(inner, 1), at(inner, 2), at(inner, 3), at(inner, 4), at(inner, 5)];
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}
