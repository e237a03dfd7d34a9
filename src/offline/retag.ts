import type { Word } from './word.ts';

/** Words that are nouns when nothing they could modify follows. */
const nounInSpite =
  /^(?:constant|current|component|coefficient|resultant|variable|potential|material|signal|crystal|metal|individual|logarithm)$/;
const degreeAdverb =
  /(?:ly|^(?:more|most|less|least|very|too|so|as|quite|even|also|just|not|only|much|well|ever|never|always|often|still|once|here|there|now|then|first|almost|such|why|how|when|where))$/;
const imperatives = new Set(
  (
    'state name list note define describe explain identify discuss distinguish compare contrast apply derive examine analyze analyse explore ' +
    'recognize recognise outline summarize summarise calculate determine measure introduce review interpret express find show prove sketch ' +
    'draw plot estimate consider suppose assume imagine let use verify solve construct convert repeat observe evaluate relate'
  ).split(' '),
);
/** What a reader is told to do with a program. */
const actions = new Set(
  'select click right-click double-click choose toggle tap drag hover scroll navigate head sign log paste'.split(' '),
);
const particles = new Set(['on', 'in', 'out', 'up', 'to', 'into', 'down', 'over', 'off', 'through', 'back']);
const afterNoun = new Set(['PUNCT', 'ADP', 'AUX', 'VERB', 'CCONJ', 'SCONJ', 'SYM', 'X', 'PART', 'PRON', 'DET', 'ADV']);
const inNounPhrase = new Set(['DET', 'ADJ', 'NOUN', 'PROPN']);

/**
 * Repairs, by context, the mistakes that statistical taggers make inside noun phrases (transformation rules in the
 * manner of Brill 1995): "the far point", "heat transfer by", "the Hubble constant". Works on the array in place,
 * from left to right, so that a repaired tag helps the next.
 */
export function retag(words: Word[]): void {
  for (let index = 0; index < words.length; index += 1) {
    const tag = repaired(words, index);
    if (tag !== undefined) words[index] = { ...words[index]!, tag };
  }
}

function repaired(words: readonly Word[], index: number): string | undefined {
  const word = words[index]!;
  const before = words[index - 1];
  const next = words[index + 1];
  switch (word.tag) {
    case 'DET':
      return word.lower === 'that' && isRelative(words, index) ? 'PRON' : undefined;
    case 'ADV':
      return before?.tag === 'DET' && isNominal(next) && !degreeAdverb.test(word.lower) ? 'ADJ' : undefined;
    case 'NOUN':
    case 'PROPN':
      if (
        next?.lower === 'to' &&
        /^(?:proportional|equivalent|identical|analogous|perpendicular|parallel|equal|opposite)$/.test(word.lower)
      )
        return 'ADJ';
      return isImperative(words, index) || isPredicate(before, word, next) ? 'VERB' : undefined;
    case 'ADJ':
      return isLastOfPhrase(before, next) && isNounLike(word.lower) ? 'NOUN' : undefined;
    case 'NUM':
      return word.lower === 'zero' && before?.tag === 'ADJ' ? 'NOUN' : undefined;
    case 'VERB':
      return repairedVerb(words, index);
    default:
      return undefined;
  }
}

/** "the soil that water carries": the clause behind it has a subject and a verb. */
function isRelative(words: readonly Word[], index: number): boolean {
  const next = words[index + 1]?.tag ?? '';
  return (
    words[index - 1]?.tag === 'NOUN' &&
    ['NOUN', 'PROPN', 'ADJ'].includes(next) &&
    words.slice(index + 2, index + 4).some(({ tag }) => tag === 'VERB' || tag === 'AUX')
  );
}

function repairedVerb(words: readonly Word[], index: number): string | undefined {
  const word = words[index]!;
  const before = words[index - 1];
  const next = words[index + 1];
  if (word.lower.endsWith('ed')) return undefined;
  if (word.lower.endsWith('ing')) return isGerundHead(before, next) ? 'NOUN' : undefined;
  if (before?.tag === 'DET' || before?.tag === 'ADJ') return isNominal(next) ? 'ADJ' : 'NOUN';
  // "Seepage is water that moves …"
  if (/^(?:is|are)$/.test(before?.lower ?? '') && /^(?:that|which)$/.test(next?.lower ?? '') && !/(?:en|wn|t|d)$/.test(word.lower))
    return 'NOUN';
  if (before?.tag === 'VERB' && before.lower.endsWith('ing') && word.lower.endsWith('s') && next !== undefined && afterNoun.has(next.tag))
    return 'NOUN';
  if (next?.tag === 'NOUN' && words[index + 2]?.tag === 'AUX' && (before === undefined || before.tag === 'PUNCT')) return 'ADJ';
  // A bare verb cannot follow its subject in the singular ("heat transfer occurs"), unless an auxiliary or "to" governs it.
  const near = words.slice(Math.max(0, index - 4), index);
  const governsVerb = near
    .slice(near.findLastIndex(({ tag }) => tag === 'DET') + 1)
    .some(({ tag, lower }) => tag === 'AUX' || lower === 'to' || /^(?:let|mak|help)/.test(lower));
  if (before?.tag !== 'NOUN' || before.lower.endsWith('s') || word.lower.endsWith('s') || governsVerb) return undefined;
  const isQuestion = words[0]?.tag === 'AUX' || (words[1]?.tag === 'AUX' && words[0]?.tag === 'PRON');
  return isQuestion ? undefined : 'NOUN';
}

/** "State Pascal’s principle", "Compare the …": an order to the reader, which taggers take for a name. */
function isImperative(words: readonly Word[], index: number): boolean {
  const next = words[index + 1];
  if (index !== 0 || next === undefined) return false;
  // "Head to the weir", "Sign in with a name"; a head of water is none.
  if (actions.has(words[0]!.lower) && particles.has(next.lower)) return true;
  if (/^(?:head|sign|log)$/.test(words[0]!.lower)) return false;
  if (!imperatives.has(words[0]!.lower) && !actions.has(words[0]!.lower)) return false;
  return ['DET', 'PRON', 'ADJ', 'NOUN', 'PROPN', 'SCONJ', 'NUM'].includes(next.tag);
}

/** "the law states that", "an observer measures the …": a singular subject and its verb, not a plural compound. */
function isPredicate(before: Word | undefined, word: Word, next: Word | undefined): boolean {
  if (before === undefined || (before.tag !== 'NOUN' && before.tag !== 'PROPN') || before.lower.endsWith('s')) return false;
  if (!/[^su]s$/.test(word.lower) || /^\p{Lu}/u.test(word.text)) return false;
  return next !== undefined && (next.tag === 'DET' || next.tag === 'SCONJ' || next.tag === 'PRON') && next.lower !== 'which';
}

/** "magnetic damping is", "quantum tunneling.", not "a force acting on". */
function isGerundHead(before: Word | undefined, next: Word | undefined): boolean {
  const ends = next === undefined || next.tag === 'PUNCT' || next.tag === 'AUX';
  if (before?.tag === 'ADJ' || before?.tag === 'PROPN') return ends || next.tag === 'ADP' || next.tag === 'CCONJ';
  return before?.tag === 'NOUN' && ends;
}

function isLastOfPhrase(before: Word | undefined, next: Word | undefined): boolean {
  const isInside = before !== undefined && (inNounPhrase.has(before.tag) || /^['’]s$|ing$/.test(before.lower));
  return isInside && (next === undefined || afterNoun.has(next.tag));
}

function isNounLike(word: string): boolean {
  return nounInSpite.test(word) || /(?:tion|sion|ment|ness|ity|ism|ure|graph|meter|scope|plier|ology)$/.test(word);
}

function isNominal(word: Word | undefined): boolean {
  return (
    word !== undefined &&
    (word.tag === 'NOUN' || word.tag === 'PROPN' || word.tag === 'ADJ' || (word.tag === 'VERB' && !/(?:ed|ing|s)$/.test(word.lower)))
  );
}
