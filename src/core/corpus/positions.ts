import type { Span } from './passage.ts';

/** A place in a file as editors and the Language Server Protocol count: both from 0, characters in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * The position of `offset` in the text of a file as it is on disk. Lines end at \r\n, \n or \r; a leading byte-order
 * mark is no character to an editor. An offset inside \r\n is at the end of its line.
 */
export function positionAt(text: string, offset: number): Position {
  const end = Math.max(0, Math.min(offset, text.length));
  let line = 0;
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  const lineBreak = /\r\n?|\n/g;
  for (let match = lineBreak.exec(text); match !== null && lineBreak.lastIndex <= end; match = lineBreak.exec(text)) {
    line += 1;
    start = lineBreak.lastIndex;
  }
  const inside = end > start && text.charAt(end) === '\n' && text.charAt(end - 1) === '\r' ? 1 : 0;
  return { line, character: Math.max(0, end - start - inside) };
}

/**
 * Lines `first` to `last` (from 1, both included, with their ends) of the text of a file as it is on disk; null when it
 * does not have so many.
 */
export function lineSpan(text: string, first: number, last: number): Span | null {
  const starts = [0, ...Array.from(text.matchAll(/\r\n?|\n/g), ({ 0: end, index }) => index + end.length)];
  // Text after the last line end is a line only if there is any.
  if (starts.length > 1 && starts.at(-1) === text.length) starts.pop();
  const start = starts[first - 1];
  return start === undefined || last > starts.length || last < first ? null : { start, end: starts[last] ?? text.length };
}
