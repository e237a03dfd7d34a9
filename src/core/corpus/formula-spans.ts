import type { Span } from './passage.ts';

/** Length of a formula in running text; two dollar signs further apart are prices. */
const maxLength = 2000;

/**
 * LaTeX formulas in `text`, by pandoc's rule: `$` opens when no space follows and closes when no space precedes and
 * no digit follows, within one paragraph; `$$…$$` is a display formula. Linear in the text.
 */
export function formulaSpans(text: string): Span[] {
  const spans: Span[] = [];
  let index = text.indexOf('$');
  while (index !== -1) {
    const end = isEscaped(text, index) ? -1 : formulaEnd(text, index);
    if (end !== -1) spans.push({ start: index, end });
    index = text.indexOf('$', end === -1 ? index + 1 : end);
  }
  return spans;
}

/** End of the formula that opens at the `$` at `start`, or -1 when none does. */
export function formulaEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + maxLength);
  if (text.charAt(start + 1) === '$') {
    for (let index = start + 2; index < limit; index += 1) {
      const char = text.charAt(index);
      if (char === '$' && text.charAt(index + 1) === '$' && !isEscaped(text, index) && index > start + 2) return index + 2;
      if (char === '\n' && startsBlankLine(text, index)) return -1;
    }
    return -1;
  }
  if (/\s/.test(text.charAt(start + 1)) || start + 1 >= text.length) return -1;
  for (let index = start + 1; index < limit; index += 1) {
    const char = text.charAt(index);
    if (char === '$' && !isEscaped(text, index)) {
      if (index > start + 1 && !/\s/.test(text.charAt(index - 1)) && !/[0-9$]/.test(text.charAt(index + 1))) return index + 1;
      return -1;
    }
    if (char === '\n' && startsBlankLine(text, index)) return -1;
  }
  return -1;
}

/** Tells whether the line after the line break at `index` is blank. */
function startsBlankLine(text: string, index: number): boolean {
  let at = index + 1;
  while (at < text.length && /[ \t\r>]/.test(text.charAt(at))) at += 1;
  return text.charAt(at) === '\n';
}

/** Tells whether an odd number of backslashes stands right before `index`. */
function isEscaped(text: string, index: number): boolean {
  let slashes = 0;
  while (slashes < 20 && text.charAt(index - 1 - slashes) === '\\') slashes += 1;
  return slashes % 2 === 1;
}
