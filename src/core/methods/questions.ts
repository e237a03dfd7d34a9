import { cleanLabel } from '../concepts/normalise.ts';
import type { FormWords } from '../prompts/form-words.ts';
import { questionBlocks } from './blocks.ts';
import { isInJson, jsonBlocks, type ReplyBlock } from './json-blocks.ts';
import { saysSomething } from './lines.ts';
import type { ParsedCandidate } from './method.ts';
import { saysUnsuitable } from './refusal.ts';
import { ReplyError } from './reply-error.ts';
import { listSchema, nameSchema, questionSchema, questionsSchema } from './schemas.ts';

export const selectedQuestionsSchema = questionsSchema({ selected_concepts: listSchema(nameSchema, 1, 4), question: questionSchema });

export interface ParsedQuestion {
  readonly concepts: readonly string[];
  readonly question: string;
}

const maxLabelLength = 120;

/** Answer of a model, word for word, when nothing can be asked from what it was given (SynthLLM, Level-1). */
export const unsuitable = 'NOT SUITABLE for creating questions.';

/**
 * The blocks of a reply, in text or JSON; none when the reply says that its material does not suit. What only repeats the form is
 * left out.
 * @throws ReplyError when no block holds a question.
 */
export function repliedBlocks(reply: string, form: FormWords): ReplyBlock[] {
  const blocks = isInJson(reply) ? jsonBlocks(reply) : questionBlocks(reply);
  if (blocks === null) return [];
  const own = blocks.filter(({ question }) => saysSomething(question) && !form.has(question));
  if (own.length > 0) return own;
  if (blocks.length > 0) throw new ReplyError('question of its own: it repeats the words of the form', reply);
  if (saysUnsuitable(reply)) return [];
  throw new ReplyError('question in a <Q1> … </Q1> block', reply);
}

/**
 * Reads the `<Q1> Selected Concepts: … Question: … </Q1>` blocks of Level-2 and Level-3 (SynthLLM §3.3), as leniently
 * as `questionBlocks`, or the same as JSON; at most `most` questions, and none when the reply says that nothing suits.
 * @throws ReplyError when no block holds a question.
 */
export function parseQuestions(reply: string, max: number, form: FormWords): ParsedQuestion[] {
  const questions = repliedBlocks(reply, form).map(({ question, concepts }) => ({
    concepts: conceptList(concepts).filter((name) => !form.has(name)),
    question,
  }));
  return questions.slice(0, max);
}

/** The same as candidates, whose answers another call gives. */
export const questionCandidates = (reply: string, max: number, form: FormWords): ParsedCandidate[] =>
  parseQuestions(reply, max, form).map(({ question, concepts }) => ({
    content: { shape: 'qa', question, answer: '' },
    concepts,
    fields: {},
  }));

/** Writes questions the way `parseQuestions` reads them. */
export function formatQuestions(questions: readonly ParsedQuestion[]): string {
  return questions
    .map(
      ({ concepts, question }, index) =>
        `<Q${index + 1}>\nSelected Concepts: ${concepts.join(', ')}\nQuestion: ${question}\n</Q${index + 1}>`,
    )
    .join('\n');
}

/** Names on one line, or on one each; in brackets, or not. */
function conceptList(text: string): string[] {
  const list = /^\[([^[\]]*)\]$/.exec(text)?.[1] ?? text;
  const names = list.split(/[,;|\n]/).map((name) => cleanLabel(name.slice(0, maxLabelLength).replace(/^\s*(?:[-*•]|\d{1,2}[.)])\s/, '')));
  return [...new Set(names.filter((name) => name !== ''))];
}
