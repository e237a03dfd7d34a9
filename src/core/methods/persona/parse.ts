import * as z from 'zod';
import { oneLine } from '../../prompts/fence.ts';
import { formOf } from '../form.ts';
import { readJson } from '../json.ts';
import { saysSomething } from '../lines.ts';
import type { AskedJob, ParsedCandidate } from '../method.ts';
import { maxPersonaLength } from '../personas/list.ts';
import { saysUnsuitable } from '../refusal.ts';
import { ReplyError } from '../reply-error.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

const own = formOf({ template, schema });
const minPassages = 3;
const letters = ['A', 'B', 'C', 'D'] as const;
const maxTitleLength = 160;

const filled = z.string().trim().refine(saysSomething, 'is empty');
const textOf = z.union([filled, z.number().transform(String)]);

const passage = z.union([z.object({ passage: filled }).transform((each) => each.passage), filled]);

/** Four options; some models send them as `{"A": …}`. */
const options = z
  .union([z.array(textOf), z.record(z.string(), textOf).transform((record) => Object.values(record))])
  .refine((each) => each.length === letters.length, 'must be four')
  .transform(withoutLetters)
  .refine((each) => new Set(each.map(comparable)).size === each.length, 'must differ');

const question = z.object({
  question: filled,
  options,
  answer_label: textOf,
  step_by_step_answer_explanation: z.union([filled, z.array(filled).transform((steps) => steps.join('\n'))]),
});

/** The object of the diversity paper; `persona` is ours, as the paper's has no place for the one that was picked. */
const lesson = z.object({
  persona: z.string().nullish(),
  passages: z.array(passage).min(minPassages, `must be ${minPassages} at least`),
  multiple_choice_question: question,
});

/** Refusal of a model that can say nothing but JSON. */
const unsuitable = z.object({ not_suitable: filled, passages: z.undefined().optional() });

function saysUnsuitableInJson(reply: string): boolean {
  if (!reply.includes('not_suitable')) return false;
  try {
    readJson(reply, unsuitable, 'not_suitable');
    return true;
  } catch (error) {
    if (error instanceof ReplyError) return false;
    throw error;
  }
}

/**
 * Reads the JSON reply of `persona`: passages and a question with four options, the passages as one text, the question as a sample of its own.
 * @throws ReplyError when something is missing or breaks off, or the answer is none of the options.
 */
export function parsePersona(reply: string, { style, title, form = own }: AskedJob): ParsedCandidate[] {
  const isJson = /[{[]/.test(reply);
  if (isJson ? saysUnsuitableInJson(reply) : saysUnsuitable(reply)) return [];
  const {
    persona,
    passages,
    multiple_choice_question: asked,
  } = readJson(reply, lesson, 'JSON object with passages and a multiple_choice_question');
  const parts = [...passages, asked.question, asked.step_by_step_answer_explanation, ...asked.options];
  if (parts.some((part) => form.has(part)))
    throw new ReplyError('passages, question and options of its own: it repeats the words of the form', reply);
  const right = rightOption(asked.answer_label, asked.options);
  if (right < 0) throw new ReplyError(`answer_label that is one of the options (${asked.answer_label.slice(0, 60)})`, reply);
  const chosen = oneLine(persona ?? '').slice(0, maxPersonaLength);
  const fields = { ...(style && { style }), ...(saysSomething(chosen) && !form.has(chosen) && { persona: chosen }) };
  const text = { title: oneLine(saysSomething(title) ? title : asked.question).slice(0, maxTitleLength), text: passages.join('\n\n') };
  const { question: stem, options: offered, step_by_step_answer_explanation: explanation } = asked;
  return [
    { content: { shape: 'text', ...text }, concepts: [], fields },
    { content: { shape: 'choice', stem, options: offered, correct: right, explanation }, concepts: [], fields },
  ];
}

const letterBefore = /^\(?([A-D])[.):][ \t]{1,8}(?=\S)/i;

/** Options whose letters stand in them; only where all four do, in order. */
function withoutLetters(each: readonly string[]): string[] {
  const lettered = each.every((option, index) => letterBefore.exec(option)?.[1]?.toUpperCase() === letters[index]);
  return each.map((option) => (lettered ? option.replace(letterBefore, '') : option));
}

/** The option that a label names: by its text, by letter and text, by letter alone; -1 for none. */
function rightOption(label: string, each: readonly string[]): number {
  const same = (text: string): number => each.findIndex((option) => comparable(option) === comparable(text));
  const exact = same(label);
  if (exact >= 0) return exact;
  const lettered = letterBefore.test(label) ? same(label.replace(letterBefore, '')) : -1;
  if (lettered >= 0) return lettered;
  const letter = /^\W{0,4}(?:option[ \t]{1,4})?\(?([A-D])[.):]?\W{0,4}$/i.exec(label)?.[1]?.toUpperCase();
  return letters.findIndex((each) => each === letter);
}

const comparable = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim().replace(/\.$/, '');
