import type { BlockBuilder } from '../block-builder.ts';
import type { TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';

const escapeOrComment = /\\[^]|[ \t]*%[^\r\n]*/g;

/**
 * Comments in a formula of several lines, each with the blanks before it: from a per cent sign to the line's end. On the last line,
 * which the formula's own marks end, there is none, unless the marks stand elsewhere (`isBare`).
 */
export function latexComments(text: string, isBare = false): Span[] {
  if (!text.includes('%')) return [];
  return Array.from(text.matchAll(escapeOrComment), ({ 0: found, index }) => ({ start: index, end: index + found.length })).filter(
    ({ start, end }) => !text.startsWith('\\', start) && (isBare || end < text.length),
  );
}

/** LaTeX as it is, less comments and the labels that only other formulas and references know. */
export function writeFormula({ start, end }: Span, source: SourceText, builder: BlockBuilder, omit: TellOmitted): void {
  const text = source.text.slice(start, end);
  const comments = latexComments(text, !/(?:\$|\\[)\]]|\\end\{[^{}]{1,20}\})$/.test(text));
  for (const comment of comments) omit('comment', start + comment.start);
  const labels = Array.from(text.matchAll(/\s?\\label\{[^{}]{0,200}\}/g), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
  let from = 0;
  for (const out of [...comments, ...labels].sort((a, b) => a.start - b.start)) {
    if (out.start > from) builder.exact(start + from, start + out.start);
    from = Math.max(from, out.end);
  }
  builder.exact(start + from, end);
}
