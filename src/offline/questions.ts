import { formulaSpans } from '../core/corpus/formula-spans.ts';
import { RandomStream } from '../core/graph/random.ts';
import { sourceDependence } from '../core/quality/self-contained.ts';
import { combinedQuestions } from './combined-questions.ts';
import { holdsFormula } from './formula-words.ts';
import { contentWords, isNear } from './near-questions.ts';
import { connectionQuestion, questionsOf } from './question-forms.ts';
import { labelsIn, type RankedQuestion } from './ranked-question.ts';
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
  /**
   * Questions that one sentence answers, or such as combine what two say, as long as there are any: so what is asked of single passages does
   * not come up again where combinations are asked for. By default both.
   */
  readonly form?: 'single' | 'combined';
}

export interface GeneratedQuestion {
  /** Two or three labels of the set: first those the question names, then those its answer turns on. */
  readonly concepts: string[];
  readonly question: string;
}

/** Worth of a question of each form: understanding before naming. */
const worth: Readonly<Record<string, number>> = {
  reason: 4.5, contrast: 4.5, effect: 4, consequence: 4, dependence: 4, proportion: 4, comparison: 4, means: 4, equation: 4, conversion: 4,
  statement: 3.5, equality: 3.5, cause: 3, composition: 3, use: 3, definition: 3, kind: 3, term: 2.5, name: 2.5, condition: 4, place: 3, list: 3.5, need: 3.5, result: 2, state: 2, what: 1.5, object: 1, connection: 0,
}; // prettier-ignore
const maxQuestionWords = 40;
const minQuestionWords = 5;
const maxSentenceWords = 80;

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
  const avoided = (options.avoid ?? []).map(contentWords);
  const topics = new Set(input.topics);
  const about = texts.map((sentences) =>
    [...new Set(sentences.flatMap(({ words }) => labelsIn(words, matcher)))].filter((label) => topics.has(label)),
  );
  const alone = single.filter(({ isShort }) => !isShort).map((candidate) => withTopic(candidate, about));
  const combined = options.form === 'single' ? [] : combinedQuestions(single, texts, matcher);
  const usable = (questions: readonly RankedQuestion[]): RankedQuestion[] =>
    questions
      .filter(({ named, behind }) => named.length > 0 && new Set([...named, ...behind]).size > 1)
      .map((candidate) => ({ ...candidate, score: candidate.score + 3 * random.float() }))
      .filter(({ wording }) => !avoided.some((words) => isNear(words, contentWords(wording))));
  let candidates = usable(options.form === 'combined' ? combined : [...alone, ...combined]);
  // Where no two sentences can be combined, or all that can were: what names two concepts, else what turns on two, rather than nothing.
  if (candidates.length === 0) candidates = usable(alone.filter(({ named }) => named.length > 1));
  if (candidates.length === 0) candidates = usable(alone);
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
    const said = sentence.words.map(({ lower }) => lower).join(' ');
    const forms = questionsOf(sentence, wording);
    const connection = namesDefinites(sentence.words, matcher) ? connectionQuestion(sentence, wording) : undefined;
    return [...forms, ...(connection === undefined ? [] : [connection])].flatMap(({ kind, question }): RankedQuestion[] => {
      const words = analyse(`${question}?`).flatMap((part) => part.words);
      const named = labelsIn(words, matcher);
      if (!isReadable(question, words, matcher)) return [];
      const score = (worth[kind] ?? 0) + [0, 0, 2, 2.5][Math.min(3, named.length)]! - Math.max(0, words.length - 24) / 8;
      const isShort = words.length < minQuestionWords;
      return [{ kind, wording: question, named, behind, sources: [`${reference}:${index}`], said, isShort, score }];
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
  if (words.length > maxQuestionWords || sourceDependence(question) !== null) return false;
  if (/\b(\p{L}+) \1\b/iu.test(question) || /["“”()[\]]/.test(withoutFormulas(question))) return false;
  if (
    /\bthe (?:first|second|third|fourth|other|two|three|four|five|remaining)\b/i.test(question.replace(/the two differ$/, '')) &&
    !namesOrdinal(words, matcher)
  )
    return false;
  return namesDefinites(words, matcher);
}

const withoutFormulas = (text: string): string =>
  formulaSpans(text).reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);

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
    if (words.slice(index, end).some(holdsFormula) || matches.some(({ from, to }) => from < end && to > index)) return true;
    const next = words[end];
    return (
      words.slice(index, end).some((word) => unique.has(word.lower)) ||
      (next !== undefined &&
        (behindNoun.has(next.lower) || (next.tag === 'VERB' && /(?:ing|ed|en)$/.test(next.lower) && words[end + 1]?.tag === 'ADP')))
    );
  });
}
