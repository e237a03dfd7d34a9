/** Turns of a conversation as sets from elsewhere write them, and the content that they are. */
import type { Content, ShapeId } from '../../samples/shapes/index.ts';
import type { Message } from '../../samples/shapes/shape.ts';
import { optionsOfQuestion, positionAnswered } from './lettered.ts';
import { isFields, saidBy } from './row-format.ts';

export type TurnsReading = { readonly turns: readonly Message[] } | { readonly reason: string };

/** Speakers by the names that sets give them, in lower case. */
const roles: ReadonlyMap<string, Message['role']> = new Map([
  ...(['system', 'developer'] as const).map((name) => [name, 'system'] as const),
  ...(['user', 'human', 'prompter', 'instruction', 'question'] as const).map((name) => [name, 'user'] as const),
  ...(['assistant', 'gpt', 'chatgpt', 'bing', 'bard', 'model', 'bot', 'answer', 'response'] as const).map(
    (name) => [name, 'assistant'] as const,
  ),
]);

/** Reads a list of turns. @param who and @param what name the fields of a turn, in the order they are looked for */
export function readTurns(list: unknown, who: readonly string[], what: readonly string[]): TurnsReading {
  if (!Array.isArray(list) || list.length === 0) return { reason: 'has no turns' };
  const turns: Message[] = [];
  for (const turn of list as unknown[]) {
    if (!isFields(turn)) return { reason: 'has a turn that is no record with fields' };
    const speaker = who.map((name) => turn[name]).find((value) => typeof value === 'string');
    if (speaker === undefined) return { reason: 'has a turn without a speaker' };
    const role = roles.get(speaker.toLowerCase());
    if (role === undefined) return { reason: 'has a turn of a speaker who is neither system, user nor assistant (a tool, say)' };
    const content = textOfTurn(what.map((name) => turn[name]).find((value) => value !== undefined && value !== null));
    if (content === undefined) return { reason: 'has a turn without a text' };
    turns.push({ role, content });
  }
  return { turns };
}

/** A text, or the texts of a list of parts. */
function textOfTurn(value: unknown): string | undefined {
  if (!Array.isArray(value)) return saidBy(value);
  const parts = (value as unknown[]).map((part) => (isFields(part) && part.type === 'text' ? saidBy(part.text) : saidBy(part)));
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join('\n') : undefined;
}

/** The content that turns are: by default a question with its answer where there is one exchange and no system turn, else a conversation. */
export function contentOfTurns(all: readonly Message[], shape?: ShapeId): { readonly content: Content } | { readonly reason: string } {
  const [first, ...rest] = all;
  const system = first?.role === 'system' ? first.content : undefined;
  const turns = (system === undefined ? all : rest).flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }]));
  if (turns.length < all.length - (system === undefined ? 0 : 1)) return { reason: 'has a system turn that is not the first' };
  if (turns.at(-1)?.role === 'user') return { reason: 'ends with a turn of the user: nothing answers it' };
  if (turns.length % 2 !== 0 || turns.some(({ role }, nth) => role !== (nth % 2 === 0 ? 'user' : 'assistant')) || turns.length === 0)
    return { reason: 'has turns in which user and assistant do not alternate' };
  const isExchange = turns.length === 2 && system === undefined;
  switch (shape ?? (isExchange ? 'qa' : 'chat')) {
    case 'chat':
      return { content: { shape: 'chat', ...(system === undefined ? {} : { system }), turns } };
    case 'qa':
      if (!isExchange) return { reason: 'is a conversation of several turns, or with a system turn, and no question with its answer' };
      return { content: { shape: 'qa', question: turns[0]!.content, answer: turns[1]!.content } };
    case 'choice':
      return isExchange
        ? choiceOfExchange(turns[0]!.content, turns[1]!.content)
        : { reason: 'is a conversation of several turns, and no multiple choice' };
    default:
      return { reason: `a conversation is not read as “${shape ?? ''}”` };
  }
}

function choiceOfExchange(asked: string, answered: string): { readonly content: Content } | { readonly reason: string } {
  const question = optionsOfQuestion(asked);
  if (question === null) return { reason: 'has no options by letters at the end of its question' };
  const answer = positionAnswered(answered, question.options);
  if (answer === null) return { reason: 'has an answer that names none of its options' };
  return { content: { shape: 'choice', ...question, ...answer } };
}
