import type { OmissionKind } from '../omissions.ts';

/**
 * - `math`: a MathML element, shown as one line of text;
 * - `formula`: LaTeX, kept as it is;
 * - `html`: a table or preformatted text in HTML, read by the HTML reader;
 * - `grid`: a table drawn with bars and borders, as in Pandoc;
 * - `literal`: what would be mark-up, kept as it is;
 * - `noise`: left out, where it stands in a line;
 * - `blank`: whole lines, or the rest of one, left out as if nobody had written them;
 * - `title`: what opens a block whose title follows on the line, as the parser sees it a heading;
 * - `nested`: the same where the lines of the block are indented: to the parser an item of a list that begins with its title;
 * - `fence`: a line that opens or closes code in a way of its own, to the parser a fence of Markdown;
 * - `noun`: a reference, written as the words in `text`.
 */
type MaskKind = 'math' | 'formula' | 'html' | 'grid' | 'literal' | 'noise' | 'blank' | 'title' | 'nested' | 'fence' | 'noun';

export interface Mask {
  readonly start: number;
  readonly end: number;
  readonly kind: MaskKind;
  /** What the parser sees of a `fence`, at most as long as the mask; what a `noun` is written as. */
  readonly text?: string;
  /** The title is that of one tab among others. */
  readonly isTab?: boolean;
  /** What is told about it. */
  readonly omit?: OmissionKind;
}

/** From the private use area: a letter to every rule of Markdown. */
export const filler = '\uE000';

const spaces = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/** What the parser sees of a mask: as long as what it covers. */
export function seen(mask: Mask, text: string): string {
  const covered = text.slice(mask.start, mask.end);
  switch (mask.kind) {
    case 'blank':
      return spaces(covered);
    case 'title':
      return `#${' '.repeat(covered.length - 1)}`;
    case 'nested':
      return `+ #${' '.repeat(covered.length - 3)}`;
    case 'fence':
      return (mask.text ?? '').padEnd(covered.length);
    case 'noise':
      // Braces stay, because what stands beside punctuation decides whether an asterisk opens or closes emphasis.
      if (covered.startsWith('{') && covered.length > 2) return `{${filler.repeat(covered.length - 2)}}`;
      return filler.repeat(covered.length);
    default:
      return filler.repeat(covered.length);
  }
}

/** Masks in the order of the text; of one that begins inside another, the part behind that when it leaves something out. */
export function inOrder(masks: Mask[]): Mask[] {
  let end = 0;
  return masks
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .flatMap((mask) => {
      const start = Math.max(mask.start, end);
      if (mask.end <= start || (start > mask.start && mask.kind !== 'noise' && mask.kind !== 'blank')) return [];
      end = mask.end;
      return [start === mask.start ? mask : { ...mask, start }];
    });
}
