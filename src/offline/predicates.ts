import { singular } from '../core/concepts/singular.ts';
import type { Word } from './word.ts';

const clauseOpeners = new Set(
  'that which who when whenever where if as because while whereas although though since unless until after before'.split(' '),
);
/** What ends a clause before it, so that this needs a verb of its own. */
const conjunctions = new Set('because when whenever if while whereas although though unless since until'.split(' '));
const singleArticles = new Set(['a', 'an', 'each', 'every']);

/**
 * Gives clauses that a tagger left without a verb their verb back: in "when the level rises" and "a grain moves" the
 * last word is no plural noun, because a clause needs a verb and "a" needs a singular. Works on the array in place.
 */
export function restorePredicates(words: Word[]): void {
  for (let index = 2; index < words.length; index += 1) {
    if (looksLikePredicate(words, index) && hasSingleArticle(words, index)) toVerb(words, index);
  }
  restoreAsked(words);
  const [first, second] = words;
  // "Returns the level of the lake.": what a function does, told without a subject.
  const isTold = first !== undefined && second?.tag === 'DET' && isNounTag(first.tag) && /[^su]s$/.test(first.lower);
  if (isTold && !words.some((_, index) => isFiniteVerb(words, index))) toVerb(words, 0);
  for (const [from, to] of clauses(words)) {
    if (words.slice(from, to).some((_, offset) => isFiniteVerb(words, from + offset))) continue;
    const governing = words.findIndex((_, index) => index > from && index < to && hasObject(words, index));
    if (governing !== -1) {
      toVerb(words, governing);
      continue;
    }
    const isRelative = ['that', 'which', 'who'].includes(words[from - 1]?.lower ?? '') && words[from - 2]?.tag === 'NOUN';
    const isWhole = from === 0 && to === words.length;
    for (let index = isRelative ? from : from + 1; index < to; index += 1) {
      const isFirst = index === from && words[index]!.tag === 'NOUN' && isPlural(words[index]!);
      if (!isFirst && !looksLikePredicate(words, index) && !(isWhole && fitsPluralSubject(words, index))) continue;
      toVerb(words, index);
      break;
    }
  }
}

/**
 * The sentence as a whole; each subordinate clause up to the next mark; the main clause behind "If …,"; and what follows
 * "; " or ", and the", when more than a noun phrase stands there.
 */
function clauses(words: readonly Word[]): [number, number][] {
  const found: [number, number][] = [[0, words.length]];
  const joint = words.findIndex(({ lower }) => conjunctions.has(lower));
  if (joint > 0) found.push([0, joint]);
  const firstComma = words.findIndex(({ text }) => text === ',');
  for (const [index, { lower }] of words.entries()) {
    const isMain = index === firstComma && clauseOpeners.has(words[0]!.lower);
    if (clauseOpeners.has(lower) || isMain) {
      found.push([index + 1, endOfClause(words, index + 1)]);
    } else if (opensCoordinate(words, index)) {
      const end = endOfClause(words, index + 1);
      const predicate = words.slice(index, end).findIndex((_, offset) => looksLikePredicate(words, index + offset));
      const next = words[index + predicate + 1];
      if (predicate !== -1 && next !== undefined && index + predicate + 1 < end && next.lower !== 'of') found.push([index + 1, end]);
    }
  }
  return found;
}

function opensCoordinate(words: readonly Word[], index: number): boolean {
  const { text, lower } = words[index]!;
  const isJoint = text === ';' || (['and', 'but', 'so'].includes(lower) && words[index - 1]?.text === ',');
  return isJoint && words[index + 1]?.tag === 'DET';
}

function endOfClause(words: readonly Word[], from: number): number {
  let end = from;
  while (end < words.length && !/^[,;:.!?()—]$/.test(words[end]!.text) && !clauseOpeners.has(words[end]!.lower)) end += 1;
  return end;
}

/** "level rises" or "floods spread": the number of the two words does not fit a compound. */
function looksLikePredicate(words: readonly Word[], index: number): boolean {
  const word = words[index]!;
  const before = words[index - 1];
  const next = words[index + 1];
  if (word.tag !== 'NOUN' || !/^\p{Ll}{3,}$/u.test(word.text) || before === undefined || !mayBeSubject(words, index - 1)) return false;
  if (next !== undefined && (next.tag === 'NOUN' || next.tag === 'PROPN' || next.tag === 'AUX' || next.tag === 'VERB')) return false;
  return isPlural(word) ? !isPlural(before) : isPlural(before) && !/(?:tion|ment|ness|ity|er|or)$/.test(word.lower);
}

const counted = /^(?:dozen|couple|score|hundred|thousand|million|billion)$/;

/** "a radar gauge measures distance": between a subject in the singular and another noun. */
function hasObject(words: readonly Word[], index: number): boolean {
  const [before, word, next] = [words[index - 1], words[index]!, words[index + 1]];
  if (word.tag !== 'NOUN' || before?.tag !== 'NOUN' || isPlural(before) || counted.test(before.lower)) return false;
  return next?.tag === 'NOUN' && /^\p{Ll}{3,}$/u.test(word.text) && hasSingleArticle(words, index);
}

/** "What does a tide gauge measure?": what is asked with "does" ends its subject with a verb. */
function restoreAsked(words: Word[]): void {
  const does = words.findIndex(({ lower }) => /^(?:do|does|did)$/.test(lower));
  const end = words.findIndex(({ text }, index) => index > does && /^[?,;]$/.test(text));
  if (does === -1 || does > 2 || words[end]?.text !== '?') return;
  if (words.slice(does + 1, end).some(({ tag }) => tag === 'VERB' || tag === 'AUX')) return;
  let last = does + 1;
  while (last < end && ['DET', 'ADJ', 'NOUN', 'PROPN'].includes(words[last]!.tag)) last += 1;
  last -= 1;
  if (last - does > 1 && words[last]!.tag === 'NOUN' && isNounTag(words[last - 1]!.tag) && !isPlural(words[last]!)) toVerb(words, last);
}

const isNounTag = (tag: string): boolean => tag === 'NOUN' || tag === 'PROPN';

/** A noun; a gerund that opens the sentence ("Kneading strengthens …"); what a tagger took for an adjective ("the surface sinks"). */
function mayBeSubject(words: readonly Word[], index: number): boolean {
  const { tag, lower } = words[index]!;
  if (tag === 'NOUN' || tag === 'PROPN') return true;
  if (tag === 'VERB') return index === 0 && lower.endsWith('ing') && words[2]?.tag === 'DET';
  return (
    tag === 'ADJ' &&
    words[index - 1]?.tag === 'DET' &&
    !/(?:al|ive|ous|ic|ful|less|y|ed|er|est|able|ent|ant|ing)$/.test(lower) &&
    lower.length > 5
  );
}

/** "Bacteria turn sugar into acid": a plural, a bare word and another noun, in a sentence without any verb. */
function fitsPluralSubject(words: readonly Word[], index: number): boolean {
  const [before, word, next] = [words[index - 1]!, words[index]!, words[index + 1]];
  return word.tag === 'NOUN' && before.tag === 'NOUN' && isPlural(before) && !isPlural(word) && next?.tag === 'NOUN';
}

function isPlural({ lower }: Word): boolean {
  return singular(lower) !== lower || /^(?:people|data|cattle|police)$/.test(lower);
}

/** An article of the singular opens the noun phrase. */
function hasSingleArticle(words: readonly Word[], index: number): boolean {
  if (!isPlural(words[index]!)) return false;
  let at = index - 1;
  while (at > 0 && ['NOUN', 'PROPN', 'ADJ'].includes(words[at]!.tag)) at -= 1;
  return singleArticles.has(words[at]!.lower);
}

function isFiniteVerb(words: readonly Word[], index: number): boolean {
  const { tag, lower } = words[index]!;
  if (tag === 'AUX') return true;
  if (tag !== 'VERB' || lower.endsWith('ing')) return false;
  return !/(?:ed|en|wn)$/.test(lower) || words[index - 1]?.tag !== 'NOUN' || words[index + 1]?.tag !== 'ADP';
}

function toVerb(words: Word[], index: number): void {
  words[index] = { ...words[index]!, tag: 'VERB' };
}
