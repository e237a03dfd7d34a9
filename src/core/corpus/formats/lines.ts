import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';

/** One line: without its line break, and with what readers ask about it. */
export interface Line extends Span {
  /** Columns of white space before the first character; a tab goes to the next multiple of eight. */
  readonly indent: number;
  readonly blank: boolean;
}

/** Lines of a text; they end at \r\n, \n or \r. A byte-order mark belongs to no line. */
export function linesOf({ text }: SourceText): Line[] {
  const lines: Line[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push(line(text, start, match.index));
    start = match.index + match[0].length;
  }
  if (start < text.length) lines.push(line(text, start, text.length));
  return lines;
}

function line(text: string, start: number, end: number): Line {
  let indent = 0;
  let at = start;
  for (; at < end; at += 1) {
    const char = text.charAt(at);
    if (char === ' ') indent += 1;
    else if (char === '\t') indent += 8 - (indent % 8);
    else if (char !== '\f' && char !== '\v' && char !== '\u00A0') break;
  }
  return { start, end, indent, blank: at === end };
}
