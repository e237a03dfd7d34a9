import { singular } from '../../core/concepts/singular.ts';
import { firstPart, hasNotation, isNounPhrase } from '../clauses.ts';
import type { Word } from '../word.ts';
import { overlaps, restAfter, set, upToPreposition } from './rule.ts';
import type { Rule } from './rule.ts';

const measures = set('ratio rate product sum change measure difference quotient fraction mass');
const vague = set('same example examples good case only reason subject topic key question problem matter first second third factor');

/** "X is the …", "X is mass per volume": what is it, and how does a second concept come in? */
export const definition: Rule = ({ subject, be, rest }, { say, concepts }) => {
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

/** "… is called X", "X is defined as …" */
export const naming: Rule = ({ subject, be, rest }, { say, concepts }) => {
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
  const questions = [
    {
      kind: 'term',
      question: `what is meant by ${bare}${other === undefined ? '' : `, and what ${singular(bare) === bare ? 'does it' : 'do they'} have to do with ${other}`}`,
    },
  ];
  if (subject.length > 3 && !overlaps(bare, say(subject))) questions.push({ kind: 'name', question: `what ${be} ${say(subject)} called` });
  return questions;
};

export const composition: Rule = ({ subject, aux, base, rest }, { say }) => {
  const tail = restAfter(base, rest, ['consist of', 'be composed of', 'be made of', 'be made up of']);
  if (tail === undefined || hasNotation(tail)) return [];
  return [{ kind: 'composition', question: `what ${aux} ${say(subject)} consist of` }];
};

/** "a device" of "a device that stores charge": what the thing is said to be one of. */
function genusOf(said: readonly Word[]): readonly Word[] {
  const end = said.findIndex(
    ({ tag, lower }, index) => index > 0 && (tag === 'ADP' || tag === 'VERB' || tag === 'PRON' || lower === 'that'),
  );
  return end === -1 ? said : said.slice(0, end);
}

/** "a good example", "the same": says nothing that could be asked for. */
function isVague(words: readonly Word[]): boolean {
  return words.slice(0, 4).some(({ lower }) => vague.has(lower));
}
