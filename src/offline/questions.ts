import { RandomStream } from '../core/graph/random.ts';
import { sourceDependence } from '../core/quality/self-contained.ts';
import { connectionQuestion, questionsOf } from './question-forms.ts';
import { analyse } from './linguistics.ts';
import type { Sentence, Word } from './word.ts';
import { ConceptMatcher } from './matcher.ts';
import { wordingFor } from './wording.ts';

export interface QuestionInput {
  readonly topics: readonly string[];
  readonly concepts: readonly string[];
  readonly references: readonly { readonly text: string }[];
}

export interface QuestionOptions {
  /** At most this many. */
  readonly count: number;
  readonly seed: number;
  /** Questions not to ask again, nor in nearly the same words. */
  readonly avoid?: readonly string[];
}

export interface GeneratedQuestion {
  /** Two or three labels of the set: first those the question names, then those its answer turns on. */
  readonly concepts: string[];
  readonly question: string;
}

interface RankedQuestion {
  readonly kind: string;
  /** For the middle of a sentence, without the question mark. */
  readonly wording: string;
  readonly named: readonly string[];
  /** Labels in the sentences that answer. */
  readonly behind: readonly string[];
  /** `reference:sentence` of the sentences that answer. */
  readonly sources: readonly string[];
  readonly score: number;
}

/** Worth of a question of each form: understanding before naming. */
const worth = {
  reason: 4.5, contrast: 4.5, effect: 4, consequence: 4, dependence: 4, proportion: 4, comparison: 4, means: 4, equation: 4, conversion: 4,
  statement: 3.5, equality: 3.5, cause: 3, composition: 3, use: 3, definition: 3, kind: 3, term: 2.5, name: 2.5, condition: 4, place: 3, list: 3.5, need: 3.5, result: 2, state: 2, what: 1.5, object: 1, connection: 0, difference: 3.5,
}; // prettier-ignore
const worthOf: Readonly<Record<string, number>> = worth;
const maxQuestionWords = 40;
const maxPartWords = 17;
const maxSentenceWords = 80;
/** Pairs are formed of the best single questions only: their number is quadratic. */
const maxPaired = 60;

/**
 * Makes questions from what single sentences of the references say (a definition, a cause, a dependence, a comparison, a
 * formula …), each in the form that fits, and from pairs of sentences that share a concept. Every question can be read on
 * its own and touches two or three of the given concepts. Fewer than asked for, or none, when the sentences do not carry
 * more. Deterministic in the input and the seed; never throws.
 */
export function generateQuestions(input: QuestionInput, options: QuestionOptions): GeneratedQuestion[] {
  const matcher = new ConceptMatcher([...input.topics, ...input.concepts]);
  const random = new RandomStream().restart(Math.trunc(options.seed) || 0, 0, 'questions');
  const texts = input.references.map(({ text }) => analyse(text));
  const single = texts.flatMap((sentences, reference) => singleCandidates(sentences, reference, matcher));
  const together = togetherIn(texts, matcher);
  const best = single.toSorted((left, right) => right.score - left.score).slice(0, maxPaired);
  const avoided = (options.avoid ?? []).map(contentWords);
  const topics = new Set(input.topics);
  const about = texts.map((sentences) =>
    [...new Set(sentences.flatMap(({ words }) => labelsIn(words, matcher)))].filter((label) => topics.has(label)),
  );
  const candidates = [...single.map((candidate) => withTopic(candidate, about)), ...pairs(best, together), ...differences(best)]
    .filter(({ named, behind }) => named.length > 0 && new Set([...named, ...behind]).size > 1)
    .map((candidate) => ({ ...candidate, score: candidate.score + 3 * random.float() }))
    .filter(({ wording }) => !avoided.some((words) => isNear(words, contentWords(wording))));
  return choose(candidates, options.count).map(({ wording, named, behind }) => ({
    concepts: [...new Set([...named, ...behind])].slice(0, 3),
    question: `${wording.charAt(0).toUpperCase()}${wording.slice(1)}?`,
  }));
}

function singleCandidates(sentences: readonly Sentence[], reference: number, matcher: ConceptMatcher): RankedQuestion[] {
  const wording = wordingFor(sentences, matcher);
  return sentences.flatMap((sentence, index) => {
    if (sentence.words.length > maxSentenceWords) return [];
    const behind = labelsIn(sentence.words, matcher);
    const forms = questionsOf(sentence, wording);
    const connection = namesDefinites(sentence.words, matcher) ? connectionQuestion(sentence, wording) : undefined;
    return [...forms, ...(connection === undefined ? [] : [connection])].flatMap(({ kind, question }): RankedQuestion[] => {
      const words = analyse(`${question}?`).flatMap((part) => part.words);
      const named = labelsIn(words, matcher);
      if (!isReadable(question, words, matcher)) return [];
      const score = (worthOf[kind] ?? 0) + [0, 0, 2, 2.5][Math.min(3, named.length)]! - Math.max(0, words.length - 24) / 8;
      return [{ kind, wording: question, named, behind, sources: [`${reference}:${index}`], score }];
    });
  });
}

/** A question about one concept alone still ties it to the topic that its text is about; worth less than two concepts. */
function withTopic(candidate: RankedQuestion, about: readonly (readonly string[])[]): RankedQuestion {
  const { named, behind, sources, score } = candidate;
  if (new Set([...named, ...behind]).size !== 1) return candidate;
  const topic = about[Number(sources[0]!.split(':')[0])]?.find((label) => !named.includes(label));
  return topic === undefined ? candidate : { ...candidate, behind: [...behind, topic], score: score - 2 };
}

/** Closeness in which the references bring two concepts together: pairs `a\nb` (a < b) within a sentence, and within a text. */
interface Together {
  readonly inSentence: ReadonlySet<string>;
  readonly inText: ReadonlySet<string>;
}

function togetherIn(texts: readonly (readonly Sentence[])[], matcher: ConceptMatcher): Together {
  const inSentence = texts.flat().flatMap(({ words }) => pairsOf(labelsIn(words, matcher)));
  const inText = texts.flatMap((sentences) => pairsOf([...new Set(sentences.flatMap(({ words }) => labelsIn(words, matcher)))]));
  return { inSentence: new Set(inSentence), inText: new Set(inText) };
}

function pairsOf(labels: readonly string[]): string[] {
  const sorted = labels.toSorted();
  return sorted.flatMap((label, index) => sorted.slice(index + 1).map((other) => `${label}\n${other}`));
}

function holdsAny(pairs: ReadonlySet<string>, left: readonly string[], right: readonly string[]): boolean {
  return left.some((label) => right.some((other) => pairs.has(label < other ? `${label}\n${other}` : `${other}\n${label}`)));
}

/**
 * Two questions about one concept, or about two that the references themselves bring together, asked in one breath; the
 * more telling when two references answer them.
 */
function pairs(single: readonly RankedQuestion[], together: Together): RankedQuestion[] {
  const parts = single.filter(
    ({ wording, named, kind }) =>
      named.length > 0 &&
      kind !== 'state' &&
      kind !== 'connection' &&
      wording.split(' ').length <= maxPartWords &&
      !wording.includes(', and '),
  );
  const found: RankedQuestion[] = [];
  for (const first of parts) {
    for (const second of parts) {
      if (first === second || (first.kind === second.kind && rank(first.kind) > 0) || first.sources[0] === second.sources[0]) continue;
      if (rank(first.kind) > rank(second.kind) || isNear(contentWords(first.wording), contentWords(second.wording))) continue;
      const shared = first.named.some((label) => second.named.includes(label));
      const named = [...new Set([...first.named, ...second.named])];
      // Two definitions may stand side by side when one text speaks of both; other questions need a closer tie.
      const tie = rank(second.kind) === 0 ? together.inText : together.inSentence;
      if (!shared && !holdsAny(tie, first.named, second.named)) continue;
      if (named.length < 2 || named.length > 3) continue;
      const isAcross = first.sources[0]!.split(':')[0] !== second.sources[0]!.split(':')[0];
      found.push({
        kind: `${first.kind}, ${second.kind}`,
        wording: `${first.wording}, and ${second.wording}`,
        named,
        behind: [...first.behind, ...second.behind],
        sources: [...first.sources, ...second.sources],
        score: (first.score + second.score) / 2 + (isAcross ? 1.5 : 0) + (shared ? 0.5 : -1),
      });
    }
  }
  return found;
}

/** Two definitions whose terms share a word: what tells the two apart? */
function differences(single: readonly RankedQuestion[]): RankedQuestion[] {
  const defined = single.filter(({ kind, named }) => kind === 'what' && named.length === 1);
  const found: RankedQuestion[] = [];
  for (const [index, first] of defined.entries()) {
    for (const second of defined.slice(index + 1)) {
      const named = [first.named[0]!, second.named[0]!];
      const terms = [first, second].map(({ wording }) => wording.replace(/^what (?:is|are) (?:an? |the )?/, ''));
      if (named[0] === named[1] || !shareWord(terms[0]!, terms[1]!) || terms.some((term) => term.split(' ').length > 4)) continue;
      found.push({
        kind: 'difference',
        wording: `what is meant by ${terms[0]!} and by ${terms[1]!}, and how do the two differ`,
        named,
        behind: [],
        sources: [...first.sources, ...second.sources],
        score: worth.difference + 2,
      });
    }
  }
  return found;
}

function shareWord(left: string, right: string): boolean {
  const words = new Set(left.toLowerCase().split(/[ -]/));
  return right.toLowerCase().split(/[ -]/).some((word) => word.length > 3 && words.has(word)); // prettier-ignore
}

/** Puts what a thing is before what it does. */
function rank(kind: string): number {
  return ['what', 'kind', 'term', 'name', 'definition', 'equation'].includes(kind) ? 0 : 1;
}

/** Best first; each sentence is asked about once, and a form that was used already counts for less. */
function choose(candidates: readonly RankedQuestion[], count: number): RankedQuestion[] {
  const chosen: RankedQuestion[] = [];
  let pool = candidates.map((candidate) => ({ candidate, words: contentWords(candidate.wording) }));
  while (chosen.length < count && pool.length > 0) {
    const best = pool.reduce((best, other) => (precedes(other.candidate, best.candidate, chosen) ? other : best));
    chosen.push(best.candidate);
    pool = pool.filter(({ candidate, words }) => {
      if (candidate.kind === 'connection' && best.candidate.kind === 'connection') return false;
      return !candidate.sources.some((source) => best.candidate.sources.includes(source)) && !isNear(best.words, words);
    });
  }
  return chosen;
}

function precedes(left: RankedQuestion, right: RankedQuestion, chosen: readonly RankedQuestion[]): boolean {
  const difference = value(left, chosen) - value(right, chosen);
  return difference > 0 || (difference === 0 && left.wording < right.wording);
}

function value({ kind, named, score }: RankedQuestion, chosen: readonly RankedQuestion[]): number {
  const repeats = chosen.filter((other) => other.kind.split(', ').some((part) => kind.split(', ').includes(part))).length;
  const sameNames = chosen.filter((other) => other.named.join() === named.join()).length;
  return score - 1.5 * repeats - 2 * sameNames;
}

function labelsIn(words: readonly Word[], matcher: ConceptMatcher): string[] {
  return [...new Set(matcher.find(words).map(({ label }) => label))];
}

/** Things there is only one of, or that every reader has before their eyes. */
const unique = new Set(
  'earth sun moon universe world sky ground atmosphere ocean sea environment human eye brain heart body air water nucleus same past future present name'.split(
    ' ',
  ),
);
const behindNoun = new Set([
  'of',
  'that',
  'which',
  'who',
  'between',
  'for',
  'in',
  'on',
  'at',
  'to',
  'with',
  'from',
  'by',
  'through',
  'due',
]);

/** Self-contained and of readable length: no pointing at the source, nothing definite that was never named. */
function isReadable(question: string, words: readonly Word[], matcher: ConceptMatcher): boolean {
  if (words.length > maxQuestionWords || words.length < 5 || sourceDependence(question) !== null) return false;
  if (/\b(\p{L}+) \1\b/iu.test(question) || /["“”()[\]]/.test(question)) return false;
  if (
    /\bthe (?:first|second|third|fourth|other|two|three|four|five|remaining)\b/i.test(question.replace(/the two differ$/, '')) &&
    !namesOrdinal(words, matcher)
  )
    return false;
  return namesDefinites(words, matcher);
}

/** "the first law of motion": the ordinal is part of a concept's name. */
function namesOrdinal(words: readonly Word[], matcher: ConceptMatcher): boolean {
  return matcher
    .find(words)
    .some(({ from, to }) => words.slice(from, to).some(({ lower }) => /^(?:first|second|third|fourth)$/.test(lower)));
}

/** Is everything that has "the" before it one of the concepts, qualified, or unique? */
function namesDefinites(words: readonly Word[], matcher: ConceptMatcher): boolean {
  const matches = matcher.find(words);
  return words.every(({ lower }, index) => {
    if (lower !== 'the') return true;
    let end = index + 1;
    while (words[end] !== undefined && ['ADJ', 'NOUN', 'PROPN', 'NUM', 'PART'].includes(words[end]!.tag)) end += 1;
    if (matches.some(({ from, to }) => from < end && to > index)) return true;
    const next = words[end];
    return (
      words.slice(index, end).some((word) => unique.has(word.lower)) ||
      (next !== undefined &&
        (behindNoun.has(next.lower) || (next.tag === 'VERB' && /(?:ing|ed|en)$/.test(next.lower) && words[end + 1]?.tag === 'ADP')))
    );
  });
}

const functionWords = new Set('what how does do is are the a an of to in and why which on with for it they by between be can'.split(' '));

function contentWords(text: string): ReadonlySet<string> {
  return new Set((text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => !functionWords.has(word)));
}

function isNear(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const shared = left.intersection(right).size;
  return shared > 0 && (shared === Math.min(left.size, right.size) || shared / left.union(right).size >= 0.7);
}
