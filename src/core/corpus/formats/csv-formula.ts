import type { SourceText } from '../source-text.ts';
import { sliceText } from '../source-text.ts';

/** Functions whose last argument, a text in quotation marks, is what a reader of the sheet sees; and a text that is nothing but a formula. */
const shown = /^=(?:HYPERLINK\(\s*"(?:[^"]|"")*"\s*[,;]\s*"((?:[^"]|"")*)"\s*\)|"((?:[^"]|"")*)")\s*$/i;
const formula = /^[=][A-Z][A-Z0-9.]*\(|^=[$A-Z]+\d+\b/;

/** The text that a cell shows; undefined for a formula whose result is not in the file. */
export function textOfFormula(source: SourceText): SourceText | undefined {
  if (!source.text.startsWith('=')) return source;
  const match = shown.exec(source.text);
  const text = match?.[1] ?? match?.[2];
  if (text === undefined) return formula.test(source.text) ? undefined : source;
  if (text.trim() === '') return undefined;
  const start = source.text.lastIndexOf(text);
  return sliceText(source, start, start + text.length);
}
