import * as z from 'zod';
import { assistant, conversationEncoders, user } from './messages.ts';
import { hasNone, type Shape } from './shape.ts';

const schema = z
  .object({
    shape: z.literal('choice'),
    stem: z.string(),
    options: z.array(z.string()).min(2).max(26),
    /** Position of the right option, from 0. */
    correct: z.int().nonnegative(),
    explanation: z.string(),
  })
  .refine(({ options, correct }) => correct < options.length, { path: ['correct'], error: 'must be the position of one of the options' });

export type Choice = z.infer<typeof schema>;

const letter = (position: number): string => String.fromCharCode('A'.charCodeAt(0) + position);

/** Position of the option that a person means by a letter, or by a number from 1; one out of range is refused by the schema. */
function positionOf(text: string): number {
  const named = text.trim().toUpperCase();
  if (/^[A-Z]$/.test(named)) return named.charCodeAt(0) - 'A'.charCodeAt(0);
  return /^\d{1,2}$/.test(named) ? Number(named) - 1 : -1;
}

const asked = ({ stem, options }: Choice): string =>
  [stem, '', ...options.map((option, position) => `${letter(position)}. ${option}`)].join('\n');

const answered = ({ options, correct, explanation }: Choice): string =>
  [...(explanation === '' ? [] : [explanation, '']), `Answer: ${letter(correct)}. ${options[correct] ?? ''}`].join('\n');

/** A question with options of which one is right. */
export const choice: Shape<Choice> = {
  title: 'Multiple choice',
  noun: 'question',
  schema,
  label: ({ stem }) => stem,
  asks: asked,
  tells: answered,
  compared: ({ stem, options }) => [stem, ...options].join('\n'),
  prompt: (content) => [user(asked(content))],
  response: answered,
  parts: ({ stem, options, correct, explanation }) => [
    { name: 'stem', label: 'Question', text: stem },
    ...options.map((option, position) => ({ name: `option${position + 1}`, label: letter(position), text: option, form: 'line' as const })),
    { name: 'correct', label: 'Right option', text: letter(correct), form: 'line' },
    { name: 'explanation', label: 'Explanation', text: explanation, optional: true },
  ],
  withParts: ({ options }, textOf) => ({
    shape: 'choice',
    stem: textOf('stem'),
    options: options.map((_, position) => textOf(`option${position + 1}`)),
    correct: positionOf(textOf('correct')),
    explanation: textOf('explanation'),
  }),
  columns: ({ stem, options, correct, explanation }) => ({ question: stem, options, correct, explanation }),
  fromColumns: ({ question, options, correct, explanation }) => ({ shape: 'choice', stem: question, options, correct, explanation }),
  encoders: {
    ...conversationEncoders((content) => [user(asked(content)), assistant(answered(content))]),
    text: (content) => ({ row: { text: `${asked(content)}\n\n${answered(content)}` } }),
    preference: hasNone('no other answer to the same prompt was edited, regenerated or rejected'),
    verifiable: (content) => ({ row: { prompt: [user(asked(content))], ground_truth: letter(content.correct) } }),
  },
};
