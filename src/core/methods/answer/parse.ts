import * as z from 'zod';
import type { FormWords } from '../../prompts/form-words.ts';
import { formOf } from '../form.ts';
import { readJson } from '../json.ts';
import { isJson, saysSomething, unescaped, wantedPlace } from '../lines.ts';
import { apologises, declines } from '../refusal.ts';
import { ReplyError } from '../reply-error.ts';
import { tagged } from '../tags.ts';
import { schema } from './schema.ts';
import { template } from './template.ts';

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
const answerHeading = /^[\s>*_#-]*answer[\s*_]*:[\s*_]*|^\s*(?:#{1,6}[ \t]{1,4}|\*\*)answer(?:\*\*)?[ \t]*\n+/i;
const evidenceHeading =
  /^[ \t>*_#-]*(?:the[ \t]{1,4})?evidence[ \t*_]*:[ \t*_]*|^[ \t]*(?:#{1,6}[ \t]{1,4}|\*\*)evidence(?:\*\*)?[ \t]*$/im;
/** Any tag of the form, one way or the other: what stands behind the answer is not part of it, whichever tag ends it. */
const endOfAnswer = /<\/answer>|(?:^|(?<=[.!?>)\]$"”]))[ \t]{0,8}<\/?evidence>/im;

const own = formOf({ template, schema });

/**
 * Reads the reply of `answer`. Without tags the whole reply is the answer, up to a lone closing tag, and what stands below a heading “Evidence:”
 * is quoted; JSON is read as well. Formulas between `\\(…\\)` and `\\[…\\]` get the dollar signs that were asked for.
 * @throws ReplyError when nothing is left to answer with, the reply breaks off before the answer's end, it declines, or it only repeats
 * the form; also when it begins with an apology and keeps nothing of the form.
 */
export function parseAnswer(reply: string, form: FormWords = own): ParsedAnswer {
  const isInJson = isJson(reply) && (/"answer"\s{0,8}:/i.test(reply) || isObjectAlone(reply));
  const { keepsForm, isMarked, ...read } = isInJson ? ofJson(reply) : ofText(unescaped(reply));
  const answer = withDollars(read.answer.trim().replace(answerHeading, '')).trim();
  if (saysSomething(answer) && (form.has(answer) || form.standIn(answer)))
    throw new ReplyError('answer of its own: it repeats the words of the form', reply);
  if (!saysSomething(answer) || declines(answer) || (!keepsForm && apologises(answer)) || (!isMarked && speaksOfDocuments.test(answer)))
    throw new ReplyError(`answer ${wantedPlace(reply, 'answer')}`, reply);
  return { answer, quotations: read.quotations.filter(({ quote }) => saysSomething(quote) && !form.has(quote)) };
}

/** Without the form, a reply that tells what its document is like is about the task, and no answer. */
const speaksOfDocuments =
  /^\W{0,20}(?:(?:in|a|here is a summary of) )?(?:the|this|these) (?:provided |given )?documents?(?:,|\s+(?:\d|that\b|is\b|are\b|was\b|were\b|do(?:es)?\b|contains?\b|provides?\b|states?\b|includes?\b|mentions?\b|describes?\b|says?\b|you\b))/i;

interface RepliedAnswer extends ParsedAnswer {
  /** True when it keeps something of the form. */
  readonly keepsForm: boolean;
  /** True when it says which part of it is the answer. */
  readonly isMarked: boolean;
}

function ofText(reply: string): RepliedAnswer {
  if (/<answer>/i.test(reply) && !endOfAnswer.test(reply)) throw new ReplyError('end of the answer (</answer>)', reply);
  const hasTags = /<(?:answer|evidence)>/i.test(reply);
  const opened = /<answer>/i.exec(reply);
  const rest = opened === null ? reply : reply.slice(opened.index + opened[0].length);
  const [body, behind] = halves(rest, endOfAnswer);
  const isMarked = opened !== null || /<\/answer>/i.test(reply) || answerHeading.test(body.trim());
  const [answer, below] = halves(body, evidenceHeading);
  const listed = tagged(reply, 'evidence') ?? (below === '' ? behind : below);
  const quotations = listed.split(/\r?\n/).flatMap((text) => {
    const [, ordinal, said = ''] = line.exec(text) ?? [];
    return /<\/?\w{1,12}>/.test(said) ? [] : [{ reference: ordinal === undefined ? null : Number(ordinal) - 1, quote: unquoted(said) }];
  });
  return { answer, quotations, isMarked, keepsForm: hasTags || below !== '' || isMarked };
}

const text = z.string().trim();
const quoted = z.union([
  text.transform((quote) => ({ reference: null, quote: unquoted(quote) })),
  z
    .object({ document: z.union([z.int(), z.string().regex(/\d/)]).nullish(), quote: text })
    .transform(({ document, quote }) => ({ reference: ordinalOf(document), quote: unquoted(quote) })),
]);
const said = z.union([text, z.number().transform(String)]);
const answered = z.union([said, z.array(said).transform((steps) => steps.join('\n')), z.object({ text }).transform((part) => part.text)]);
/** Names that models give the answer instead. */
const otherNames = ['final_answer', 'finalAnswer', 'response', 'solution', 'result'];
const replied = z.preprocess(
  withAnswer,
  z.object({
    answer: answered,
    evidence: z
      .union([z.array(quoted), quoted.transform((each) => [each])])
      .nullish()
      .catch(null),
  }),
);

function withAnswer(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'answer' in value) return value;
  const named = Object.entries(value).find(([name]) => otherNames.includes(name));
  return named === undefined ? value : { ...value, answer: named[1] as unknown };
}

/** One object and nothing around it: a form of the model's own, of which a part may be the answer. Code in a fence is an answer. */
function isObjectAlone(reply: string): boolean {
  if (!/^\s{0,40}\{[^]*\}\s{0,40}$/.test(reply)) return false;
  return otherNames.some((name) => reply.includes(`"${name}"`));
}

function ofJson(reply: string): RepliedAnswer {
  const { answer, evidence } = readJson(reply, replied, 'answer in a JSON object');
  return { answer, quotations: evidence ?? [], keepsForm: true, isMarked: true };
}

function ordinalOf(document: number | string | null | undefined): number | null {
  const ordinal = typeof document === 'string' ? Number(/\d{1,6}/.exec(document)![0]) : document;
  return ordinal === null || ordinal === undefined || ordinal < 1 ? null : ordinal - 1;
}

const unquoted = (quote: string): string =>
  quote
    .trim()
    .replace(/^["“”']{1,8}/, '')
    .replace(/["“”']{1,8}$/, '');

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
