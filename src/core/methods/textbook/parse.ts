import type { AskedJob, ParsedCandidate } from '../method.ts';
import { readText, styledCandidate } from '../text.ts';

/**
 * Reads the reply of `textbook`: a title and a text.
 * @throws ReplyError when there is no whole text.
 */
export function parseTextbook(reply: string, asked: AskedJob): ParsedCandidate[] {
  const read = readText(reply, asked);
  return read === null ? [] : [styledCandidate({ shape: 'text', ...read }, asked.style)];
}
