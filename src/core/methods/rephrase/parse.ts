import type { Asked, ParsedDraft } from '../method.ts';
import { conversation, readText, textDraft } from '../text.ts';

/**
 * Reads the reply of `rephrase`: a title and a text; in the style `qa` the text is a conversation of questions and
 * answers in turn.
 * @throws ReplyError when there is no whole text, or its turns do not alternate.
 */
export function parseRephrase(reply: string, asked: Asked): ParsedDraft[] {
  const read = readText(reply, asked);
  if (read === null) return [];
  const text = asked.style === 'qa' ? conversation(read.text, reply) : read.text;
  return [textDraft({ ...read, text }, asked.style)];
}
