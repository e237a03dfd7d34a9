import type { GateVerdict } from '../../samples/sample.ts';
import type { ProjectSettings } from '../../settings.ts';
import type { Span } from '../../corpus/passage.ts';

/** A text that says, in part at least, what an item of a benchmark says. */
export interface Leak {
  /** The benchmark's file, and the line or the number of the record in it, from 1. */
  readonly file: string;
  readonly line: number;
  /** Text of the item. */
  readonly item: string;
  /** The shared words as the text has them; where they stand in the text and in the item, in UTF-16 code units. */
  readonly ngram: string;
  readonly inText: Span;
  readonly inItem: Span;
  /** Share of the item's characters in blocks of more than five that both have in common, from 0 to 1. */
  readonly share: number;
  /** Share of the item's words in n-grams that both have in common. */
  readonly coverage: number;
}

/** `leaked`: the item is there; `flagged`: words of it are, which may have another reason. */
export type LeakVerdict = 'leaked' | 'flagged';

/** @param share above which the item is there */
export const leakVerdict = (leak: Pick<Leak, 'share'>, share: number): LeakVerdict => (leak.share > share ? 'leaked' : 'flagged');

const shownWords = 200;
/** Characters of an item that are shown. */
const shownItem = 2000;

/** Reason that a sample is held back for what one of its parts shares with a benchmark; null for one that is let through. */
export function gateOfLeak(
  leak: Leak | null,
  part: string,
  { share, hold }: Pick<ProjectSettings['gates']['leakage'], 'share' | 'hold'>,
): GateVerdict | null {
  if (leak === null || (hold === 'blocks' && leakVerdict(leak, share) === 'flagged')) return null;
  const words = leak.ngram.replace(/\s+/g, ' ');
  const shown = words.length > shownWords ? `${words.slice(0, shownWords - 1)}…` : words;
  // Cut and not rounded: 100 % is said of what is there as a whole.
  const percent = Math.floor(leak.share * 100);
  return {
    gate: 'leakage',
    reason: `says ${percent} % of what ${leak.file}, line ${leak.line}, says: “${shown}”`,
    leak: { file: leak.file, line: leak.line, share: leak.share, part, inPart: leak.inText, item: itemAround(leak.item, leak.inItem) },
  };
}

/** The text of an item, or what stands around a span in a long one. */
export function itemAround(text: string, { start, end }: Span): Span & { readonly text: string } {
  if (text.length <= shownItem) return { text, start, end };
  const from = Math.max(0, Math.min(start - Math.floor((shownItem - (end - start)) / 2), text.length - shownItem));
  return { text: text.slice(from, Math.max(end, from + shownItem)), start: start - from, end: end - from };
}
