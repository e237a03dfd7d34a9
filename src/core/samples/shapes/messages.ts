/** Rows of the formats that hold a conversation, for every shape that can be read as one. */
import type { ContentFormat, Encoder, Message } from './shape.ts';

export const user = (content: string): Message => ({ role: 'user', content });
export const assistant = (content: string): Message => ({ role: 'assistant', content });

type ConversationFormat = Extract<ContentFormat, 'messages' | 'sharegpt' | 'alpaca'>;

const speakers = { system: 'system', user: 'human', assistant: 'gpt' } as const;

/**
 * @param conversation the turns of a content, the system's before all others; the last turn is the assistant's
 * @param leftOut why a content has none, or null
 */
export function conversationEncoders<C>(
  conversation: (content: C) => readonly Message[],
  leftOut: (content: C) => string | null = () => null,
): Readonly<Record<ConversationFormat, Encoder<C>>> {
  const encoded =
    (row: (turns: readonly Message[]) => object): Encoder<C> =>
    (content) => {
      const reason = leftOut(content);
      return reason === null ? { row: row(conversation(content)) } : { leftOut: reason };
    };
  return {
    messages: encoded((messages) => ({ messages })),
    sharegpt: encoded((turns) => ({ conversations: turns.map(({ role, content }) => ({ from: speakers[role], value: content })) })),
    alpaca: encoded(alpacaRow),
  };
}

/** The last exchange as instruction and output; what came before it as LLaMA-Factory's `history`. */
function alpacaRow(messages: readonly Message[]): object {
  const system = messages.find(({ role }) => role === 'system');
  const turns = messages.filter(({ role }) => role !== 'system').map(({ content }) => content);
  const pairs = Array.from({ length: turns.length / 2 }, (_, nth) => [turns[2 * nth]!, turns[2 * nth + 1]!] as const);
  const history = pairs.slice(0, -1);
  const [instruction, output] = pairs.at(-1)!;
  return {
    ...{ instruction, input: '', output },
    ...(system === undefined ? {} : { system: system.content }),
    ...(history.length === 0 ? {} : { history }),
  };
}
