import type { Passage, Span } from './passage.ts';

/** Text folded for comparison, and where each of its characters stands in the original. */
interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const folds: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '″': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
};

/**
 * Finds where the passage's text says `quote`: the exact words first, then the same words whatever their case, white space,
 * quotation marks, dashes and emphasis, then without the quotation marks or the ellipsis around the quote. Null when
 * it is not there or is empty.
 */
export function findQuote(passage: Pick<Passage, 'text'>, quote: string): Span | null {
  const wanted = quote.trim();
  if (wanted === '') return null;
  const exact = passage.text.indexOf(wanted);
  if (exact !== -1) return { start: exact, end: exact + wanted.length };
  const text = fold(passage.text);
  return find(text, fold(wanted).text) ?? find(text, fold(bare(wanted)).text);
}

function find(text: Folded, wanted: string): Span | null {
  const at = wanted === '' ? -1 : text.text.indexOf(wanted);
  return at === -1 ? null : { start: text.starts[at]!, end: text.ends[at + wanted.length - 1]! };
}

/** Without what a writer puts around a quotation. */
function bare(quote: string): string {
  return quote.replace(/^[\s"'“”‘’«».…[\](]+/, '').replace(/[\s"'“”‘’«».…[\]),;:]+$/, '');
}

function fold(original: string): Folded {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let space = true;
  let offset = 0;
  for (const char of original) {
    const start = offset;
    offset += char.length;
    if (/[\s\u200B-\u200D\u00AD\uFEFF*_]/u.test(char)) {
      if (space || !/\s/.test(char)) continue;
      space = true;
      parts.push(' ');
      starts.push(start);
      ends.push(offset);
      continue;
    }
    space = false;
    const folded = folds[char] ?? char.normalize('NFKC').toLowerCase();
    // One entry for each UTF-16 unit, as `indexOf` counts.
    for (let units = folded.length; units > 0; units--) {
      starts.push(start);
      ends.push(offset);
    }
    parts.push(folded);
  }
  const text = parts.join('');
  return { text: text.endsWith(' ') ? text.slice(0, -1) : text, starts, ends };
}
