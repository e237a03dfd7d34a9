/**
 * Content as journals and datasets of version 0.1 hold it: a question with its answer, whatever the method. What stood as
 * “question” was a title where the method wrote a text, and a conversation stood as text.
 */
import * as z from 'zod';
import type { Fields } from '../sample.ts';
import type { Content } from './index.ts';

export const legacyContent = z.object({ shape: z.undefined().optional(), question: z.string(), answer: z.string() });
type LegacyContent = z.infer<typeof legacyContent>;

/** The methods of version 0.1 that wrote texts. */
const wroteText: ReadonlySet<string> = new Set(['rephrase', 'textbook', 'persona']);

/** Content of any version in the shape that it has. @param style the one that its method was asked for */
export function shaped(written: Content | LegacyContent, method: string, style: Fields[string] | undefined): Content {
  if (written.shape !== undefined) return written;
  const { question, answer } = written;
  if (!wroteText.has(method)) return { shape: 'qa', question, answer };
  const turns = method === 'rephrase' && style === 'qa' ? turnsOf(answer) : null;
  return turns === null ? { shape: 'text', title: question, text: answer } : { shape: 'chat', turns };
}

type Turn = Extract<Content, { shape: 'chat' }>['turns'][number];

/** Turns set with `Question:` and `Answer:`; null when they do not take turns, or text stands before the first. */
function turnsOf(text: string): Turn[] | null {
  const [before, ...parts] = text.split(/^(Question|Answer):[ \t]*/m);
  if (before?.trim() !== '' || parts.length === 0) return null;
  const turns = Array.from({ length: parts.length / 2 }, (_, nth): Turn => {
    const role = parts[2 * nth] === 'Question' ? 'user' : 'assistant';
    return { role, content: parts[2 * nth + 1]!.trim() };
  });
  const alternate = turns.every(({ role, content }, nth) => content !== '' && role === (nth % 2 === 0 ? 'user' : 'assistant'));
  return alternate && turns.length % 2 === 0 ? turns : null;
}
