import type { Block } from './block.ts';
import type { Anchor, Span } from './passage.ts';
import { splitSentences } from './sentences.ts';
import { isVerbatim, runAt } from './source-text.ts';

/** Mark-up right after or right before a sentence goes with it. */
const closing = /[*_~`\]]/;
const opening = /[*_~`[]/;

/**
 * The sentences of a block as blocks of their own; a heading, a formula, a fence and a table stay whole. Their spans
 * lie inside the block's, in order, and hold all of its text but the white space in between.
 */
export function cutIntoSentences(block: Block, fileText: string): Block[] {
  if (block.kind !== 'prose' && block.kind !== 'item') return [block];
  const sentences = splitSentences(block.text, block.atoms)
    .map((span) => ({ span, anchors: clipAnchors(block.anchors, span) }))
    .filter(({ anchors }) => anchors.length > 0);
  if (sentences.length < 2) return [block];
  let before = block.span.start;
  let beforeEnd = 0;
  return sentences.map(({ span, anchors }, index) => {
    const start = index === 0 ? block.span.start : widenStart(fileText, anchors[0]!.file.start, before);
    const next = sentences[index + 1]?.anchors[0]?.file.start;
    const end = next === undefined ? block.span.end : widenEnd(fileText, anchors.at(-1)!.file.end, next);
    const separator = index === 0 ? block.separator : block.text.slice(beforeEnd, span.start);
    before = end;
    beforeEnd = span.end;
    return {
      kind: block.kind,
      depth: 0,
      text: block.text.slice(span.start, span.end),
      anchors: anchors.map((anchor) => shiftText(anchor, -span.start)),
      atoms: block.atoms
        .filter((atom) => atom.start >= span.start && atom.end <= span.end)
        .map((atom) => ({ start: atom.start - span.start, end: atom.end - span.start })),
      span: { start, end },
      separator,
    };
  });
}

export function shiftText(anchor: Anchor, by: number): Anchor {
  return { text: { start: anchor.text.start + by, end: anchor.text.end + by }, file: anchor.file };
}

function clipAnchors(anchors: readonly Anchor[], span: Span): Anchor[] {
  const clipped: Anchor[] = [];
  for (let index = runAt(anchors, span.start); index < anchors.length; index += 1) {
    const anchor = anchors[index]!;
    if (anchor.text.start >= span.end) break;
    const start = Math.max(anchor.text.start, span.start);
    const end = Math.min(anchor.text.end, span.end);
    const shift = anchor.file.start - anchor.text.start;
    const file = isVerbatim(anchor) ? { start: start + shift, end: end + shift } : anchor.file;
    clipped.push({ text: { start, end }, file });
  }
  return clipped;
}

function widenEnd(text: string, end: number, limit: number): number {
  let at = end;
  while (at < limit && closing.test(text.charAt(at))) at += 1;
  return at;
}

function widenStart(text: string, start: number, limit: number): number {
  let at = start;
  while (at > limit && opening.test(text.charAt(at - 1))) at -= 1;
  return at;
}
