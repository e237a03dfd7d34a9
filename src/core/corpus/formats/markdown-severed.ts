import type { Paragraph } from 'mdast';
import { endOf, maskAt, startOf, type InlineContext } from './markdown-inline.ts';

/**
 * Converters to kramdown put a blank line after every formula, also in the middle of a sentence. What follows goes
 * on when it stands one column further in, or starts with a small letter, a punctuation mark or the
 * end of an emphasis.
 */
export function goesOn(first: Paragraph, before: Paragraph, next: Paragraph, { text, masks, base }: InlineContext): boolean {
  const end = endOf(before, base);
  const mask = maskAt(masks, end - 1);
  if (mask?.kind !== 'math' || mask.start >= end || mask.end !== end) return false;
  const column = (node: Paragraph): number => node.position?.start.column ?? 0;
  return (
    column(next) === column(first) + 1 ||
    /^(?:\*{2,4}\s|(?:<\/?[a-z][^<>]{0,100}>|[*_\s])*(?:[\p{Ll},.;:?!)]|\\[:.?!]|-\p{L}))/u.test(
      text.slice(startOf(next, base), endOf(next, base)),
    )
  );
}
