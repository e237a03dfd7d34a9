import { singular } from '../core/concepts/singular.ts';
import { announcesFormula, holdsFormula } from './formula-words.ts';
import { innerPlurals, weakNouns } from './lexicon.ts';
import type { Sentence, Word } from './word.ts';

/** A plain statement taken apart: `words[0..verb)` is its subject, `words[verb]` its finite verb. */
export interface Clause {
  /** Without opening adverbs, asides in brackets and the final mark. */
  readonly words: readonly Word[];
  readonly verb: number;
}

const openers = new Set(
  `however thus therefore hence consequently accordingly moreover furthermore additionally also similarly likewise clearly obviously indeed
  generally usually typically normally actually basically finally again then so and but or yet still now fortunately unfortunately
  interestingly surprisingly naturally evidently essentially overall historically first second third firstly secondly thirdly lastly`.split(
    /\s+/,
  ),
);
/** Sounds and words that open what is said and say nothing, up to their comma. */
const fillers = new Set(
  `yeah yes yep no nope well okay ok right sure oh ah um uh er hm hmm hey wow gotcha exactly absolutely definitely totally honestly look see listen
  dude man guys folks like anyway`.split(/\s+/),
);
/** The same in the middle of a sentence, between commas. */
const asides = [
  'you know',
  'i mean',
  'i think',
  'i guess',
  'um',
  'uh',
  'er',
  'like',
  'right',
  'well',
  'let’s say',
  "let's say",
  'you see',
].map((phrase) => phrase.split(' '));
const openingPhrases = [
  'in fact', 'in general', 'of course', 'in addition', 'as a result', 'as a consequence', 'in other words', 'that is', 'in particular', 'in short',
  'by definition', 'note that', 'recall that', 'remember that', 'keep in mind that', 'it follows that', 'we know that', 'we see that',
  'it is known that', 'it turns out that', 'this means that', 'on the other hand', 'at the same time', 'by contrast', 'in contrast', 'more generally',
  'strictly speaking', 'in practice', 'we have seen that', 'it is clear that', 'we can say that', 'it is important to note that', 'notice that',
].map((phrase) => phrase.split(' ')); // prettier-ignore

/** Words that point outside of the sentence, or at something only the reader of the document has before them. */
const pointing = new Set(
  `this these those such it they them he she we you i us our your my me his her hers him ours yours here there above below earlier previously
  former latter figure figures table tables example examples section sections chapter chapters equation equations exercise exercises problem
  problems solution solutions page pages diagram diagrams graph graphs photo photos photograph illustration caption text passage article book
  author authors let’s let's another following preceding previous next shown aforementioned whatever whichever`.split(/\s+/),
);

/** Does the run of words lean on anything outside of it? `that` counts where it stands for something ("like that of"). */
export function pointsOutside(words: readonly Word[]): boolean {
  return words.some(({ lower, tag }, index) => {
    if (pointing.has(lower))
      return !(lower === 'there' && words[index + 1]?.tag === 'AUX') && !(lower === 'such' && words[index + 1]?.lower === 'as');
    const isRelative = index > 0 && (words[index + 1]?.tag === 'VERB' || words[index + 1]?.tag === 'AUX');
    return lower === 'that' && !isRelative && (tag === 'DET' || (index === 0 && tag === 'PRON'));
  });
}

/** Formulas, symbols, numbers: what does not belong into a question put in words. */
export function hasNotation(words: readonly Word[]): boolean {
  return words.some((word) => {
    const { text, lower, tag } = word;
    if (holdsFormula(word) || /^[,;:'"“”‘’.—–-]$|^['’]s?$/.test(text)) return false;
    if (tag === 'SYM' || /[\d=+×⋅·<>^_{}|\\/*%°º]/.test(text)) return true;
    return !/^[\p{L}\p{M}'’‐‑–.-]+$/u.test(text) || (/^\p{L}$/u.test(text) && lower !== 'a' && text !== 'I');
  });
}

/** Words as text, with the spaces of the source; what was left out between two words leaves one space. */
export function render(words: readonly Word[]): string {
  let text = '';
  let end = words[0]?.start ?? 0;
  for (const word of words) {
    if (word.start > end && !/^[,;:.?!)]$/.test(word.text)) text += ' ';
    text += word.text;
    end = word.end;
  }
  return text;
}

/** The sentence without its final mark, asides in brackets, and the adverbs that tie it to the one before. */
export function core(sentence: Sentence): Word[] {
  const words = withoutAsides(withoutBrackets(sentence.words).filter((_, index, all) => !isSymbolBeside(all, index)));
  while (words.length > 0 && /^[.!?:;,”"’]$/.test(words.at(-1)!.text)) words.pop();
  let start = 0;
  for (;;) {
    const skip = openingAt(words, start);
    if (skip === 0) break;
    start += skip;
    if (words[start]?.text === ',') start += 1;
  }
  return words.slice(start);
}

/** A symbol behind the noun it stands for: "the net force F acts". */
function isSymbolBeside(words: readonly Word[], index: number): boolean {
  const before = words[index - 1];
  if (before?.tag !== 'NOUN' || !/^\p{L}{3,}/u.test(before.text)) return false;
  if (!/^Δ?\p{L}(?:_\S+)?$/u.test(words[index]!.text) || words[index]!.lower === 'a') return false;
  return !/^[=+−×⋅·<>^_/|({[-]$/.test(words[index + 1]?.text ?? '');
}

/** "It shows, you know, that …": without what only fills a pause, and one of its commas where the other is needed. */
function withoutAsides(words: readonly Word[]): Word[] {
  const kept: Word[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    const aside =
      word.text === ',' ? asides.find((phrase) => phrase.every((part, at) => words[index + 1 + at]?.lower === part)) : undefined;
    if (aside !== undefined && words[index + 1 + aside.length]?.text === ',') index += aside.length + 1;
    else kept.push(word);
  }
  return kept;
}

function openingAt(words: readonly Word[], start: number): number {
  const word = words[start];
  if (word === undefined) return 0;
  if (fillers.has(word.lower) && words[start + 1]?.text === ',' && words.length > start + 3) return 1;
  for (const phrase of openingPhrases) {
    if (
      phrase.every((part, index) => words[start + index]?.lower === part) &&
      !/^(?:to|of|with)$/.test(words[start + phrase.length]?.lower ?? '')
    ) {
      return phrase.length;
    }
  }
  const isOpener = openers.has(word.lower) && (words[start + 1]?.text === ',' || word.tag === 'ADV' || word.tag === 'CCONJ');
  return isOpener && words.length > start + 3 ? 1 : 0;
}

/** Nothing where the brackets do not match, or hold the formula that the words before them speak of. */
function withoutBrackets(words: readonly Word[]): Word[] {
  const kept: Word[] = [];
  let depth = 0;
  for (const word of words) {
    const before = kept.at(-1);
    if (depth > 0 && before !== undefined && announcesFormula(before) && /[=<>∝≈$]/.test(word.text)) return [];
    if (word.text === '(' || word.text === '[') depth += 1;
    else if (word.text === ')' || word.text === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept.push(word);
  }
  return depth === 0 ? kept : [];
}

/** Takes a statement apart when its subject is one plain noun phrase. */
export function parseClause(words: readonly Word[]): Clause | undefined {
  const verb = finiteVerb(words);
  if (verb === undefined || verb === 0 || verb > 14 || verb >= words.length - 1) return undefined;
  return isNounPhrase(words.slice(0, verb)) && agrees(words.slice(0, verb), words[verb]!) ? { words, verb } : undefined;
}

/** A bare verb needs a subject in the plural; with one in the singular it is a past tense or no verb at all ("Compton saw"). */
function agrees(subject: readonly Word[], verb: Word): boolean {
  if (verb.tag === 'AUX' || auxiliaryFor(verb) === 'does' || subject.some(({ lower }) => lower === 'and')) return true;
  const end = subject.findIndex(
    ({ tag, lower }, index) => index > 0 && (tag === 'ADP' || tag === 'VERB' || lower === 'that' || lower === 'which'),
  );
  const head = subject[end === -1 ? subject.length - 1 : end - 1];
  return head !== undefined && (singular(head.lower) !== head.lower || ['people', 'data', 'police'].includes(head.lower));
}

/** Index of the first verb that is not part of the subject (a relative clause, a participle); undefined after a comma. */
function finiteVerb(words: readonly Word[]): number | undefined {
  let relative = 0;
  for (const [index, word] of words.entries()) {
    if (/^[,;:—“”"]$/.test(word.text) || word.tag === 'SCONJ') return undefined;
    if (index > 0 && ['that', 'which', 'who'].includes(word.lower) && words[index - 1]!.tag === 'NOUN') relative += 1;
    if (!isFinite(words, index)) continue;
    if (relative === 0) return index;
    relative -= 1;
    if (word.tag === 'AUX') relative += words[index + 1]?.tag === 'VERB' && isFinite(words, index + 1) ? 1 : 0;
  }
  return undefined;
}

function isFinite(words: readonly Word[], index: number): boolean {
  const { tag, lower } = words[index]!;
  if (tag === 'AUX') return true;
  if (tag !== 'VERB' || lower.endsWith('ing') || words[index - 1]?.lower === 'to') return false;
  if (!/(?:ed|en|wn|ght|ade|ound)$/.test(lower)) return true;
  const [before, next] = [words[index - 1], words[index + 1]];
  if (before?.tag === 'NOUN' && ['ADP', 'PUNCT'].includes(next?.tag ?? 'PUNCT')) return false;
  // "heat added or removed from a system changes": another verb follows in the same clause.
  return !(before?.tag === 'CCONJ' && next?.tag === 'ADP');
}

/** One noun phrase that can be named out of its context, "of" phrases and short relative clauses included. */
export function isNounPhrase(words: readonly Word[]): boolean {
  const last = words.at(-1);
  if (last === undefined || words.length > 14 || hasNotation(words) || pointsOutside(words)) return false;
  const isGerund = words.length === 1 && last.tag === 'VERB' && last.lower.endsWith('ing');
  if (!isGerund && !words.some(({ tag }) => tag === 'NOUN' || tag === 'PROPN')) return false;
  if (['ADP', 'ADV', 'DET', 'CCONJ', 'SCONJ', 'PART', 'AUX'].includes(last.tag) || /^[,;:—]$/.test(last.text)) return false;
  const first = words[0]!;
  if (!['DET', 'ADJ', 'NOUN', 'PROPN', 'NUM', 'VERB'].includes(first.tag)) return false;
  if (first.tag === 'VERB' && !/(?:ing|ed)$/.test(first.lower)) return false;
  if (
    [
      'each',
      'both',
      'either',
      'neither',
      'one',
      'some',
      'many',
      'most',
      'several',
      'all',
      'every',
      'no',
      'few',
      'more',
      'what',
      'any',
    ].includes(first.lower)
  )
    return false;
  // "banks gain strength": a plural before another noun is a slip of the tagger.
  const isSlip = words.some(
    ({ tag, lower }, index) => tag === 'NOUN' && words[index + 1]?.tag === 'NOUN' && singular(lower) !== lower && !innerPlurals.has(lower),
  );
  if (isSlip || words.some(({ lower }, index) => lower === 'as' && words[index - 1]?.lower !== 'such')) return false;
  const relative = words.findIndex(({ lower }) => lower === 'that' || lower === 'which' || lower === 'who');
  return words.every(({ tag, lower }, index) => {
    if (tag === 'PRON') return ['that', 'which', 'who', 'its', 'their'].includes(lower);
    return (tag !== 'VERB' && tag !== 'AUX') || /(?:ing|ed|en|wn)$/.test(lower) || (relative !== -1 && relative < index);
  });
}

/** A phrase whose head names nothing by itself and that nothing defines: "the steep part", "a simpler measure". */
export function isWeak(words: readonly Word[]): boolean {
  if (words.some(({ lower }) => lower === 'of' || lower === 'that' || lower === 'which')) return false;
  const end = words.findIndex(({ tag }, index) => index > 0 && tag === 'ADP');
  const head = words[end === -1 ? words.length - 1 : end - 1];
  if (head === undefined || weakNouns.has(singular(head.lower))) return true;
  return words.some(({ tag, lower }) => tag === 'ADJ' && (/(?:er|est)$/.test(lower) || lower === 'best'));
}

/** "… than that of water": what the pronoun stands for is named just before. */
export function isLikeness(words: readonly Word[]): boolean {
  const [pronoun, of] = words;
  if ((pronoun?.lower !== 'that' && pronoun?.lower !== 'those') || of === undefined || !['of', 'in', 'for'].includes(of.lower))
    return isNounPhrase(words);
  return isNounPhrase(words.slice(2));
}

/** The words up to where the sentence turns to something else: a comma, a dash, a subordinate or a second main clause. */
export function firstPart(words: readonly Word[]): readonly Word[] {
  const stop = words.findIndex(
    ({ text, lower, tag }, index) =>
      /^[,;:—]$/.test(text) ||
      (index > 1 &&
        ['because', 'since', 'when', 'if', 'while', 'whereas', 'although', 'though', 'unless', 'so', 'where', 'but', 'then'].includes(
          lower,
        )) ||
      (tag === 'CCONJ' && isClauseAhead(words, index + 1)),
  );
  return stop === -1 ? words : words.slice(0, stop);
}

/** A verb soon behind a conjunction, with a subject or without one. */
function isClauseAhead(words: readonly Word[], from: number): boolean {
  const next = words[from];
  if (next === undefined) return false;
  if (next.tag === 'AUX' || (next.tag === 'VERB' && !/(?:ing|ed)$/.test(next.lower)) || next.tag === 'PRON') return true;
  return words.slice(from, from + 5).some(({ tag }) => tag === 'AUX');
}

/** "increases" → "increase"; undefined for what is no plain present tense. */
export function baseForm(verb: Word): string | undefined {
  const { lower, tag } = verb;
  if (tag !== 'VERB' || /(?:ed|ing)$/.test(lower)) return undefined;
  if (lower === 'has') return 'have';
  if (!lower.endsWith('s') || lower.endsWith('ss')) return lower;
  if (lower.endsWith('ies') && lower.length > 4) return `${lower.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz|o)es$/.test(lower)) return lower.slice(0, -2);
  return lower.slice(0, -1);
}

/** "does" for a verb in the singular, "do" otherwise. */
export function auxiliaryFor(verb: Word): 'does' | 'do' {
  return verb.lower.endsWith('s') && !verb.lower.endsWith('ss') ? 'does' : 'do';
}
