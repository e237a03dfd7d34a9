import { firstPart, hasNotation, isNounPhrase } from '../clauses.ts';
import { restAfter, set, upToPreposition } from './rule.ts';
import type { Rule } from './rule.ts';
import { changing, deciding, making, modals, thirdPerson } from './verbs.ts';

/** Participles whose "by" tells no means. */
const given = set(
  'called known named termed associated determined affected followed accompanied multiplied divided caused used replaced represented',
);

export const effect: Rule = ({ subject, aux, base, rest }, { say }) => {
  if (base === undefined || (!changing.has(base) && !deciding.has(base))) return [];
  const said = firstPart(rest);
  const object = said.some(({ lower }) => lower === 'that' || lower === 'which') ? said : upToPreposition(said);
  if (!isNounPhrase(object)) return [];
  const questions = [{ kind: 'effect', question: `what effect ${aux} ${say(subject)} have on ${say(object)}` }];
  if (deciding.has(base)) questions.push({ kind: 'cause', question: `what ${thirdPerson(base)} ${say(object)}` });
  return questions;
};

/** "… is caused by …", "… is required to …" */
export const need: Rule = ({ subject, be, rest }, { say }) => {
  const [done, next] = rest;
  if (be === undefined || done === undefined || next === undefined) return [];
  if (done.lower === 'caused' && next.lower === 'by') return [{ kind: 'cause', question: `what causes ${say(subject)}` }];
  const purpose = firstPart(rest.slice(1));
  if (!['required', 'needed', 'necessary'].includes(done.lower) || !['to', 'for'].includes(next.lower)) return [];
  return hasNotation(purpose) || purpose.length < 3 ? [] : [{ kind: 'need', question: `what is ${done.lower} ${say(purpose)}` }];
};

export const production: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['lead to', 'result in', 'give rise to', ...making]);
  if (tail === undefined || base === undefined) return [];
  const object = firstPart(tail);
  if (!isNounPhrase(upToPreposition(object)) || hasNotation(object)) return [];
  const particle = say(rest.slice(0, rest.length - tail.length));
  const verb = particle === '' ? base : `${base} ${particle}`;
  const finite = modals.has(aux) ? `${aux} ${verb}` : verb.replace(base, thirdPerson(base));
  return [
    { kind: 'cause', question: `what ${finite} ${say(object)}` },
    { kind: 'result', question: `what ${aux} ${say(subject)} ${verb}` },
  ];
};

export const conversion: Rule = ({ subject, aux, base, rest }, { say }) => {
  const into = rest.findIndex(({ lower }) => lower === 'into');
  if (base === undefined || !['convert', 'transform', 'change', 'turn'].includes(base) || into < 1) return [];
  const object = rest.slice(0, into);
  return isNounPhrase(object) ? [{ kind: 'conversion', question: `into what ${aux} ${say(subject)} ${base} ${say(object)}` }] : [];
};

/** "X allows Y to …" */
export const permission: Rule = ({ subject, aux, base, rest }, { say }) => {
  const to = rest.findIndex(({ lower }) => lower === 'to');
  if (base === undefined || !['allow', 'enable', 'cause', 'force'].includes(base) || to < 1 || rest[to + 1]?.tag !== 'VERB') return [];
  const object = rest.slice(0, to);
  return isNounPhrase(object) ? [{ kind: 'effect', question: `what ${aux} ${say(subject)} ${base} ${say(object)} to do` }] : [];
};

export const use: Rule = ({ subject, be, aux, base, rest }, { say }) => {
  if (base !== 'be' || rest[0]?.lower !== 'used' || !['to', 'for'].includes(rest[1]?.lower ?? '')) return [];
  return [{ kind: 'use', question: be === undefined ? `what ${aux} ${say(subject)} be used for` : `what ${be} ${say(subject)} used for` }];
};

/** "… is transferred by …", "… can be reduced by making …" */
export const means: Rule = ({ subject, be, aux, base, rest }, { say }) => {
  const by = rest.findIndex(({ lower }) => lower === 'by');
  const acting = rest[by + 1];
  const before = rest.slice(0, by);
  if (by < 1 || acting === undefined || base === undefined || before.length > 8 || hasNotation(before)) return [];
  if (
    before.some(
      ({ text, tag, lower }, index) =>
        text === ',' ||
        tag === 'SCONJ' ||
        ['when', 'where', 'while', 'if'].includes(lower) ||
        (index > 0 && (tag === 'AUX' || (tag === 'VERB' && index === before.length - 1))),
    ) ||
    before.at(-1)?.tag === 'ADV'
  )
    return [];
  if (base === 'be') {
    const done = before[0]!;
    if (done.tag !== 'VERB' || !done.lower.endsWith('ed') || given.has(done.lower)) return [];
    return [
      {
        kind: 'means',
        question: be === undefined ? `how ${aux} ${say(subject)} be ${say(before)}` : `how ${be} ${say(subject)} ${say(before)}`,
      },
    ];
  }
  const isGerund = acting.lower.endsWith('ing') && acting.tag === 'VERB';
  return isGerund ? [{ kind: 'means', question: `how ${aux} ${say(subject)} ${base} ${say(before)}` }] : [];
};

/** "X makes Y steeper" */
export const outcome: Rule = ({ subject, aux, base, rest }, { say }) => {
  const state = rest.findIndex(
    ({ tag, lower }, index) => index > 0 && tag === 'ADJ' && (lower.endsWith('er') || rest[index - 1]!.tag === 'NOUN'),
  );
  const object = rest.slice(0, state);
  if (base === undefined || !['make', 'keep', 'leave'].includes(base) || state < 1 || !isNounPhrase(object)) return [];
  return [{ kind: 'effect', question: `what effect ${aux} ${say(subject)} have on ${say(object)}` }];
};
