import { formWords } from '../../prompts/form-words.ts';
import type { AskedJob, ParsedCandidate } from '../method.ts';
import { conversation, readText, styledCandidate } from '../text.ts';
import { template } from './template.ts';

const own = formWords(template);

/**
 * Reads the reply of `rephrase`: a title and a text; in the style `qa` a conversation, whose turns stand in the text as
 * questions and answers.
 * @throws ReplyError when there is no whole text, or its turns do not alternate.
 */
export function parseRephrase(reply: string, asked: AskedJob): ParsedCandidate[] {
  const read = readText(reply, asked, asked.form ?? own);
  if (read === null) return [];
  return [
    styledCandidate(
      asked.style === 'qa' ? { shape: 'chat', turns: conversation(read.text, reply) } : { shape: 'text', ...read },
      asked.style,
    ),
  ];
}
