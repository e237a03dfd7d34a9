import { auxiliaryFor, baseForm, isWeak, pointsOutside, type Clause } from './clauses.ts';
import type { SentenceQuestion, QuestionWording } from './sentence-question.ts';
import type { Word } from './word.ts';
import { object, place, statement, validity } from './rules/assertions.ts';
import { composition, definition, naming } from './rules/definitions.ts';
import { conversion, effect, means, need, outcome, permission, production, use } from './rules/effects.ts';
import { comparison, covariation, dependence, difference, equality, proportion } from './rules/relations.ts';
import type { SentenceParts, Rule } from './rules/rule.ts';
import { modals } from './rules/verbs.ts';

const rules: readonly Rule[] = [
  definition, naming, dependence, proportion, covariation, equality, effect, difference, need, production, statement, composition, conversion, permission, use, means, comparison, outcome, place, validity, object,
]; // prettier-ignore

/** Questions about a sentence with one subject and one verb. */
export function simpleQuestions({ words, verb: at }: Clause, wording: QuestionWording): SentenceQuestion[] {
  const verb = words[at]!;
  const subject = words.slice(0, at);
  const next = skipAdverbs(words, at + 1);
  const after = words[next];
  let parts: SentenceParts;
  if (verb.lower === 'is' || verb.lower === 'are') {
    parts = { subject, be: verb.lower, aux: verb.lower === 'is' ? 'does' : 'do', base: 'be', rest: words.slice(next) };
  } else if ((modals.has(verb.lower) || verb.lower === 'do' || verb.lower === 'does') && after !== undefined) {
    parts = {
      subject,
      be: undefined,
      aux: verb.lower,
      base: after.lower === 'be' ? 'be' : baseForm(after),
      rest: words.slice(skipAdverbs(words, next + 1)),
    };
  } else {
    parts = { subject, be: undefined, aux: auxiliaryFor(verb), base: baseForm(verb), rest: words.slice(next) };
  }
  return pointsOutside(parts.rest) || isWeak(subject) ? [] : rules.flatMap((rule) => rule(parts, wording));
}

function skipAdverbs(words: readonly Word[], from: number): number {
  let at = from;
  while (words[at]?.tag === 'ADV') at += 1;
  return at;
}
