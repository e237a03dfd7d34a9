import { formulaSpans } from './formula-spans.ts';
import type { Span } from './passage.ts';

/** Abbreviations that go before the thing they name, so that a capital letter or a number after them proves nothing. */
const beforeName = new Set(
  (
    'dr mr mrs ms prof st rev hon gen col capt lt sgt mt ft gov sen rep pres messrs mme mlle fig figs eq eqs ref refs sec secs ch chap ' +
    'vol no nos nr op art par pt pts bk pp p vs cf ca approx resp max min e.g i.e viz al ed eds trans ver tab ex thm def prop lem cor app ' +
    'bzw bspw vgl ggf evtl inkl exkl zzgl sog abb nr bd hrsg jh env núm pág sr sra dra srta ' +
    'dept univ jan feb mar apr jun jul aug sep sept oct nov dec'
  ).split(' '),
);

/** What a day is named by in languages that write it as an ordinal: "am 3. Oktober", "im 19. Jahrhundert". */
const dated = /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhunderts?|Jh)\b/;

/** Words that open sentences and are no surname: after an initial or an abbreviation they tell that a new one began. */
const openers = new Set(
  (
    'The This That These Those It Its In On At If When While Where What Why How Which Who We You They He She A An As For From To ' +
    'But And Or So Then Thus Hence However There Here Each Every Both All Some Most Many Now Let Because Since After Before ' +
    'Note Find Show Assume Suppose Consider Using Calculate Although Unlike By With One Two'
  ).split(' '),
);

const candidate = /[.!?…]+["'”’»)\]*_]*|[。！？][”’」』）]*|\n+/gu;
const listMarker = /^(?:\(?[a-zA-Z0-9]{1,3}[.)]|[-*•–])\s/;
/** Abbreviations that are words as well, with which a sentence may end. */
const wordToo = /^(?:nos?|mar|p|ex|def|prop|col|ed|trans|ch|gen|hon|st|ft|tab|rep|op|art|par|pts?|resp|max|min|cor|app|pres|sen)$/i;
const word = /[\p{L}\p{N}.'’-]/u;
/** Longest stretch looked at on either side of a full stop. */
const reach = 40;

/**
 * Spans of the sentences of `text`, without the white space between them. A blank line always ends a sentence; a
 * single line break does unless the line plainly goes on. Nothing ends inside `atoms` (sorted: formulas, code spans)
 * nor inside a LaTeX formula.
 */
export function splitSentences(text: string, atoms: readonly Span[] = []): Span[] {
  const closed = mergeSpans(atoms, formulaSpans(text));
  const sentences: Span[] = [];
  let start = 0;
  let atom = 0;
  for (const match of text.matchAll(candidate)) {
    const from = match.index;
    const to = from + match[0].length;
    while (atom < closed.length && closed[atom]!.end <= from) atom += 1;
    const around = closed[atom];
    if (around !== undefined && around.start <= from) continue;
    if (match[0].startsWith('\n') ? breaksAtLine(text, from, to) : endsSentence(text, start, from, to)) {
      push(sentences, text, start, to);
      start = to;
    }
  }
  push(sentences, text, start, text.length);
  return sentences;
}

function push(sentences: Span[], text: string, start: number, end: number): void {
  const slice = text.slice(start, end);
  const trimmed = slice.trim();
  if (trimmed === '') return;
  const from = start + slice.indexOf(trimmed.charAt(0));
  sentences.push({ start: from, end: from + trimmed.length });
}

function breaksAtLine(text: string, from: number, to: number): boolean {
  if (to - from > 1) return true;
  const next = text.slice(to, to + reach).trimStart();
  if (next === '' || listMarker.test(next)) return true;
  return /[.!?…:;。！？]/u.test(text.slice(Math.max(0, from - 2), from)) || !/^[\p{Ll},;)]/u.test(next);
}

function endsSentence(text: string, start: number, from: number, to: number): boolean {
  if (/[。！？]/u.test(text.charAt(from))) return true;
  if (to === text.length) return true;
  if (!/\s/.test(text.charAt(to))) return false;
  const after = text.slice(to, to + reach).trimStart();
  if (/^[\p{Ll},;:]/u.test(after)) return false;
  if (text.charAt(from) !== '.' || text.charAt(from + 1) === '.') return true;
  const before = wordBefore(text, start, from);
  // The marker of a numbered line: "1. Heat the water."
  if (before.length > 0 && before.length === text.slice(start, from).trimStart().length && /^(?:\d{1,3}|\p{L})$/u.test(before))
    return false;
  const next = /^["'“‘([]*([\p{L}\p{N}'’-]*\.?)/u.exec(after)?.[1] ?? '';
  if (/^(?:[12]?\d|3[01])$/.test(before) && dated.test(next)) return false;
  if (/^\p{Lu}$/u.test(before)) return !/^\p{Lu}/u.test(next) || (openers.has(next) && next !== 'A.');
  if (/^(?:\p{L}\.)+\p{L}$/u.test(before)) return before !== 'e.g' && before !== 'i.e' && openers.has(next);
  if (before === 'etc' || before === 'Inc' || before === 'Ltd' || before === 'Jr') return openers.has(next);
  // "z. B.", "d. h.": an abbreviation with blanks in it.
  if (/^\p{L}$/u.test(before) && /^\p{L}\.$/u.test(next)) return false;
  if (!beforeName.has(before.toLowerCase())) return true;
  // "No." and "in Fig." alike are words only when nothing they could announce follows; "No. Seepage is water." is an answer.
  return wordToo.test(before) && !/^\d/.test(next) && (!/^\p{Lu}/u.test(before) || before === 'No');
}

function wordBefore(text: string, start: number, from: number): string {
  let index = from;
  const min = Math.max(start, from - reach);
  while (index > min && word.test(text.charAt(index - 1))) index -= 1;
  return text.slice(index, from);
}

function mergeSpans(left: readonly Span[], right: readonly Span[]): Span[] {
  return [...left, ...right].sort((a, b) => a.start - b.start || b.end - a.end);
}
