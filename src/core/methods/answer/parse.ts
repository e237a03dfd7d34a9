import { saysSomething } from '../lines.ts';
import { apologises, declines } from '../refusal.ts';
import { ReplyError } from '../reply-error.ts';
import { tagged } from '../tags.ts';

export interface Quotation {
  /** Ordinal of the reference, from 0; null when the reply does not say. */
  readonly reference: number | null;
  readonly quote: string;
}

export interface ParsedAnswer {
  readonly answer: string;
  readonly quotations: readonly Quotation[];
}

const line = /^\s{0,40}(?:[-*•][ \t]{0,8})?(?:[[(]?[ \t]{0,8}(?:document[ \t]{0,8})?(\d{1,6})[ \t]{0,8}[\]:.)]{1,4}[ \t]{0,8})?(.*)$/is;

/** Headings that some models write in place of the tags. */
const answerHeading = /^[\s>*_#-]*answer[\s*_]*:[\s*_]*/i;
const evidenceHeading = /^[ \t>*_#-]*evidence[ \t*_]*:[ \t*_]*/im;

/**
 * Reads the reply of `answer`. Without tags the whole reply is the answer, up to a lone closing tag, and what stands below a heading “Evidence:”
 * is quoted. Formulas between `\\(…\\)` and `\\[…\\]` get the dollar signs that were asked for.
 * @throws ReplyError when nothing is left to answer with, the reply breaks off before the answer's end, or it declines; also when it
 * begins with an apology and keeps nothing of the form.
 */
export function parseAnswer(reply: string): ParsedAnswer {
  if (/<answer>/i.test(reply) && !/<\/answer>|<evidence>/i.test(reply)) throw new ReplyError('end of the answer (</answer>)', reply);
  const hasTags = /<(?:answer|evidence)>/i.test(reply);
  const [before = '', below = ''] = hasTags ? [] : halves(reply, evidenceHeading);
  const body = tagged(reply, 'answer', ['evidence']) ?? (hasTags ? (reply.split(/<evidence>/i)[0] ?? '') : before);
  const answer = withDollars(
    body
      .split(/<\/answer>/i)[0]!
      .trim()
      .replace(answerHeading, ''),
  ).trim();
  const keepsForm = hasTags || below !== '' || answerHeading.test(body.trim());
  if (!saysSomething(answer) || declines(answer) || (!keepsForm && apologises(answer)))
    throw new ReplyError('answer between <answer> and </answer>', reply);
  const quotations = (tagged(reply, 'evidence') ?? below).split(/\r?\n/).flatMap((text) => {
    const [, ordinal, rest = ''] = line.exec(text) ?? [];
    const quote = rest
      .trim()
      .replace(/^["“”']{1,8}/, '')
      .replace(/["“”']{1,8}$/, '');
    return !saysSomething(quote) ? [] : [{ reference: ordinal === undefined ? null : Number(ordinal) - 1, quote }];
  });
  return { answer, quotations };
}

function halves(text: string, mark: RegExp): [string, string] {
  const found = mark.exec(text);
  return found === null ? [text, ''] : [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}

const withDollars = (text: string): string => text.replace(/(?<!\\)\\[()]/g, '$').replace(/(?<!\\)\\[[\]]/g, '$$$$');

/** Writes an answer the way `parseAnswer` reads it. Quotes are one line each, as the format has it. */
export function formatAnswer(answer: string, quotations: readonly { reference: number; quote: string }[]): string {
  const list = quotations.map(({ reference, quote }) => `[${reference + 1}] "${quote.replace(/\s+/g, ' ')}"`);
  return ['<answer>', answer, '</answer>', '<evidence>', ...list, '</evidence>'].join('\n');
}
