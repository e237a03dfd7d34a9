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

const line = /^\s*(?:[-*•]\s*)?(?:\[?\s*(?:document\s*)?(\d+)\s*[\]:.)]+\s*)?(.*)$/i;

/**
 * Reads the reply of `answer`. Without tags the whole reply is the answer, and nothing is quoted.
 * @throws ReplyError when nothing is left to answer with.
 */
export function parseAnswer(reply: string): ParsedAnswer {
  const answer = tagged(reply, 'answer', ['evidence']) ?? (reply.split(/<evidence>/i)[0] ?? '').trim();
  if (answer === '') throw new ReplyError('answer between <answer> and </answer>', reply);
  const quotations = (tagged(reply, 'evidence') ?? '').split(/\r?\n/).flatMap((text) => {
    const [, ordinal, rest = ''] = line.exec(text) ?? [];
    const quote = rest.trim().replace(/^["“”']+|["“”']+$/g, '');
    return quote === '' ? [] : [{ reference: ordinal === undefined ? null : Number(ordinal) - 1, quote }];
  });
  return { answer, quotations };
}

/** Writes an answer the way `parseAnswer` reads it. Quotes are one line each, as the format has it. */
export function formatAnswer(answer: string, quotations: readonly { reference: number; quote: string }[]): string {
  const list = quotations.map(({ reference, quote }) => `[${reference + 1}] "${quote.replace(/\s+/g, ' ')}"`);
  return ['<answer>', answer, '</answer>', '<evidence>', ...list, '</evidence>'].join('\n');
}
