import { singular } from '../core/concepts/singular.ts';
import { documentNouns, emptyModifiers, innerPlurals, measureNouns, participles, weakNouns } from './lexicon.ts';
import type { Sentence, Word } from './word.ts';

/** One occurrence of a candidate phrase: words `from`..`to` (exclusive) of sentence `sentence`. */
export interface PhraseMention {
  readonly key: string;
  readonly sentence: number;
  readonly from: number;
  readonly to: number;
  /** The phrase is all of its noun phrase, not a piece of a longer one. */
  readonly isWhole: boolean;
}

const maxPhraseWords = 5;
const wordShape = /^\p{L}(?:[\p{L}\p{M}\p{N}'’‐‑–-]|\.(?=[\p{L}\p{N}]))*[\p{L}\p{M}\p{N}]$|^(?:\p{Lu}\.){2,}$/u;
/** Operators of formulas: a phrase beside one is a piece of a formula. */
const operator = /^[=+−×⋅·*/^_<>≤≥≈∝∑∫√Δ±|\\{}]+$/u;
const nameParticle = /^(?:de|von|van|der|den|du|di)$/;
const threeLetters = /(?:\p{L}[^\p{L}]*){3}/u;
const capitals = /^\p{Lu}[\p{Lu}\p{N}.-]+$/u;

/**
 * Candidate phrases of a text: the noun phrases that the tags show, (ADJ | NOUN | participle | possessive)* NOUN, cut
 * to pieces that end in a noun; and such phrases joined by "of" or "due to" (Frantzi, Ananiadou & Mima 2000, §2.1, the
 * open filter). Numbers, units behind numbers, symbols and words that name nothing take no part.
 */
export function findMentions(sentences: readonly Sentence[]): PhraseMention[] {
  return sentences.flatMap((sentence, index) => sentenceMentions(sentence.words, index));
}

/** The identity of a phrase while candidates are compared: lower case, the last word in the singular. */
export function phraseKey(words: readonly Word[], from: number, to: number): string {
  let key = '';
  for (let index = from; index < to; index += 1) {
    const lower = words[index]!.lower.replaceAll('’', "'");
    const isLast = index === to - 1;
    if (key !== '' && lower !== "'s") key += ' ';
    key += isLast || words[index + 1]?.lower === 'of' ? singular(lower) : lower;
  }
  return key;
}

function sentenceMentions(words: readonly Word[], sentence: number): PhraseMention[] {
  const mentions: PhraseMention[] = [];
  const add = (from: number, to: number, isWhole: boolean): void => {
    mentions.push({ key: phraseKey(words, from, to), sentence, from, to, isWhole });
  };
  let before: WordRun | undefined;
  for (const run of runs(words)) {
    for (const [from, to] of pieces(words, run)) add(from, to, from === run.from && to === run.to);
    if (before !== undefined) {
      const link = linkBetween(words, before.to, run.from);
      if (link) for (const [from, to] of joined(words, before, run)) add(from, to, from === before.from && to === run.to);
    }
    before = run;
  }
  return mentions;
}

interface WordRun {
  readonly from: number;
  readonly to: number;
}

/** Maximal noun phrases without determiners and weak modifiers. */
function runs(words: readonly Word[]): WordRun[] {
  const found: WordRun[] = [];
  let from = -1;
  for (let index = 0; index <= words.length; index += 1) {
    const word = words[index];
    if (word !== undefined && (isInner(words, index) || (from !== -1 && isPossessive(words, index)))) {
      if (from === -1) from = index;
      continue;
    }
    if (from !== -1) {
      const run = trim(words, from, index);
      if (run !== undefined && !isMath(words[run.from - 1]) && !isMath(words[run.to])) found.push(run);
      from = -1;
    }
  }
  return found;
}

function trim(words: readonly Word[], start: number, end: number): WordRun | undefined {
  let from = start;
  let to = end;
  while (to > from && !isNoun(words[to - 1]!)) to -= 1;
  while (from < to && (isEmpty(words, from) || isMark(words[from]!))) from += 1;
  return from < to ? { from, to } : undefined;
}

function pieces(words: readonly Word[], run: WordRun): [number, number][] {
  const found: [number, number][] = [];
  for (let from = run.from; from < run.to; from += 1) {
    if (isMark(words[from]!) || isEmpty(words, from)) continue;
    for (let to = from + 1; to <= Math.min(run.to, from + maxPhraseWords); to += 1) {
      if (isConcept(words, from, to)) found.push([from, to]);
    }
  }
  return found;
}

/** "centre of gravity", "acceleration due to gravity": the end of one phrase and the start of the next. */
function joined(words: readonly Word[], left: WordRun, right: WordRun): [number, number][] {
  const found: [number, number][] = [];
  const nearest = Math.max(left.from, left.to - 4);
  for (let from = nearest; from < left.to; from += 1) {
    if (isMark(words[from]!) || documentNouns.has(words[left.to - 1]!.lower)) continue;
    if (left.to - from === 1 && measureNouns.has(singular(words[from]!.lower))) continue;
    for (let to = right.from + 1; to <= Math.min(right.to, right.from + 3); to += 1) {
      if (isConcept(words, right.from, to)) found.push([from, to]);
    }
  }
  return found;
}

function linkBetween(words: readonly Word[], from: number, to: number): boolean {
  if (to - from === 1) return words[from]!.lower === 'of' || words[from]!.lower === 'in';
  return to - from === 2 && words[from]!.lower === 'due' && words[from + 1]!.lower === 'to';
}

function isConcept(words: readonly Word[], from: number, to: number): boolean {
  const last = words[to - 1]!;
  if (!isNoun(last)) return false;
  const head = singular(last.lower);
  if (documentNouns.has(head) || participles.has(last.lower)) return false;
  for (let index = from; index < to - 1; index += 1) if (isSlip(words, index) || participles.has(words[index]!.lower)) return false;
  if (to - from === 1) return !weakNouns.has(head) && (threeLetters.test(last.text) || capitals.test(last.text));
  return true;
}

/** A lower-case plural before another noun. */
function isSlip(words: readonly Word[], index: number): boolean {
  const word = words[index]!;
  if (word.tag !== 'NOUN' || isMark(words[index + 1]!) || (index > 0 && isCapitalised(word)) || innerPlurals.has(word.lower)) return false;
  return singular(word.lower) !== word.lower;
}

function isMath(word: Word | undefined): boolean {
  return word !== undefined && operator.test(word.text);
}

function isNoun(word: Word): boolean {
  return (word.tag === 'NOUN' || word.tag === 'PROPN') && isWordShaped(word);
}

function isWordShaped(word: Word): boolean {
  if (!wordShape.test(word.text) || /\p{Ll}\p{Lu}/u.test(word.text)) return false;
  return threeLetters.test(word.text) || capitals.test(word.text);
}

/** May stand inside a noun phrase. */
function isInner(words: readonly Word[], index: number): boolean {
  const word = words[index]!;
  const next = words[index + 1];
  if (nameParticle.test(word.text)) return next?.tag === 'PROPN';
  if (!isWordShaped(word)) return false;
  const before = words[index - 1];
  if (before !== undefined && /^[\d.,]*\d$/.test(before.text)) return false;
  switch (word.tag) {
    case 'NOUN':
    case 'PROPN':
    case 'ADJ':
      return true;
    case 'VERB':
      return isParticiple(words, index);
    default:
      return false;
  }
}

/** "a standing wave", "reduced mass": a participle that modifies the noun behind it, not a verb that governs it. */
function isParticiple(words: readonly Word[], index: number): boolean {
  const word = words[index]!;
  const next = words[index + 1];
  if (!/(?:ing|ed)$/.test(word.lower) || emptyModifiers.has(word.lower) || next?.tag !== 'NOUN') return false;
  const before = words[index - 1];
  return before === undefined || ['DET', 'ADJ', 'ADP', 'CCONJ', 'PUNCT', 'VERB', 'PROPN'].includes(before.tag);
}

/** Says nothing, unless capitals in the middle of a sentence show a name: "the Big Bang". */
function isEmpty(words: readonly Word[], index: number): boolean {
  const word = words[index]!;
  if (!emptyModifiers.has(word.lower)) return false;
  return index === 0 || !isCapitalised(word) || words[index + 1] === undefined || !isCapitalised(words[index + 1]!);
}

function isCapitalised(word: Word): boolean {
  return /^\p{Lu}/u.test(word.text);
}

function isPossessive(words: readonly Word[], index: number): boolean {
  return isMark(words[index]!) && words[index + 1] !== undefined && isInner(words, index + 1);
}

function isMark(word: Word): boolean {
  return word.lower === '’s' || word.lower === "'s" || word.text === '’' || word.text === "'";
}
