import type { PhraseMention } from './candidates.ts';
import type { Sentence, Word } from './word.ts';

/** Treatment of a phrase by the text around a mention; each counts once per phrase however often it occurs. */
export type Cue =
  /** "is called X", "known as X", "referred to as X" */
  | 'named'
  /** "X is defined as", "X refers to", "X means" */
  | 'defined'
  /** "X is the …", "X is a …", with X the bare subject at the start */
  | 'characterised'
  /** "the term X", "the concept of X", "the definition of X" */
  | 'announced'
  /** “X”, *X* */
  | 'setOff'
  /** "…, or X," and "X, or …," */
  | 'renamed'
  /** "X (ABC)" or "X F": an abbreviation or a symbol stands for it */
  | 'symbolised';

const naming = new Set(['called', 'termed', 'named', 'dubbed', 'labelled', 'labeled', 'christened']);
const defining = new Set([
  'defined',
  'refers',
  'refer',
  'means',
  'mean',
  'denotes',
  'denote',
  'describes',
  'represents',
  'measures',
  'consists',
]);
const announcing = new Set([
  'term',
  'concept',
  'notion',
  'word',
  'name',
  'phrase',
  'definition',
  'principle',
  'theory',
  'law',
  'idea',
  'phenomenon',
  'study',
]);
const quotes = /^["“”‘’'*_]+$/;

export function cuesOf(sentence: Sentence, mention: PhraseMention): Cue[] {
  const { words } = sentence;
  const { from, to } = mention;
  const found: Cue[] = [];
  const start = beforeArticle(words, from);
  if (isNamed(words, start)) found.push('named');
  if (isDefined(words, to)) found.push('defined');
  if (start <= 1 && isOpening(words, start) && isCharacterised(words, to)) found.push('characterised');
  if (isAnnounced(words, start)) found.push('announced');
  if (isMark(words[from - 1]) && isMark(words[to] ?? words[to + 1])) found.push('setOff');
  if (isRenamed(words, start, to)) found.push('renamed');
  if (isSymbolised(words, to)) found.push('symbolised');
  return found;
}

/** Index of the article or adverb that belongs to the phrase at `from`, or `from`; quotation marks are passed over. */
function beforeArticle(words: readonly Word[], from: number): number {
  let at = from;
  while (at > 0 && (isMark(words[at - 1]) || ['the', 'a', 'an', 'its', 'their', 'his'].includes(words[at - 1]!.lower))) at -= 1;
  return at;
}

function isNamed(words: readonly Word[], start: number): boolean {
  const before = words[start - 1]?.lower;
  if (before === undefined) return false;
  if (naming.has(before)) return true;
  if (before === 'call' || before === 'calls') return true;
  if (before === 'as') {
    const verb = words[start - 2]?.lower ?? '';
    return verb === 'known' || (verb === 'to' && words[start - 3]?.lower === 'referred') || verb === 'described';
  }
  return before === 'call' && words[start - 2]?.tag === 'PRON';
}

function isDefined(words: readonly Word[], to: number): boolean {
  const at = isMark(words[to]) ? to + 1 : to;
  const verb = words[at];
  if (verb === undefined) return false;
  if (defining.has(verb.lower) && verb.lower !== 'defined') return true;
  return verb.tag === 'AUX' && (words[at + 1]?.lower === 'defined' || words[at + 2]?.lower === 'defined');
}

/** Nothing but a conjunction or "The" before the phrase. */
function isOpening(words: readonly Word[], start: number): boolean {
  return start === 0 || ['thus', 'so', 'here', 'and', 'but'].includes(words[0]!.lower);
}

function isCharacterised(words: readonly Word[], to: number): boolean {
  const at = isMark(words[to]) ? to + 1 : to;
  const verb = words[at]?.lower;
  const next = words[at + 1]?.lower;
  if (verb !== 'is' && verb !== 'are') return false;
  return (
    next === 'the' || next === 'a' || next === 'an' || next === 'any' || next === 'one' || (verb === 'are' && words[at + 1]?.tag === 'NOUN')
  );
}

function isAnnounced(words: readonly Word[], start: number): boolean {
  const before = words[start - 1]?.lower ?? '';
  if (announcing.has(before)) return !['law', 'theory', 'principle'].includes(before);
  return before === 'of' && announcing.has(words[start - 2]?.lower ?? '');
}

function isRenamed(words: readonly Word[], start: number, to: number): boolean {
  const before = words[start - 1]?.lower;
  const opens = before === 'or' && (words[start - 2]?.lower === ',' || words[start - 2]?.lower === '(');
  return opens && /^[,)—]$/.test(words[to]?.text ?? '');
}

function isSymbolised(words: readonly Word[], to: number): boolean {
  const next = words[to]?.text ?? '';
  if (next === '(') return /^(?:\p{Lu}{2,6}s?|\p{L})$/u.test(words[to + 1]?.text ?? '') && words[to + 2]?.text === ')';
  return /^(?:[\p{Lu}\p{Ll}]|Δ.)$/u.test(next) && !/^[aAI]$/.test(next);
}

function isMark(word: Word | undefined): boolean {
  return word !== undefined && quotes.test(word.text);
}
