/** Formulas that words speak of: of "the equation $F = ma$" neither part says anything without the other. */
import { formulaSpans } from '../core/corpus/formula-spans.ts';
import type { Word } from './word.ts';

const noun =
  /^(?:equations?|formulas?|formulae|expressions?|relations?|relationships?|inequalit(?:y|ies)|identit(?:y|ies)|laws?|rules?|functions?)$/;
const joined = /^\p{L}+ *\$/u;

export const announcesFormula = ({ lower }: Word): boolean => noun.test(lower);

/** Is it such a noun with its formula? */
export const holdsFormula = ({ text }: Word): boolean => joined.test(text);

/** Words with each formula made one with the noun that announces it; `text` begins at the offset `from`. */
export function joinFormulas(words: readonly Word[], text: string, from: number): Word[] {
  const spans = formulaSpans(text);
  if (spans.length === 0) return [...words];
  const kept: Word[] = [];
  let next = 0;
  for (const word of words) {
    const start = word.start - from;
    while (next < spans.length && spans[next]!.end <= start) next += 1;
    const span = spans[next];
    const before = kept.at(-1);
    if (span === undefined || start < span.start || before === undefined) {
      kept.push(word);
    } else if (before.end - from === span.end) {
      continue;
    } else if (before.end - from <= span.start && announcesFormula(before) && text.slice(before.end - from, span.start).trim() === '') {
      const whole = text.slice(before.start - from, span.end);
      kept[kept.length - 1] = { ...before, text: whole, lower: whole.toLowerCase(), tag: 'NOUN', end: from + span.end };
    } else {
      kept.push(word);
    }
  }
  return kept;
}
