import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import type { Line } from './lines.ts';
import { field } from './rst-patterns.ts';

export const textOf = (line: Line, source: SourceText): string => source.text.slice(line.start, line.end);

/** Skips the options (`:width: 200`) that open a directive's body, and the blank lines around them. */
export function afterOptions(lines: readonly Line[], source: SourceText, from: number, to: number): number {
  let at = from;
  while (at < to && !lines[at]!.blank && field.test(textOf(lines[at]!, source))) at += 1;
  while (at < to && lines[at]!.blank) at += 1;
  return at;
}

/** The line after the block that is indented more than `indent`, blank lines inside it included. */
export function indentedEnd(lines: readonly Line[], from: number, to: number, indent: number): number {
  let end = from;
  for (let at = from; at < to; at += 1) {
    const line = lines[at]!;
    if (line.blank) continue;
    if (line.indent <= indent) break;
    end = at + 1;
  }
  return end;
}

/** End of a text that announces a literal block: its last colon goes, and both where nothing stands right before them. */
export function beforeColons({ start, end }: Span, source: SourceText): number {
  const text = source.text.slice(start, end).trimEnd().slice(0, -2);
  return start + (/\S$/.test(text.slice(-1)) ? text.length + 1 : text.trimEnd().length);
}
