import type { Mask } from './mask.ts';

/** What a line is to a dialect: masks, and where reading goes on. */
export interface LineReading {
  readonly masks: readonly Mask[];
  readonly next: number;
}

/** A line as the scanner stands before it. */
export interface MarkedLine {
  readonly start: number;
  /** Behind the quotations and list markers that open it. */
  readonly at: number;
  readonly end: number;
  readonly isInList: boolean;
}

/** Leaves out the rest of a line. */
export function drop(line: MarkedLine, omit?: Mask['omit']): LineReading {
  const mask = { start: line.at, end: line.end, kind: 'blank' } as const;
  return { masks: [omit === undefined ? mask : { ...mask, omit }], next: line.end };
}

/** A line that opens a block with `shown` as its title; what stands around it on the line is mark-up. */
export function title(line: MarkedLine, body: string, shown: string, isTab: boolean): LineReading {
  const found = shown === '' ? -1 : body.lastIndexOf(shown);
  if (found < 2) return drop(line);
  const from = line.at + found;
  const masks: Mask[] = [{ start: line.at, end: from, kind: 'title', isTab }];
  if (from + shown.length < line.end) masks.push({ start: from + shown.length, end: line.end, kind: 'blank' });
  return { masks, next: from };
}
