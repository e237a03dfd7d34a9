import type { Anchor } from './passage.ts';

/**
 * Text a format reader works on, and where its characters stand in the file: the file itself, or what a JSON string or
 * a CSV field decodes to. `runs` are sorted, without overlap, and cover all of `text`.
 */
export interface SourceText {
  readonly text: string;
  readonly runs: readonly Anchor[];
}

/** The file as it is: every character stands for itself. */
export function wholeFile(text: string): SourceText {
  return { text, runs: [{ text: { start: 0, end: text.length }, file: { start: 0, end: text.length } }] };
}

/** Index of the run that holds `offset`, or of the first one after it. */
export function runAt(runs: readonly Anchor[], offset: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.text.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function isVerbatim(run: Anchor): boolean {
  return run.text.end - run.text.start === run.file.end - run.file.start;
}
