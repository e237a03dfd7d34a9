import { formWords } from '../../prompts/form-words.ts';
import type { AskedJob, ParsedCandidate } from '../method.ts';
import { readText, styledCandidate } from '../text.ts';
import { template } from './template.ts';

const own = formWords(template);

/**
 * Reads the reply of `textbook`: a title and a text.
 * @throws ReplyError when there is no whole text.
 */
export function parseTextbook(reply: string, asked: AskedJob): ParsedCandidate[] {
  const read = readText(reply, asked, asked.form ?? own);
  return read === null ? [] : [styledCandidate({ shape: 'text', ...read }, asked.style)];
}
