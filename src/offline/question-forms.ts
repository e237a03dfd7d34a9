import { singular } from '../core/concepts/singular.ts';
import { core, hasNotation, isNounPhrase, parseClause, pointsOutside } from './clauses.ts';
import { conditionalQuestions, contrastQuestions, proportionQuestions, reasonQuestions } from './compound-questions.ts';
import { formulaQuestions } from './formula-questions.ts';
import type { Sentence, Word } from './word.ts';
import type { SentenceQuestion, QuestionWording } from './sentence-question.ts';
import { simpleQuestions } from './simple-questions.ts';

/** Everything that can be asked about one sentence, in a fixed order; nothing for a sentence that leans on others. */
export function questionsOf(sentence: Sentence, wording: QuestionWording): SentenceQuestion[] {
  if (sentence.isLine || sentence.words.length > 80) return [];
  const formulas = formulaQuestions(sentence, wording);
  if (!/^[.!:]$/.test(sentence.words.at(-1)?.text ?? '') || sentence.words.length > 55) return formulas;
  const { frame, words } = split(core(sentence));
  const clause = parseClause(words);
  const questions = [
    ...conditionalQuestions(words, wording),
    ...contrastQuestions(words, wording),
    ...reasonQuestions(words, wording),
    ...proportionQuestions(words, wording),
    ...listQuestions(words, wording),
    ...(clause === undefined ? definedByUs(words, wording) : simpleQuestions(clause, wording)),
  ];
  if (frame.length === 0) return [...formulas, ...questions];
  return [...formulas, ...questions.map(({ kind, question }) => ({ kind, question: `${wording.say(frame)}, ${question}` }))];
}

/**
 * Question of how two or three concepts in one statement are connected: the form for statements that no other rule reads. An
 * order, a question, a story told in the past or a statement about "the car" is no such statement.
 */
export function connectionQuestion(sentence: Sentence, wording: QuestionWording): SentenceQuestion | undefined {
  const words = core(sentence);
  const first = words[0];
  if (sentence.isLine || first === undefined || words.length < 7 || words.length > 40 || sentence.words.at(-1)?.text !== '.')
    return undefined;
  if (pointsOutside(words) || !isGeneral(words)) return undefined;
  const clause = parseClause(words);
  if (clause === undefined || clause.verb > 8 || hasNotation(words) || words.some(({ lower }) => empty.has(lower))) return undefined;
  const next = words.slice(clause.verb + 1).find(({ tag }) => tag !== 'ADV');
  if (!['is', 'are'].includes(words[clause.verb]!.lower) || next?.tag === 'VERB') return undefined;
  const one = wording.concepts(words.slice(0, clause.verb)).find(isTelling);
  const other = wording.concepts(words.slice(clause.verb)).find((phrase) => isTelling(phrase) && !isInside(phrase, one ?? ''));
  if (one === undefined || other === undefined) return undefined;
  return { kind: 'connection', question: `how ${isPluralPhrase(one) ? 'are' : 'is'} ${one} related to ${other}` };
}

/** Statements that only say that there is a connection. */
const empty = new Set(['related', 'follows', 'question', 'questions', 'answered', 'discussed', 'described', 'not', 'familiar']);

/** More than an everyday word. */
function isTelling(phrase: string): boolean {
  return withoutArticle(phrase).includes(' ') || phrase.length > 9;
}

function isInside(left: string, right: string): boolean {
  const [one, other] = [withoutArticle(left), withoutArticle(right)];
  return one.includes(other) || other.includes(one);
}

function withoutArticle(phrase: string): string {
  return phrase.toLowerCase().replace(/^(?:the|an?) /, '');
}

/** In the present tense, with a verb, not an order. */
function isGeneral(words: readonly Word[]): boolean {
  if (words[0]!.tag === 'VERB' && !words[0]!.lower.endsWith('ing')) return false;
  const past = words.some(
    ({ tag, lower }, index) =>
      ['was', 'were', 'had', 'did'].includes(lower) || (tag === 'VERB' && lower.endsWith('ed') && isFiniteAfter(words[index - 1])),
  );
  return (
    !past &&
    words.some(({ tag, lower }) => (tag === 'VERB' && !/(?:ing|ed)$/.test(lower)) || lower === 'is' || lower === 'are' || lower === 'can')
  );
}

/** "Newton discovered": a past tense, not the participle of "is discovered" or "the force exerted". */
function isFiniteAfter(before: Word | undefined): boolean {
  return before?.tag === 'PROPN' || before?.tag === 'PRON';
}

function isPluralPhrase(phrase: string): boolean {
  const head = phrase
    .replace(/ (?:of|in|for|due|\p{L}+ing) .*$|(?<=s) \p{L}+ing$/u, '')
    .split(' ')
    .at(-1)!
    .toLowerCase();
  return singular(head) !== head;
}

/** "In circular motion, …": the circumstances before the comma, which then open the question too. */
function split(words: readonly Word[]): { frame: readonly Word[]; words: readonly Word[] } {
  const comma = words.findIndex(({ text }) => text === ',');
  const frame = words.slice(0, comma);
  const isFrame = comma > 1 && comma < 9 && ['in', 'for', 'at', 'during', 'within', 'under', 'on'].includes(words[0]!.lower);
  return isFrame && isNounPhrase(frame.slice(1)) ? { frame, words: words.slice(comma + 1) } : { frame: [], words };
}

/** "There are three types of X: …" */
function listQuestions(words: readonly Word[], { say }: QuestionWording): SentenceQuestion[] {
  if (words[0]?.lower !== 'there' || words[1]?.lower !== 'are' || words[2]?.tag !== 'NUM' || hasNotation(words.slice(2, 3))) return [];
  const stop = words.findIndex(
    ({ text, lower }, index) => index > 3 && (/^[,:;—]$/.test(text) || ['called', 'known', 'that', 'which'].includes(lower)),
  );
  const listed = words.slice(2, stop === -1 ? 2 : stop);
  const isList = listed.some(({ lower }) =>
    /^(?:types|kinds|forms|classes|categories|states|laws|methods|modes|stages|phases|sources|families|groups|components)$/.test(lower),
  );
  return isList && !pointsOutside(listed) ? [{ kind: 'list', question: `which ${say(listed)} are there` }] : [];
}

/** "We define X as …" */
function definedByUs(words: readonly Word[], { say }: QuestionWording): SentenceQuestion[] {
  const at = words.findIndex(({ lower }) => lower === 'define');
  const as = words.findIndex(({ lower }, index) => index > at && (lower === 'as' || (lower === 'to' && words[index + 1]?.lower === 'be')));
  if (words[0]?.lower !== 'we' || at < 1 || at > 3 || as === -1) return [];
  const term = words.slice(at + 1, as);
  return isNounPhrase(term) ? [{ kind: 'definition', question: `how is ${say(term)} defined` }] : [];
}
