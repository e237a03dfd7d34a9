import { firstPart, hasNotation, isLikeness, isNounPhrase } from '../clauses.ts';
import type { Word } from '../word.ts';
import { restAfter } from './rule.ts';
import type { Rule } from './rule.ts';

export const dependence: Rule = ({ subject, aux, base, rest }, { say, concepts }) => {
  const tail = restAfter(base, rest, ['depend on', 'depend upon', 'vary with', 'be determined by', 'be affected by', 'be a function of']);
  if (tail === undefined || tail.length === 0) return [];
  const stop = tail.findIndex(({ text, lower }) => text === ',' || lower === 'and');
  const first = stop === -1 ? [] : tail.slice(0, stop).filter(({ lower }) => lower !== 'both');
  const whole = { kind: 'dependence', question: `what ${aux} ${say(subject)} depend on` };
  if (!isNounPhrase(first) || concepts(first).length === 0 || hasNotation(tail)) return [whole];
  return [{ kind: 'dependence', question: `besides ${say(first)}, what ${aux} ${say(subject)} depend on` }, whole];
};

/** "X grows with Y" */
export const covariation: Rule = ({ subject, aux, base, rest }, { say }) => {
  const verbs = ['increase', 'decrease', 'grow', 'rise', 'fall', 'shrink', 'scale', 'change', 'decline', 'improve', 'drop'];
  const tail = restAfter(base, rest, verbs.map((verb) => `${verb} with`)); // prettier-ignore
  const object = tail === undefined ? [] : firstConjunct(firstPart(tail));
  return isNounPhrase(object) ? [{ kind: 'proportion', question: `how ${aux} ${say(subject)} vary with ${say(object)}` }] : [];
};

export const proportion: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['be proportional to', 'be directly proportional to', 'be inversely proportional to']);
  const object = tail === undefined ? [] : firstPart(tail);
  return isNounPhrase(object) ? [{ kind: 'proportion', question: `how ${aux} ${say(subject)} vary with ${say(object)}` }] : [];
};

export const equality: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['be equal to', 'equal', 'be equivalent to']);
  const object = tail === undefined ? [] : firstPart(tail);
  return isNounPhrase(object)
    ? [{ kind: 'equality', question: `how ${aux === 'do' ? 'are' : 'is'} ${say(subject)} related to ${say(object)}` }]
    : [];
};

export const difference: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['differ from', 'be different from']);
  const object = tail === undefined ? [] : firstPart(tail);
  const saysMore = tail !== undefined && tail.length > object.length + 2;
  return saysMore && isLikeness(object) ? [{ kind: 'contrast', question: `how ${aux} ${say(subject)} differ from ${say(object)}` }] : [];
};

export const comparison: Rule = ({ subject, aux, rest }, { say }) => {
  const than = rest.findIndex(({ lower }) => lower === 'than');
  if (than < 1 || than > 9) return [];
  if (rest.slice(0, than).some(({ tag }) => tag === 'VERB' || tag === 'AUX')) return [];
  const comparing = rest.slice(0, than).some(({ lower }) => /^(?:more|less)$|er$/.test(lower));
  const object = firstPart(rest.slice(than + 1));
  if (!comparing || !isLikeness(object)) return [];
  return [{ kind: 'comparison', question: `how ${aux} ${say(subject)} compare with ${say(object)}` }];
};

function firstConjunct(words: readonly Word[]): readonly Word[] {
  const stop = words.findIndex(({ tag }) => tag === 'CCONJ');
  return stop === -1 ? words : words.slice(0, stop);
}
