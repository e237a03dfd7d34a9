import * as z from 'zod';
import { readJson } from './json.ts';
import { JsonReader } from './json-reader.ts';
import { isJson } from './lines.ts';

/** One question of a reply, `<Q1> … </Q1>` cut at its labels, or an object. */
export interface ReplyBlock {
  readonly question: string;
  /** The texts below its other labels, '' where there is none; the first where one comes twice. */
  readonly concepts: string;
  readonly origin: string;
  readonly level: string;
}

/** Tells whether the questions of a reply are in JSON, and not in blocks behind some. */
export const isInJson = (reply: string): boolean => isJson(reply) && !/<\s{0,4}Q(?:uestion)?[ _#-]{0,4}\d/i.test(reply);

const text = z.string().trim();
const names = z.union([z.array(z.union([text, z.record(z.string(), z.unknown()).transform(firstText)])), text.transform((list) => [list])]);

/** A question of a JSON reply, under the keys that models give its parts. */
const entry = z.union([
  text.transform((question) => ({ question, concepts: '', origin: '', level: '' })),
  z.record(z.string(), z.unknown()).transform((fields) => {
    const under = (pattern: RegExp): unknown => Object.entries(fields).find(([key]) => pattern.test(key))?.[1];
    const said = (pattern: RegExp): string => text.safeParse(under(pattern)).data ?? '';
    return {
      question: said(/^(?:question|text|problem|q\d{0,3}|prompt)(?:_text)?$/i),
      concepts: (names.safeParse(under(/concepts?$/i)).data ?? []).join('\n'),
      origin: said(/^(?:orig|tag|source|type)/i),
      level: said(/level$|^grade/i),
    };
  }),
]);
const entries = z.union([
  z.array(entry),
  entry.refine(({ question }) => question !== '').transform((each) => [each]),
  z.record(z.string().regex(/^\D{0,12}\d{1,4}$/), entry).transform((record) => Object.values(record)),
]);
const listed = z.union([z.object({ questions: entries }).transform(({ questions }) => questions), entries]);
const refusal = z.object({ not_suitable: text.min(1) });

function firstText(fields: Readonly<Record<string, unknown>>): string {
  return Object.values(fields).find((each) => typeof each === 'string') ?? '';
}

/**
 * The questions of a JSON reply; null for a list of none, which says that there are none to ask.
 * @throws ReplyError when there is no such list.
 */
export function jsonBlocks(reply: string): ReplyBlock[] | null {
  const read = readJson(inList(reply), z.union([refusal, listed]), 'question in a list of questions');
  if ('not_suitable' in read || read.length === 0) return null;
  return read;
}

/** Objects that stand one behind the other, as in JSON lines, as the list that they are. */
function inList(reply: string): string {
  const start = reply.indexOf('{');
  if (start === -1 || reply.slice(0, start).includes('[')) return reply;
  const { end, problem } = new JsonReader(reply, start);
  return problem === null && /^\s{0,40},?\s{0,40}\{/.test(reply.slice(end)) ? `[${reply.slice(start, reply.lastIndexOf('}') + 1)}]` : reply;
}
