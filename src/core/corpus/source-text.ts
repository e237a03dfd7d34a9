import { firstIndex } from '../search.ts';
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
export const runAt = (runs: readonly Anchor[], offset: number): number => firstIndex(runs, ({ text }) => text.end > offset);

export function isVerbatim(run: Anchor): boolean {
  return run.text.end - run.text.start === run.file.end - run.file.start;
}

/** A part of a text, on its own; a run that an end falls into goes with the part whole. */
export function sliceText({ text, runs }: SourceText, start: number, end: number): SourceText {
  const kept: Anchor[] = [];
  for (let index = runAt(runs, start); index < runs.length && runs[index]!.text.start < end; index += 1) {
    const run = runs[index]!;
    const [from, to] = [Math.max(start, run.text.start), Math.min(end, run.text.end)];
    const shift = run.file.start - run.text.start;
    const file = isVerbatim(run) ? { start: from + shift, end: to + shift } : run.file;
    kept.push({ text: { start: from - start, end: to - start }, file });
  }
  return { text: text.slice(start, end), runs: kept };
}

/** Texts one behind the other, which stand in the file in this order. */
export function joinTexts(texts: readonly SourceText[]): SourceText {
  const runs: Anchor[] = [];
  let length = 0;
  for (const { text, runs: own } of texts) {
    for (const run of own) runs.push({ text: { start: run.text.start + length, end: run.text.end + length }, file: run.file });
    length += text.length;
  }
  return { text: texts.map(({ text }) => text).join(''), runs };
}

/** Characters that no text has: controls other than white space, and halves of surrogate pairs. */
// eslint-disable-next-line no-control-regex -- these are meant
const unwritten = /[\u0000-\u0008\u000E-\u001F\u007F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** The text without what is no character of a text: it could not be stored as UTF-8, or be seen. */
export function withoutControls(source: SourceText): SourceText {
  if (!unwritten.test(source.text)) return source;
  const kept: SourceText[] = [];
  let from = 0;
  for (const match of source.text.matchAll(new RegExp(unwritten, 'g'))) {
    if (match.index > from) kept.push(sliceText(source, from, match.index));
    from = match.index + match[0].length;
  }
  kept.push(sliceText(source, from, source.text.length));
  return joinTexts(kept);
}
