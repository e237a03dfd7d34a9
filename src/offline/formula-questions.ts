import { isNounPhrase, pointsOutside } from './clauses.ts';
import type { SentenceQuestion, QuestionWording } from './sentence-question.ts';
import type { Sentence, Word } from './word.ts';

const giving = [
  ['is', 'given', 'by'], ['is', 'defined', 'to', 'be'], ['is', 'defined', 'as'], ['is', 'defined', 'by'], ['is', 'expressed', 'as'], ['can', 'be', 'written', 'as'],
  ['can', 'be', 'expressed', 'as'], ['is', 'expressed', 'by'], ['is', 'calculated', 'by'], ['is', 'calculated', 'using'], ['is', 'written', 'as'],
]; // prettier-ignore

/** "The magnitude of X is given by x = y z, where y is …": which equation is it? */
export function formulaQuestions({ words }: Sentence, { say, concepts }: QuestionWording): SentenceQuestion[] {
  const equals = words.findIndex(({ text }) => text === '=');
  if (equals < 4 || pointsOutside(words)) return [];
  for (const pattern of giving) {
    const at = words.findIndex((_, index) => pattern.every((part, offset) => words[index + offset]?.lower === part));
    if (at < 1 || at > equals || equals - at > pattern.length + 8) continue;
    const subject = subjectBefore(words, at);
    if (subject === undefined) continue;
    const own = concepts(subject);
    const others = concepts(words.slice(equals + 1)).filter(
      (label) => !own.some((other) => other.includes(label) || label.includes(other)),
    );
    if (others.length === 0) return [{ kind: 'equation', question: `which equation gives ${say(subject)}` }];
    return [{ kind: 'equation', question: `which equation expresses ${say(subject)} in terms of ${others.slice(0, 2).join(' and ')}` }];
  }
  return [];
}

/** The noun phrase that ends at `end`, from the start of the sentence or the last comma; a symbol behind it is left out. */
function subjectBefore(words: readonly Word[], end: number): readonly Word[] | undefined {
  const comma = words.findLastIndex(({ text }, index) => index < end && (text === ',' || text === 'that'));
  let to = end;
  while (to > comma + 1 && !/^\p{L}{2,}/u.test(words[to - 1]!.text)) to -= 1;
  if (words.slice(comma + 1, to).some(({ text }) => /^\d/.test(text))) return undefined;
  const subject = words.slice(comma + 1, to).filter((word) => /\p{L}{2}/u.test(word.text) || word.lower === 'a');
  return isNounPhrase(subject) ? subject : undefined;
}
