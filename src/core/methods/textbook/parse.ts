import type { AskedJob, ParsedDraft } from '../method.ts';
import { readText, styledDraft } from '../text.ts';

/**
 * Reads the reply of `textbook`: a title and a text.
 * @throws ReplyError when there is no whole text.
 */
export function parseTextbook(reply: string, asked: AskedJob): ParsedDraft[] {
  const read = readText(reply, asked);
  return read === null ? [] : [styledDraft({ shape: 'text', ...read }, asked.style)];
}
