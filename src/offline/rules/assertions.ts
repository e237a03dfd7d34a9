import { firstPart, hasNotation, isNounPhrase } from '../clauses.ts';
import { overlaps, upToPreposition } from './rule.ts';
import type { Rule } from './rule.ts';
import { changing, making, pale, residing, telling } from './verbs.ts';

/** "The law states that …" about a second concept. */
export const statement: Rule = ({ subject, aux, base, rest }, { say, concepts }) => {
  if (base === 'refer' && rest[0]?.lower === 'to' && !hasNotation(rest)) {
    return [{ kind: 'term', question: `what ${aux} ${say(subject)} refer to` }];
  }
  if (base === undefined || !telling.has(base) || rest[0]?.lower !== 'that' || rest.length < 6) return [];
  const about = concepts(rest.slice(1)).find((label) => !overlaps(label, say(subject)));
  return [{ kind: 'statement', question: `what ${aux} ${say(subject)} ${base}${about === undefined ? '' : ` about ${about}`}` }];
};

/** "X lies between …" */
export const place: Rule = ({ subject, aux, base, rest }, { say }) => {
  const places = [
    'in',
    'on',
    'at',
    'between',
    'along',
    'within',
    'under',
    'below',
    'beneath',
    'above',
    'near',
    'around',
    'inside',
    'beside',
    'where',
  ];
  if (base === undefined || !residing.has(base) || !places.includes(rest[0]?.lower ?? '') || rest.length < 3 || hasNotation(rest))
    return [];
  return [{ kind: 'place', question: `where ${aux} ${say(subject)} ${base}` }];
};

/** "X holds for …" */
export const validity: Rule = ({ subject, aux, base, rest }, { say }) => {
  const isValid = (base === 'hold' || base === 'apply') && ['for', 'to', 'when', 'in', 'only'].includes(rest[0]?.lower ?? '');
  return isValid ? [{ kind: 'condition', question: `under what conditions ${aux} ${say(subject)} ${base}` }] : [];
};

/** Any other verb with an object that is worth asking for. */
export const object: Rule = ({ subject, aux, base, rest }, { say, concepts }) => {
  const said = firstPart(rest);
  const known = base === undefined || base === 'be' || changing.has(base) || making.has(base) || telling.has(base) || pale.has(base);
  if (known || !isNounPhrase(upToPreposition(said)) || hasNotation(said) || concepts(said).length === 0) return [];
  return [{ kind: 'object', question: `what ${aux} ${say(subject)} ${base}` }];
};
