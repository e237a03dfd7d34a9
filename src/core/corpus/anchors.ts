import type { Passage, Span } from './passage.ts';
import { isVerbatim, runAt } from './source-text.ts';

/**
 * The part of the file a part of the passage's cleaned text came from. Where a run of the file was replaced as a whole
 * (a formula, an entity), the whole run belongs to it. Text that we put in belongs to what stands next to it; a span
 * that holds nothing else gives an empty one.
 */
export function toFileSpan(passage: Pick<Passage, 'anchors' | 'span'>, span: Span): Span {
  const { anchors } = passage;
  const first = anchors[runAt(anchors, span.start)];
  let lastIndex = runAt(anchors, span.end - 1);
  if (anchors[lastIndex] === undefined || anchors[lastIndex]!.text.start >= span.end) lastIndex -= 1;
  const last = anchors[lastIndex];
  if (first === undefined) return { start: passage.span.end, end: passage.span.end };
  const into = Math.max(0, span.start - first.text.start);
  const start = first.file.start + (isVerbatim(first) ? into : 0);
  if (last === undefined || last.text.end <= span.start) return { start, end: start };
  const short = Math.max(0, last.text.end - span.end);
  return { start, end: Math.max(start, last.file.end - (isVerbatim(last) ? short : 0)) };
}
