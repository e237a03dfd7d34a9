import type { Block } from './block.ts';
import { clipAnchors, shiftText } from './cut-block.ts';
import { countDataUris, dataSpans } from './data-spans.ts';
import type { Omissions } from './omissions.ts';
import type { Anchor, Span } from './passage.ts';
import { isVerbatim, runAt } from './source-text.ts';

/**
 * Blocks without the data embedded in them; the words around it stay, and a block that holds nothing else is left out. Data are
 * looked for in all blocks as one text: in some formats each line of a key is a block of its own.
 */
export function withoutData(blocks: readonly Block[], omissions: Omissions): Block[] {
  const found = dataSpans(joined(blocks));
  if (found.length === 0) return [...blocks];
  let start = 0;
  let next = 0;
  let told = -1;
  return blocks.flatMap((block) => {
    const end = start + block.text.length;
    const spans: Span[] = [];
    while (next < found.length && found[next]!.end <= start) next += 1;
    for (let at = next; at < found.length && found[at]!.start < end; at += 1) {
      const span = { start: Math.max(start, found[at]!.start) - start, end: Math.min(end, found[at]!.end) - start };
      if (at > told) omissions.add('data', block.anchors[runAt(block.anchors, span.start)]?.file.start ?? block.span.start);
      told = Math.max(told, at);
      spans.push(span);
    }
    start = end + 1;
    return spans.length === 0 ? [block] : withoutSpans(block, spans);
  });
}

const joined = (blocks: readonly Block[]): string => blocks.map(({ text }) => text).join('\n');

/** Tells of the addresses with their data that a reader of mark-up has left out already: of images, of links, in attributes. */
export function tellHiddenData(fileText: string, blocks: readonly Block[], omissions: Omissions): void {
  const { count, first } = countDataUris(fileText);
  const hidden = count === 0 ? 0 : count - countDataUris(joined(blocks)).count;
  if (hidden > 0) omissions.add('data', first, hidden);
}

/** A block without some ranges of its text; none when nothing that anybody reads is left. */
function withoutSpans(block: Block, spans: readonly Span[]): Block[] {
  const kept = keptSpans(block, spans);
  let text = '';
  const anchors: Anchor[] = [];
  const atoms: Span[] = [];
  for (const { start, end } of kept) {
    const from = /\s$|^$/.test(text) && /\s/.test(block.text.charAt(start)) ? skipBlanks(block.text, start, end) : start;
    // Blanks alone would leave an anchor of nothing.
    if (from >= end) continue;
    for (const anchor of clipAnchors(block.anchors, { start: from, end })) anchors.push(shiftText(anchor, text.length - from));
    for (const atom of block.atoms) {
      if (atom.start >= from && atom.end <= end) atoms.push({ start: atom.start + text.length - from, end: atom.end + text.length - from });
    }
    text += block.text.slice(from, end);
  }
  const bare = text.replace(/^(?:`{3,}|~{3,})[^\n]*/gm, '');
  if (!/[\p{L}\p{N}]/u.test(bare) || anchors.length === 0) return [];
  return [{ ...block, text, anchors, atoms }];
}

/** What lies between the ranges; an anchor that is not verbatim goes as a whole. */
function keptSpans({ text, anchors }: Block, spans: readonly Span[]): Span[] {
  const kept: Span[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    const to = Math.max(from, edge(anchors, start, 'start'));
    if (to > from) kept.push({ start: from, end: to });
    from = Math.max(to, edge(anchors, end, 'end'));
  }
  const end = text.trimEnd().length;
  if (end > from) kept.push({ start: from, end });
  return kept;
}

function edge(anchors: readonly Anchor[], at: number, side: 'start' | 'end'): number {
  const anchor = anchors[runAt(anchors, at)];
  return anchor === undefined || isVerbatim(anchor) || anchor.text.start >= at ? at : anchor.text[side];
}

/** One space is enough where two meet; a line's end stays. */
function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && /[^\S\n]/.test(text.charAt(at))) at += 1;
  return at;
}
