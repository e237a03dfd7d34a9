import * as z from 'zod';
import { assistant, user } from './messages.ts';
import { hasNone, type Message, type Shape } from './shape.ts';

const schema = z.object({ shape: z.literal('preference'), prompt: z.string(), chosen: z.string(), rejected: z.string() });

export type Preference = z.infer<typeof schema>;

const twoAnswers = hasNone('a preference pair has two answers; export pairs as “preference”');

/** The row of a pair, with an explicit prompt, as TRL documents its conversational preference format. */
export const preferenceRow = (prompt: readonly Message[], chosen: string, rejected: string) => ({
  ...{ prompt, chosen: [assistant(chosen)], rejected: [assistant(rejected)] },
});

/** Two answers to one prompt, of which one is better. */
export const preference: Shape<Preference> = {
  title: 'Preference pair',
  noun: 'pair',
  schema,
  label: ({ prompt }) => prompt,
  asks: ({ prompt }) => prompt,
  tells: ({ chosen }) => chosen,
  compared: ({ prompt, chosen, rejected }) => [prompt, chosen, rejected].join('\n'),
  prompt: ({ prompt }) => [user(prompt)],
  response: ({ chosen }) => chosen,
  parts: ({ prompt, chosen, rejected }) => [
    { name: 'prompt', label: 'Prompt', text: prompt },
    { name: 'chosen', label: 'Chosen', text: chosen },
    { name: 'rejected', label: 'Rejected', text: rejected },
  ],
  withParts: (_, textOf) => ({ shape: 'preference', prompt: textOf('prompt'), chosen: textOf('chosen'), rejected: textOf('rejected') }),
  columns: ({ prompt, chosen, rejected }) => ({ question: prompt, chosen, rejected }),
  fromColumns: ({ question, chosen, rejected }) => ({ shape: 'preference', prompt: question, chosen, rejected }),
  encoders: {
    messages: twoAnswers,
    sharegpt: twoAnswers,
    alpaca: twoAnswers,
    text: twoAnswers,
    preference: ({ prompt, chosen, rejected }) => ({ row: preferenceRow([user(prompt)], chosen, rejected) }),
    verifiable: hasNone('a preference pair has no answer that a program can check'),
  },
};
