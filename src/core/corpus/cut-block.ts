import type { Block } from './block.ts';
import type { Anchor, Span } from './passage.ts';
import { isVerbatim, runAt } from './source-text.ts';

/** Mark-up right after or right before a piece goes with it. */
const closing = /[*_~`\]]/;
const opening = /[*_~`[]/;

/**
 * The pieces of a block as blocks of their own. `spans` are ranges of its text, in order, with nothing but white space
 * between them; the blocks' own spans lie inside the block's, in order. A piece without any text of the file is left out.
 */
export function sliceBlock(block: Block, spans: readonly Span[], fileText: string): Block[] {
  const whole = partAnchors(block.anchors, spans);
  const pieces = spans.map((span) => ({ span, anchors: clipAnchors(whole, span) })).filter(({ anchors }) => anchors.length > 0);
  if (pieces.length === 0) return [block];
  let before = block.span.start;
  let beforeEnd = 0;
  let atom = 0;
  return pieces.map(({ span, anchors }, index) => {
    const start = index === 0 ? block.span.start : widenStart(fileText, anchors[0]!.file.start, before);
    const next = pieces[index + 1]?.anchors[0]?.file.start;
    const end = next === undefined ? block.span.end : widenEnd(fileText, anchors.at(-1)!.file.end, next);
    const separator = index === 0 ? block.separator : separatorOf(block.text.slice(beforeEnd, span.start));
    before = end;
    beforeEnd = span.end;
    const atoms: Span[] = [];
    while (atom < block.atoms.length && block.atoms[atom]!.end <= span.start) atom += 1;
    for (let at = atom; at < block.atoms.length && block.atoms[at]!.end <= span.end; at += 1) {
      const { start: from, end: to } = block.atoms[at]!;
      if (from >= span.start) atoms.push({ start: from - span.start, end: to - span.start });
    }
    return {
      kind: block.kind,
      depth: 0,
      text: block.text.slice(span.start, span.end),
      anchors: anchors.map((anchor) => shiftText(anchor, -span.start)),
      atoms,
      span: { start, end },
      separator,
    };
  });
}

/** As it stands between the pieces, but for white space that would cost more than it says. */
function separatorOf(gap: string): string {
  if (gap.length < 3) return gap;
  return gap.includes('\n') ? (/\n[^\S\n]*\n/.test(gap) ? '\n\n' : '\n') : ' ';
}

export function shiftText(anchor: Anchor, by: number): Anchor {
  return { text: { start: anchor.text.start + by, end: anchor.text.end + by }, file: anchor.file };
}

/** The anchors of a part of the text. One that is not verbatim stands in it with the whole of its run of the file. */
export function clipAnchors(anchors: readonly Anchor[], span: Span): Anchor[] {
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

/** Anchors of which none that is not verbatim is shared by two of the pieces: each takes its share of the run of the file. */
function partAnchors(anchors: readonly Anchor[], spans: readonly Span[]): readonly Anchor[] {
  const parted: Anchor[] = [];
  let next = 0;
  for (const anchor of anchors) {
    while (next < spans.length && spans[next]!.start <= anchor.text.start) next += 1;
    let rest = anchor;
    for (; next < spans.length && spans[next]!.start < anchor.text.end && !isVerbatim(anchor); next += 1) {
      const at = fileShare(rest, spans[next]!.start, spans[next - 1]?.end ?? 0);
      if (at === undefined) break;
      parted.push({ text: { start: rest.text.start, end: spans[next]!.start }, file: { start: rest.file.start, end: at } });
      rest = { text: { start: spans[next]!.start, end: rest.text.end }, file: { start: at, end: rest.file.end } };
    }
    parted.push(rest);
  }
  return parted;
}

/**
 * Where the file's run of an anchor is parted for a cut of its text at `cut`, of which the first part is shown up to
 * `shown`: in proportion, but so that no part has the length of its text, which would say that they are the same.
 */
function fileShare({ text, file }: Anchor, cut: number, shown: number): number | undefined {
  const share = (cut - text.start) / (text.end - text.start);
  const guess = file.start + Math.round((file.end - file.start) * share);
  return [0, 1, -1, 2, -2, 3, -3]
    .map((by) => guess + by)
    .find((at) => {
      const before = at - file.start;
      const after = file.end - at;
      return before > 0 && after > 0 && before !== cut - text.start && before !== shown - text.start && after !== text.end - cut;
    });
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
