import * as z from 'zod';
import { hasNone, type Shape } from './shape.ts';

const schema = z.object({ shape: z.literal('text'), title: z.string(), text: z.string() });

export type Text = z.infer<typeof schema>;

const noTurns = hasNone('a text has no turns; export texts as “text”');

/** A text to read, for pre-training. */
export const text: Shape<Text> = {
  title: 'Text',
  noun: 'text',
  schema,
  label: ({ title }) => title,
  asks: ({ title }) => title,
  tells: (content) => content.text,
  // Texts on one subject may share a title.
  compared: (content) => content.text,
  prompt: () => null,
  response: (content) => content.text,
  parts: (content) => [
    { name: 'title', label: 'Title', text: content.title, form: 'title' },
    { name: 'text', label: 'Text', text: content.text },
  ],
  withParts: (_, textOf) => ({ shape: 'text', title: textOf('title'), text: textOf('text') }),
  columns: (content) => ({ title: content.title, text: content.text }),
  fromColumns: (columns) => ({ shape: 'text', title: columns.title, text: columns.text }),
  encoders: {
    messages: noTurns,
    sharegpt: noTurns,
    alpaca: noTurns,
    text: (content) => ({ row: { text: content.text } }),
    preference: hasNone('no other text for the same prompt was edited, regenerated or rejected'),
    verifiable: hasNone('a text has no answer that a program can check'),
  },
};
