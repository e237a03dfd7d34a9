import { singular } from '../concepts/singular.ts';
import { auxiliaryFor, baseForm, firstPart, hasNotation, isLikeness, isNounPhrase, isWeak, pointsOutside, type Clause } from './clauses.ts';
import type { Draft, Wording } from './draft.ts';
import type { Word } from './word.ts';

interface Parts {
  readonly subject: readonly Word[];
  /** "is" or "are" when that is the verb. */
  readonly be: string | undefined;
  /** "does", "do" or a modal verb; "does" or "do" beside "is" and "are" too. */
  readonly aux: string;
  /** The main verb in its base form; "be" for "is" and "are"; undefined for other tenses. */
  readonly base: string | undefined;
  /** Behind the verb, adverbs skipped. */
  readonly rest: readonly Word[];
}

type Rule = (parts: Parts, wording: Wording) => Draft[];

const set = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const deciding = set('set affect influence determine control govern limit');
const changing = set(
  'increase reduce decrease affect influence change oppose limit prevent slow raise lower strengthen weaken alter enhance inhibit resist accelerate halve double triple lessen shorten lengthen widen narrow deepen steepen cool warm heat dilute worsen improve hinder block stop delay damp dampen dissipate smooth stabilise stabilize erode',
);
const making = set('produce cause create generate induce emit release exert form yield');
const telling = set('state imply say predict show require assert tell mean suggest explain');
const measures = set('ratio rate product sum change measure difference quotient fraction mass');
/** Participles whose "by" tells no means. */
const given = set(
  'called known named termed associated determined affected followed accompanied multiplied divided caused used replaced represented',
);
/** Verbs whose object one does not ask for. */
const pale = set(
  'have be do get give take make go come keep let seem become remain look feel find see know think say want try use help start begin continue',
);
/** Verbs that say where a thing is. */
const residing = set('lie occur form stand sit live settle accumulate collect reside grow appear exist');
const vague = set('same example examples good case only reason subject topic key question problem matter first second third factor');

const modals = set('can may will');

/** Questions about a sentence with one subject and one verb. */
export function simpleDrafts({ words, verb: at }: Clause, wording: Wording): Draft[] {
  const verb = words[at]!;
  const subject = words.slice(0, at);
  const next = skipAdverbs(words, at + 1);
  const after = words[next];
  let parts: Parts;
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

/** "X is the …", "X is mass per volume": what is it, and how does a second concept come in? */
const definition: Rule = ({ subject, be, rest }, { say, concepts }) => {
  const next = rest[0];
  if (be === undefined || next === undefined) return [];
  const isUnit = subject.some(({ lower }) => /^units?$/.test(lower));
  if (subject.some(({ lower }) => lower === 'term' || lower === 'word')) return [];
  const hasArticle = ['a', 'an', 'the', 'one', 'any'].includes(next.lower);
  const said = firstPart(rest);
  if (!hasArticle && !isUnit && (next.tag !== 'NOUN' || subject.length > 3 || !isNounPhrase(upToPreposition(said)))) return [];
  if ((!isUnit && (said.length < 3 || hasNotation(said))) || isVague(said)) return [];
  const text = say(subject);
  const others = concepts(said).filter((label) => !overlaps(label, text));
  const isMeasure =
    be === 'is' &&
    (measures.has(said[hasArticle ? 1 : 0]?.lower ?? '') || said.some(({ lower }) => lower === 'divided' || lower === 'multiplied'));
  const isClass = ['a', 'an'].includes(next.lower) || (!hasArticle && be === 'are');
  const genus = say(genusOf(said));
  if (next.lower === 'the' && subject.length > 4 && said.length < 5 && said.length === rest.length) {
    return [{ kind: 'name', question: `what ${be} ${text} called` }];
  }
  return [
    { kind: 'what', question: `what ${be} ${text}` },
    ...others.slice(0, 2).flatMap((other) => {
      if (genus.includes(other))
        return isClass ? [{ kind: 'kind', question: `what kind of ${other.split(' ').at(-1)!} ${be} ${text}` }] : [];
      if (isMeasure) return [{ kind: 'definition', question: `how is ${text} defined in terms of ${other}` }];
      const [are, does, they] = be === 'is' ? ['is', 'does', 'it'] : ['are', 'do', 'they'];
      return [
        { kind: 'definition', question: `what ${be} ${text}, and how ${are} ${they} related to ${other}` },
        { kind: 'definition', question: `what ${be} ${text}, and what ${does} ${they} have to do with ${other}` },
      ];
    }),
  ];
};

/** "a device" of "a device that stores charge": what the thing is said to be one of. */
function genusOf(said: readonly Word[]): readonly Word[] {
  const end = said.findIndex(
    ({ tag, lower }, index) => index > 0 && (tag === 'ADP' || tag === 'VERB' || tag === 'PRON' || lower === 'that'),
  );
  return end === -1 ? said : said.slice(0, end);
}

/** "… is called X", "X is defined as …" */
const naming: Rule = ({ subject, be, rest }, { say, concepts }) => {
  if (be === undefined) return [];
  const opening = rest.slice(0, 3).map(({ lower }) => lower).join(' '); // prettier-ignore
  if (/^defined (?:as|to)\b/.test(opening)) {
    const definiens = firstPart(rest.slice(2));
    if (subject.length > 4 && definiens.length < 7 && definiens[0]?.lower === 'the')
      return [{ kind: 'name', question: `what ${be} ${say(subject)} called` }];
    const other = concepts(definiens).find((label) => !overlaps(label, say(subject)));
    return [{ kind: 'definition', question: `how ${be} ${say(subject)} defined${other === undefined ? '' : ` in terms of ${other}`}` }];
  }
  const skip = /^(?:called|termed|named)\b/.test(opening)
    ? 1
    : opening.startsWith('known as')
      ? 2
      : opening.startsWith('referred to as')
        ? 3
        : 0;
  const term = firstPart(rest.slice(skip)).filter(({ text }) => !/^["“”'‘’]$/.test(text));
  if (skip === 0 || !isNounPhrase(term) || term.length > 5 || subject.length < 4) return [];
  const bare = say(term).replace(/^(?:the|an?) /, '');
  const other = concepts(subject).find((label) => !overlaps(label, bare));
  const drafts = [
    {
      kind: 'term',
      question: `what is meant by ${bare}${other === undefined ? '' : `, and what ${singular(bare) === bare ? 'does it' : 'do they'} have to do with ${other}`}`,
    },
  ];
  if (subject.length > 3 && !overlaps(bare, say(subject))) drafts.push({ kind: 'name', question: `what ${be} ${say(subject)} called` });
  return drafts;
};

const dependence: Rule = ({ subject, aux, base, rest }, { say, concepts }) => {
  const tail = restAfter(base, rest, ['depend on', 'depend upon', 'vary with', 'be determined by', 'be affected by', 'be a function of']);
  if (tail === undefined || tail.length === 0) return [];
  const stop = tail.findIndex(({ text, lower }) => text === ',' || lower === 'and');
  const first = stop === -1 ? [] : tail.slice(0, stop).filter(({ lower }) => lower !== 'both');
  const whole = { kind: 'dependence', question: `what ${aux} ${say(subject)} depend on` };
  if (!isNounPhrase(first) || concepts(first).length === 0 || hasNotation(tail)) return [whole];
  return [{ kind: 'dependence', question: `besides ${say(first)}, what ${aux} ${say(subject)} depend on` }, whole];
};

/** "X grows with Y" */
const covariation: Rule = ({ subject, aux, base, rest }, { say }) => {
  const verbs = ['increase', 'decrease', 'grow', 'rise', 'fall', 'shrink', 'scale', 'change', 'decline', 'improve', 'drop'];
  const tail = restAfter(base, rest, verbs.map((verb) => `${verb} with`)); // prettier-ignore
  const object = tail === undefined ? [] : firstConjunct(firstPart(tail));
  return isNounPhrase(object) ? [{ kind: 'proportion', question: `how ${aux} ${say(subject)} vary with ${say(object)}` }] : [];
};

const proportion: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['be proportional to', 'be directly proportional to', 'be inversely proportional to']);
  const object = tail === undefined ? [] : firstPart(tail);
  return isNounPhrase(object) ? [{ kind: 'proportion', question: `how ${aux} ${say(subject)} vary with ${say(object)}` }] : [];
};

const equality: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['be equal to', 'equal', 'be equivalent to']);
  const object = tail === undefined ? [] : firstPart(tail);
  return isNounPhrase(object)
    ? [{ kind: 'equality', question: `how ${aux === 'do' ? 'are' : 'is'} ${say(subject)} related to ${say(object)}` }]
    : [];
};

const effect: Rule = ({ subject, aux, base, rest }, { say }) => {
  if (base === undefined || (!changing.has(base) && !deciding.has(base))) return [];
  const said = firstPart(rest);
  const object = said.some(({ lower }) => lower === 'that' || lower === 'which') ? said : upToPreposition(said);
  if (!isNounPhrase(object)) return [];
  const drafts = [{ kind: 'effect', question: `what effect ${aux} ${say(subject)} have on ${say(object)}` }];
  if (deciding.has(base)) drafts.push({ kind: 'cause', question: `what ${thirdPerson(base)} ${say(object)}` });
  return drafts;
};

const difference: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['differ from', 'be different from']);
  const object = tail === undefined ? [] : firstPart(tail);
  const saysMore = tail !== undefined && tail.length > object.length + 2;
  return saysMore && isLikeness(object) ? [{ kind: 'contrast', question: `how ${aux} ${say(subject)} differ from ${say(object)}` }] : [];
};

/** "… is caused by …", "… is required to …" */
const need: Rule = ({ subject, be, rest }, { say }) => {
  const [done, next] = rest;
  if (be === undefined || done === undefined || next === undefined) return [];
  if (done.lower === 'caused' && next.lower === 'by') return [{ kind: 'cause', question: `what causes ${say(subject)}` }];
  const purpose = firstPart(rest.slice(1));
  if (!['required', 'needed', 'necessary'].includes(done.lower) || !['to', 'for'].includes(next.lower)) return [];
  return hasNotation(purpose) || purpose.length < 3 ? [] : [{ kind: 'need', question: `what is ${done.lower} ${say(purpose)}` }];
};

const production: Rule = ({ subject, aux, base, rest }, { say }) => {
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

/** "The law states that …" about a second concept. */
const statement: Rule = ({ subject, aux, base, rest }, { say, concepts }) => {
  if (base === 'refer' && rest[0]?.lower === 'to' && !hasNotation(rest)) {
    return [{ kind: 'term', question: `what ${aux} ${say(subject)} refer to` }];
  }
  if (base === undefined || !telling.has(base) || rest[0]?.lower !== 'that' || rest.length < 6) return [];
  const about = concepts(rest.slice(1)).find((label) => !overlaps(label, say(subject)));
  return [{ kind: 'statement', question: `what ${aux} ${say(subject)} ${base}${about === undefined ? '' : ` about ${about}`}` }];
};

const composition: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['consist of', 'be composed of', 'be made of', 'be made up of']);
  if (tail === undefined || hasNotation(tail)) return [];
  return [{ kind: 'composition', question: `what ${aux} ${say(subject)} consist of` }];
};

const conversion: Rule = ({ subject, aux, base, rest }, { say }) => {
  const into = rest.findIndex(({ lower }) => lower === 'into');
  if (base === undefined || !['convert', 'transform', 'change', 'turn'].includes(base) || into < 1) return [];
  const object = rest.slice(0, into);
  return isNounPhrase(object) ? [{ kind: 'conversion', question: `into what ${aux} ${say(subject)} ${base} ${say(object)}` }] : [];
};

/** "X allows Y to …" */
const permission: Rule = ({ subject, aux, base, rest }, { say }) => {
  const to = rest.findIndex(({ lower }) => lower === 'to');
  if (base === undefined || !['allow', 'enable', 'cause', 'force'].includes(base) || to < 1 || rest[to + 1]?.tag !== 'VERB') return [];
  const object = rest.slice(0, to);
  return isNounPhrase(object) ? [{ kind: 'effect', question: `what ${aux} ${say(subject)} ${base} ${say(object)} to do` }] : [];
};

const use: Rule = ({ subject, be, aux, base, rest }, { say }) => {
  if (base !== 'be' || rest[0]?.lower !== 'used' || !['to', 'for'].includes(rest[1]?.lower ?? '')) return [];
  return [{ kind: 'use', question: be === undefined ? `what ${aux} ${say(subject)} be used for` : `what ${be} ${say(subject)} used for` }];
};

/** "… is transferred by …", "… can be reduced by making …" */
const means: Rule = ({ subject, be, aux, base, rest }, { say }) => {
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
const outcome: Rule = ({ subject, aux, base, rest }, { say }) => {
  const state = rest.findIndex(
    ({ tag, lower }, index) => index > 0 && tag === 'ADJ' && (lower.endsWith('er') || rest[index - 1]!.tag === 'NOUN'),
  );
  const object = rest.slice(0, state);
  if (base === undefined || !['make', 'keep', 'leave'].includes(base) || state < 1 || !isNounPhrase(object)) return [];
  return [{ kind: 'effect', question: `what effect ${aux} ${say(subject)} have on ${say(object)}` }];
};

/** "X lies between …" */
const place: Rule = ({ subject, aux, base, rest }, { say }) => {
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
const validity: Rule = ({ subject, aux, base, rest }, { say }) => {
  const isValid = (base === 'hold' || base === 'apply') && ['for', 'to', 'when', 'in', 'only'].includes(rest[0]?.lower ?? '');
  return isValid ? [{ kind: 'condition', question: `under what conditions ${aux} ${say(subject)} ${base}` }] : [];
};

const comparison: Rule = ({ subject, aux, rest }, { say }) => {
  const than = rest.findIndex(({ lower }) => lower === 'than');
  if (than < 1 || than > 9) return [];
  if (rest.slice(0, than).some(({ tag }) => tag === 'VERB' || tag === 'AUX')) return [];
  const comparing = rest.slice(0, than).some(({ lower }) => /^(?:more|less)$|er$/.test(lower));
  const object = firstPart(rest.slice(than + 1));
  if (!comparing || !isLikeness(object)) return [];
  return [{ kind: 'comparison', question: `how ${aux} ${say(subject)} compare with ${say(object)}` }];
};

/** Any other verb with an object that is worth asking for. */
const object: Rule = ({ subject, aux, base, rest }, { say, concepts }) => {
  const said = firstPart(rest);
  const known = base === undefined || base === 'be' || changing.has(base) || making.has(base) || telling.has(base) || pale.has(base);
  if (known || !isNounPhrase(upToPreposition(said)) || hasNotation(said) || concepts(said).length === 0) return [];
  return [{ kind: 'object', question: `what ${aux} ${say(subject)} ${base}` }];
};

const rules: readonly Rule[] = [
  definition, naming, dependence, proportion, covariation, equality, effect, difference, need, production, statement, composition, conversion, permission, use, means, comparison, outcome, place, validity, object,
]; // prettier-ignore

function thirdPerson(base: string): string {
  if (/(?:s|sh|ch|x|z|o)$/.test(base)) return `${base}es`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : `${base}s`;
}

/** What follows one of the given verbs with its particles ("depend on"). */
function restAfter(base: string | undefined, rest: readonly Word[], patterns: Iterable<string>): readonly Word[] | undefined {
  for (const pattern of patterns) {
    const [wanted, ...particles] = pattern.split(' ');
    if (base === wanted && particles.every((particle, index) => rest[index]?.lower === particle)) return rest.slice(particles.length);
  }
  return undefined;
}

function firstConjunct(words: readonly Word[]): readonly Word[] {
  const stop = words.findIndex(({ tag }) => tag === 'CCONJ');
  return stop === -1 ? words : words.slice(0, stop);
}

/** A noun phrase without the circumstances behind it; "of" belongs to the phrase. */
function upToPreposition(words: readonly Word[]): readonly Word[] {
  const stop = words.findIndex(({ tag, lower }, index) => index > 0 && tag === 'ADP' && lower !== 'of');
  return stop === -1 ? words : words.slice(0, stop);
}

/** "a good example", "the same": says nothing that could be asked for. */
function isVague(words: readonly Word[]): boolean {
  return words.slice(0, 4).some(({ lower }) => vague.has(lower));
}

function overlaps(label: string, text: string): boolean {
  const [one, other] = [label.toLowerCase().replace(/^(?:the|an?) /, ''), text.toLowerCase().replace(/^(?:the|an?) /, '')];
  return ` ${other} `.includes(` ${one}`) || ` ${one} `.includes(` ${other}`);
}
