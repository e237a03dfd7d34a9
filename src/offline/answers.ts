import { singular } from '../core/concepts/singular.ts';
import { findMentions } from './candidates.ts';
import { core, pointsOutside } from './clauses.ts';
import { connectionQuestion, questionsOf } from './question-forms.ts';
import { analyse } from './linguistics.ts';
import type { Sentence, Word } from './word.ts';
import { ConceptMatcher } from './matcher.ts';
import { wordingFor } from './wording.ts';

export interface AnswerInput {
  readonly question: string;
  readonly references: readonly { readonly text: string }[];
}

export interface ExtractedAnswer {
  /** One to three sentences of the references, without the words that tied them to their neighbours. */
  readonly answer: string;
  /** Exact substrings of the references' texts, each within one line; `reference` counts from 0. */
  readonly evidence: { readonly reference: number; readonly quote: string }[];
}

interface AnswerSource {
  readonly reference: number;
  readonly index: number;
  readonly text: string;
  readonly sentence: Sentence;
  readonly stems: ReadonlySet<string>;
  /** The questions this sentence would be asked, as plain keys. */
  readonly asked: ReadonlySet<string>;
}

const maxSentences = 3;
/** Share of the question's content, weighted by rarity, that a sentence must speak of to count as an answer. */
const minCoverage = 0.55;

/**
 * Answers a question with the sentences that speak of it, each quoted word for word; null when no sentence does. A
 * sentence from which the same question would be made is an answer; otherwise the one that covers most of the words.
 * Deterministic; never throws.
 */
export function extractAnswer({ question, references }: AnswerInput): ExtractedAnswer | null {
  const sources = readSources(question, references);
  const rarity = rarityIn(sources);
  const chosen: AnswerSource[] = [];
  for (const part of partsOf(question)) {
    const best = bestFor(part, sources, rarity);
    if (best === undefined) continue;
    for (const source of [...before(best, sources), best]) if (!chosen.includes(source)) chosen.push(source);
  }
  const kept = chosen.slice(0, maxSentences);
  if (kept.length === 0) return null;
  return {
    answer: kept.map(statement).join(' '),
    evidence: kept.flatMap((source) => quotes(source).map((quote) => ({ reference: source.reference, quote }))),
  };
}

/** "what is X, and how does Y …" asks twice; "what is meant by A and by B, and how do the two differ" is answered by both. */
function partsOf(question: string): string[] {
  const plain = trimEnd(question, ' \t\n?');
  const terms = /^what is meant by (.{1,80}) and by (.{1,80}), and how do the two differ$/i.exec(plain);
  if (terms !== null) return [`what is ${terms[1]!}`, `what is ${terms[2]!}`];
  const parts = plain.split(/, and (?=(?:what|how|why|which|when|where|who|under|into|besides|in)\b)/i);
  const asked = parts.filter((part) => stemsOf(part).size > 0);
  // "… and how is it related to Y" is about the same thing as the first part.
  return asked.length === 2 && /\b(?:it|they|them)\b/.test(asked[1]!) ? [asked.join(', and ')] : asked;
}

function readSources(question: string, references: AnswerInput['references']): AnswerSource[] {
  const asked = analyse(question);
  const labels = findMentions(asked).map(({ sentence, from, to }) =>
    asked[sentence]!.words.slice(from, to)
      .map(({ text }) => text)
      .join(' '),
  );
  const matcher = new ConceptMatcher(labels);
  return references.flatMap(({ text }, reference) => {
    const sentences = analyse(text);
    const wording = wordingFor(sentences, matcher);
    return sentences.map((sentence, index) => {
      const questions = [...questionsOf(sentence, wording), connectionQuestion(sentence, wording) ?? []].flat();
      return {
        reference,
        index,
        text,
        sentence,
        stems: stemsIn(sentence.words),
        asked: new Set(questions.map((each) => plainKey(each.question))),
      };
    });
  });
}

function bestFor(part: string, sources: readonly AnswerSource[], rarity: (stem: string) => number): AnswerSource | undefined {
  const stems = stemsOf(part);
  const whole = [...stems].reduce((sum, stem) => sum + rarity(stem), 0);
  const key = plainKey(part);
  let best: AnswerSource | undefined;
  let most = 0;
  for (const source of sources) {
    const coverage = [...stems].reduce((sum, stem) => sum + (source.stems.has(stem) ? rarity(stem) : 0), 0) / whole;
    const isAskedOf = [...source.asked].some((asked) => asked === key || (asked.length > 12 && key.startsWith(asked)));
    if (!isAskedOf && (coverage < minCoverage || !isStatement(source.sentence))) continue;
    const value = coverage + (isAskedOf ? 1 : 0) - (pointsOutside(source.sentence.words) ? 0.15 : 0) - source.sentence.words.length / 1000;
    if (value > most) {
      best = source;
      most = value;
    }
  }
  return best;
}

/** A sentence that opens with a pronoun needs the one before it. */
function before(source: AnswerSource, sources: readonly AnswerSource[]): AnswerSource[] {
  const opening = core(source.sentence)[0]?.lower ?? '';
  if (!['it', 'they', 'this', 'these', 'such', 'its', 'their', 'he', 'she', 'that', 'those'].includes(opening)) return [];
  const previous = sources.find(({ reference, index }) => reference === source.reference && index === source.index - 1);
  return previous?.sentence.block === source.sentence.block && isStatement(previous.sentence) ? [previous] : [];
}

function isStatement({ words, isLine }: Sentence): boolean {
  return !isLine && words.length > 3 && /^[.!:”"]$/.test(words.at(-1)!.text);
}

/** The sentence on one line, with a capital, a full stop and no opening "However,". */
function statement({ text, sentence }: AnswerSource): string {
  const first = core(sentence)[0]?.start ?? sentence.start;
  const plain = text
    .slice(first, sentence.end)
    .replace(/\s+/g, ' ')
    .replace(/ ?\((?:see |as shown in )?(?:the )?(?:figure|table|example|section|equation)s?[^()]*\)/gi, '')
    .trim();
  // A formula may leave "… = x,." behind.
  const ended = trimEnd(plain, ' ,;:.').replaceAll('**', '');
  const closed = /[!?]["”’)]?$/.test(ended) ? ended : `${ended}.`;
  return closed.charAt(0).toUpperCase() + closed.slice(1);
}

function trimEnd(text: string, marks: string): string {
  let end = text.length;
  while (end > 0 && marks.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The sentence as it stands, cut at line breaks. */
function quotes({ text, sentence }: AnswerSource): string[] {
  return text
    .slice(sentence.start, sentence.end)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 1);
}

const asking = new Set(
  `what how why which when where who whom does do did is are was were be can could may might must will would should have has had the a an of to in
  on for with by from at as into and or than that this it its they them their related relate relation meant mean called defined define terms
  happens happen said about effect besides condition differ difference compare depend vary between connected connection two having under
  connects connect gives equation expresses used consist`.split(/\s+/),
);

function stemsOf(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/[\p{L}\p{M}\p{N}’'-]+/gu) ?? []).filter((word) => !asking.has(word)).map(stem));
}

function stemsIn(words: readonly Word[]): Set<string> {
  return new Set(words.map(({ lower }) => stem(lower)));
}

/** A rough common form of a word's inflections. */
function stem(word: string): string {
  const plain = singular(word.replaceAll('’', "'").replace(/'s?$/, ''));
  return plain.length > 5 ? plain.replace(/(?:ing|ed|es|ly|e)$/, '') : plain;
}

/** Rare words of the references tell more than common ones. */
function rarityIn(sources: readonly AnswerSource[]): (stem: string) => number {
  const counts = new Map<string, number>();
  for (const { stems } of sources) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return (stem) => Math.log(1 + (1 + sources.length) / (counts.get(stem) ?? 1));
}

function plainKey(question: string): string {
  const words = question.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => !['a', 'an', 'the'].includes(word)).map((word) => (word === 'are' ? 'is' : word)).join(' '); // prettier-ignore
}
