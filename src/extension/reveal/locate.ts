import type { Span } from '../../protocol/results.ts';
/** A position as editors count: lines from 0, UTF-16 units from 0 within the line. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

const byteOrderMark = '\uFEFF';
const carriageReturn = 13;
const lineFeed = 10;

/** Editors know one kind of line end a document; comparing needs the same on both sides. */
export function withOneLineEnd(text: string): string {
  return (text.startsWith(byteOrderMark) ? text.slice(1) : text).replace(/\r\n?/g, '\n');
}

/**
 * Range in the editor of a file for offsets into its text as it is on disk: the editor has taken away the
 * byte-order mark and made all line ends (LF, CRLF, CR) one. An offset between CR and LF counts as the line's end.
 * @throws {RangeError} when an offset lies outside the text
 */
export function rangeInEditor(diskText: string, start: number, end: number): TextRange {
  if (start < 0 || end < start || end > diskText.length) {
    throw new RangeError(`The span ${start}–${end} does not lie in a text of ${diskText.length} UTF-16 units.`);
  }
  let line = 0;
  let lineStart = diskText.startsWith(byteOrderMark) ? 1 : 0;
  let at = lineStart;
  const advance = (offset: number): TextPosition => {
    for (; at < offset; at++) {
      const unit = diskText.charCodeAt(at);
      const isPair = unit === carriageReturn && diskText.charCodeAt(at + 1) === lineFeed;
      if ((unit !== carriageReturn && unit !== lineFeed) || isPair) continue;
      line++;
      lineStart = at + 1;
    }
    const betweenPair = diskText.charCodeAt(offset - 1) === carriageReturn && diskText.charCodeAt(offset) === lineFeed;
    return { line, character: Math.max(0, offset - lineStart - (betweenPair && offset > lineStart ? 1 : 0)) };
  };
  return { start: advance(start), end: advance(end) };
}

/** The other way round: where a range of an editor stands in the text as it is on disk; a place beyond a line's end is its end. */
function offsetsOnDisk(diskText: string, { start, end }: TextRange): Span {
  const offsetOf = ({ line, character }: TextPosition): number => {
    const lineBreak = /\r\n?|\n/g;
    let lineStart = diskText.startsWith(byteOrderMark) ? 1 : 0;
    for (let passed = 0; passed < line; passed++) {
      if (lineBreak.exec(diskText) === null) return diskText.length;
      lineStart = lineBreak.lastIndex;
    }
    return Math.min(lineStart + character, lineBreak.exec(diskText)?.index ?? diskText.length);
  };
  return { start: offsetOf(start), end: offsetOf(end) };
}

/**
 * Span, in the file as it is on disk, of a selection in an editor: where the editor has it, if these are the words
 * there; in a document that is not saved they may have moved, and the nearest place that has them is meant.
 * @returns null when the file does not have the words
 */
export function spanOnDisk(diskText: string, selected: string, range: TextRange): Span | null {
  const expected = offsetsOnDisk(diskText, range);
  const quote = withOneLineEnd(selected);
  if (withOneLineEnd(diskText.slice(expected.start, expected.end)) === quote) return expected;
  const text = withOneLineEnd(diskText);
  const found = findQuote(text, quote, withOneLineEnd(diskText.slice(0, expected.start)).length);
  return found && offsetsOnDisk(diskText, rangeInEditor(text, found.start, found.end));
}

/**
 * Finds a quotation in a document that no longer equals the file: the occurrence nearest to where it used to be.
 * @param text the document with one line end (`withOneLineEnd`)
 * @param expected the offset in `text` to measure from
 * @returns the offset range in `text`, or null when the words are gone
 */
export function findQuote(text: string, quote: string, expected: number): Span | null {
  if (quote.trim() === '') return null;
  const after = text.indexOf(quote, expected);
  const before = text.lastIndexOf(quote, expected);
  const candidates = [before, after].filter((offset) => offset >= 0);
  if (candidates.length === 0) return null;
  const start = candidates.reduce((a, b) => (Math.abs(b - expected) < Math.abs(a - expected) ? b : a));
  return { start, end: start + quote.length };
}
