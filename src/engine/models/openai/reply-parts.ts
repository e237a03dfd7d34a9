/** What a message says, in whatever form its server puts it: a text, a part, a list of parts, some of them thoughts. */
import type { Pieces } from './thoughts-apart.ts';

type MessageFields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is MessageFields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Types of parts that are thoughts. */
const ofThoughts = /think|thought|reason|analysis/i;
/** So deep, parts may stand in one another. */
const maxDepth = 3;

/** Thoughts and text of a message's content, in their order. Parts of other kinds say nothing. */
export function piecesOf(content: unknown): Pieces[] {
  if (typeof content === 'string') return [{ reasoning: '', text: content }];
  if (Array.isArray(content)) return content.flatMap(piecesOf);
  if (!isFields(content)) return [];
  const { type, text, thinking, reasoning } = content;
  const thoughts = textOf(thinking) + textOf(reasoning);
  const isThought = typeof type === 'string' && ofThoughts.test(type);
  if (isThought) return [{ reasoning: thoughts || textOf(text) || textOf(content.summary) || textOf(content.content), text: '' }];
  return [{ reasoning: thoughts, text: textOf(text) }];
}

/** The text in a field that may be one, a part, or a list of parts; '' for anything else. */
export function textOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (depth > maxDepth) return '';
  if (Array.isArray(value)) return value.map((each) => textOf(each, depth + 1)).join('');
  return isFields(value) ? textOf(value.text ?? value.value, depth + 1) : '';
}

/** What a tool is called with: a text of JSON, or what it would be read as. */
export const argumentsOf = (value: unknown): string =>
  typeof value === 'string' ? value : isFields(value) && Object.keys(value).length > 0 ? JSON.stringify(value) : '';
