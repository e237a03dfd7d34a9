import { splitSentences } from '../../corpus/sentences.ts';
import { type Content, partsOf } from '../../samples/shapes/index.ts';

/** Characters of one sample in a prompt that shows ten of them: what it is about, and how it is written, shows before that. */
const room = 1500;
/** A sentence that goes on beyond this many characters more is cut within. */
const overrun = 300;

/**
 * A sample as prompts show it to have it told from others: its parts under their labels, of a long one the beginning, in whole
 * sentences.
 * @param share of the usual room, 0 to 1
 */
export function shownSample(content: Content, share = 1): string {
  const parts = partsOf(content).filter(({ text }) => text.trim() !== '');
  return beginning(parts.map(({ label, text }) => `${label}: ${text.trim()}`).join('\n'), Math.floor(room * share));
}

function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  // Sentences beyond the room need not be found.
  const near = text.slice(0, most + overrun);
  const end = splitSentences(near).findLast((sentence) => sentence.end <= most)?.end ?? 0;
  const cut = end > most / 2 ? near.slice(0, end) : near.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.trimEnd()} …`;
}
