import { cleanLabel } from '../concepts/normalise.ts';
import { questionBlocks } from './blocks.ts';
import type { ParsedCandidate } from './method.ts';
import { saysUnsuitable } from './refusal.ts';
import { ReplyError } from './reply-error.ts';

export interface ParsedQuestion {
  readonly concepts: readonly string[];
  readonly question: string;
}

const maxLabelLength = 120;

/** Answer of a model, word for word, when nothing can be asked from what it was given (SynthLLM, Level-1). */
export const unsuitable = 'NOT SUITABLE for creating questions.';

/**
 * Reads the `<Q1> Selected Concepts: … Question: … </Q1>` blocks of Level-2 and Level-3 (SynthLLM §3.3), as leniently
 * as `questionBlocks`; at most `most` questions, and none when the reply says that nothing suits.
 * @throws ReplyError when no block holds a question.
 */
export function parseQuestions(reply: string, max: number): ParsedQuestion[] {
  const questions = questionBlocks(reply).map(({ question, parts }) => ({ concepts: conceptList(selected(parts)), question }));
  if (questions.length === 0 && saysUnsuitable(reply)) return [];
  if (questions.length === 0) throw new ReplyError('question in a <Q1> … </Q1> block', reply);
  return questions.slice(0, max);
}

/** The same as candidates, whose answers another call gives. */
export const questionCandidates = (reply: string, max: number): ParsedCandidate[] =>
  parseQuestions(reply, max).map(({ question, concepts }) => ({ content: { shape: 'qa', question, answer: '' }, concepts, fields: {} }));

/** Writes questions the way `parseQuestions` reads them. */
export function formatQuestions(questions: readonly ParsedQuestion[]): string {
  return questions
    .map(
      ({ concepts, question }, index) =>
        `<Q${index + 1}>\nSelected Concepts: ${concepts.join(', ')}\nQuestion: ${question}\n</Q${index + 1}>`,
    )
    .join('\n');
}

const selected = (parts: ReadonlyMap<string, string>): string => parts.get('selected concepts') ?? parts.get('selected concept') ?? '';

/** Names on one line, or on one each; in brackets, or not. */
function conceptList(text: string): string[] {
  const list = /^\[([^[\]]*)\]$/.exec(text)?.[1] ?? text;
  const names = list.split(/[,;|\n]/).map((name) => cleanLabel(name.slice(0, maxLabelLength).replace(/^\s*(?:[-*•]|\d{1,2}[.)])\s/, '')));
  return [...new Set(names.filter((name) => name !== ''))];
}
