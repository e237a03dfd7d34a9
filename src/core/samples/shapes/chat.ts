import * as z from 'zod';
import { conversationEncoders } from './messages.ts';
import { hasNone, type Message, type Shape } from './shape.ts';

const turn = z.object({ role: z.enum(['user', 'assistant']), content: z.string() });

const schema = z.object({
  shape: z.literal('chat'),
  system: z.string().optional(),
  /** User and assistant in turn; the first is the user's, the last the assistant's. */
  turns: z
    .array(turn)
    .min(2)
    .refine(
      (turns) => turns.length % 2 === 0 && turns.every(({ role }, nth) => role === (nth % 2 === 0 ? 'user' : 'assistant')),
      'user and assistant must take turns, from the user to the assistant',
    ),
});

export type Chat = z.infer<typeof schema>;

const said = ({ turns }: Chat, role: 'user' | 'assistant'): string =>
  turns.flatMap((each) => (each.role === role ? [each.content] : [])).join('\n\n');

const messages = ({ system, turns }: Chat): readonly Message[] => [
  ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
  ...turns,
];

const labels = { system: 'System', user: 'User', assistant: 'Assistant' } as const;
/** As the method's paper has conversations in a text for pre-training. */
const written = { user: 'Question', assistant: 'Answer' } as const;

/** A conversation. */
export const chat: Shape<Chat> = {
  title: 'Conversation',
  noun: 'conversation',
  schema,
  label: ({ turns }) => turns[0]?.content ?? '',
  asks: (content) => said(content, 'user'),
  tells: (content) => said(content, 'assistant'),
  compared: ({ turns }) => turns.map(({ content }) => content).join('\n'),
  prompt: (content) => messages(content).slice(0, -1),
  response: ({ turns }) => turns.at(-1)?.content ?? null,
  parts: ({ system, turns }) => [
    ...(system === undefined ? [] : [{ name: 'system', label: labels.system, text: system }]),
    ...turns.map(({ role, content }, nth) => ({ name: `turn${nth + 1}`, label: labels[role], text: content })),
  ],
  withParts: ({ system, turns }, textOf) => ({
    shape: 'chat',
    ...(system === undefined ? {} : { system: textOf('system') }),
    turns: turns.map(({ role }, nth) => ({ role, content: textOf(`turn${nth + 1}`) })),
  }),
  columns: (content) => ({ messages: messages(content) }),
  fromColumns: ({ messages: all }) => {
    if (!Array.isArray(all)) return { shape: 'chat', turns: all };
    const [first, ...rest] = all as unknown[];
    const system = z.object({ role: z.literal('system'), content: z.string() }).safeParse(first);
    return system.success ? { shape: 'chat', system: system.data.content, turns: rest } : { shape: 'chat', turns: all };
  },
  encoders: {
    ...conversationEncoders(messages),
    text: ({ system, turns }) => {
      const lines = turns.map(({ role, content }) => `${written[role]}: ${content}${role === 'assistant' ? '\n' : ''}`);
      return { row: { text: [...(system === undefined ? [] : [`${system}\n`]), ...lines].join('\n').trim() } };
    },
    preference: hasNone('no other answer to the same prompt was edited, regenerated or rejected'),
    verifiable: hasNone('a conversation has no answer that a program can check'),
  },
};
