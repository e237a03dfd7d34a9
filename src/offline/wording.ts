import { hasNotation, render } from './clauses.ts';
import type { QuestionWording } from './sentence-question.ts';
import { emptyModifiers } from './lexicon.ts';
import type { Sentence, Word } from './word.ts';
import type { ConceptMatcher, Match } from './matcher.ts';

const closedClass = new Set(['DET', 'PRON', 'ADP', 'SCONJ', 'CCONJ', 'ADV', 'AUX', 'VERB', 'PART', 'NUM', 'INTJ']);

/** Functions that put words of these sentences into a question. */
export function wordingFor(sentences: readonly Sentence[], matcher: ConceptMatcher): QuestionWording {
  const capitals = new Map<string, number>();
  const starts = new Set<Word>();
  for (const { words, isLine } of sentences) {
    if (words[0] !== undefined) starts.add(words[0]);
    if (isLine) continue;
    for (const { text, lower } of words.slice(1)) capitals.set(lower, (capitals.get(lower) ?? 0) + (/^\p{Lu}/u.test(text) ? 1 : -1));
  }
  const isName = (word: Word): boolean =>
    !closedClass.has(word.tag) && ((capitals.get(word.lower) ?? 0) > 0 || /^(?:\p{Lu}{2}|\p{Lu}$|\p{L}+\p{Lu})/u.test(word.text));
  const say = (words: readonly Word[]): string => {
    const [first, ...rest] = words;
    if (first === undefined) return '';
    const follows = rest[0]?.lower;
    const keeps = !starts.has(first) || isName(first) || follows === '’s' || follows === "'s";
    return render(keeps ? words : [{ ...first, text: first.text.charAt(0).toLowerCase() + first.text.slice(1) }, ...rest]).replace(
      /\s+/g,
      ' ',
    );
  };
  const concepts = (words: readonly Word[]): string[] => {
    const phrases = matcher.find(words).flatMap((match) => wholePhrase(words, match));
    return [...new Set(phrases.filter((phrase) => !hasNotation(phrase)).map(say))];
  };
  return { say, concepts };
}

/** The noun phrase a concept stands in, with its article: "the net external force" for "force". */
function wholePhrase(words: readonly Word[], { from, to }: Match): (readonly Word[])[] {
  let start = from;
  let end = to;
  while (start > 0 && isModifier(words[start - 1]!)) start -= 1;
  while (start < from && emptyModifiers.has(words[start]!.lower)) start += 1;
  if (start > 0 && ['a', 'an', 'the'].includes(words[start - 1]!.lower)) start -= 1;
  while (end < words.length && isModifier(words[end]!) && words[end]!.tag !== 'ADJ') end += 1;
  return end - start > 6 ? [] : [words.slice(start, end)];
}

function isModifier({ tag, lower, text }: Word): boolean {
  if (lower === "'s" || lower === '’s') return true;
  return (tag === 'ADJ' || tag === 'NOUN' || tag === 'PROPN') && /^\p{L}{2,}/u.test(text);
}
