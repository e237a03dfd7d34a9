import * as z from 'zod';
import { readJson } from '../json.ts';
import { isJsonObject, lineUnder, shortLine, unwrapped } from '../loose-keys.ts';
import { saysSomething } from '../lines.ts';
import { ReplyError } from '../reply-error.ts';

const maxLineLength = 300;
const listKeys = [/^lines?$/, /^(?:one line |one liner |final )?(?:criteria|criterions?|instructions?)$/] as const;
const lineKeys = [/^(?:line|one line|one liner|instruction|text|wording)$/, /^(?:criterion|definition|description)$/] as const;
const mark = /^[\s>*_#•-]{0,8}(?:\d{1,2}[.)]\s{1,4})?/;

function lineOf(entry: unknown): string[] {
  const text = typeof entry === 'string' ? entry : isJsonObject(entry) ? lineUnder(entry, maxLineLength, ...lineKeys) : '';
  const line = shortLine(text.slice(0, 4 * maxLineLength).replace(mark, ''), maxLineLength);
  return saysSomething(line) ? [line] : [];
}

/** Lines of a list, or of an object that has them by the numbers or names of their criteria. */
function linesIn(value: unknown): string[] {
  const list = unwrapped(value, ...listKeys);
  if (Array.isArray(list)) return list.flatMap(lineOf);
  if (!isJsonObject(list)) return [];
  return Object.entries(list).flatMap(([, text]) => lineOf(text));
}

/**
 * Reads the reply of `phrase`: a list of texts or of objects, or texts by number or name.
 * @param count number of criteria: what comes behind as many lines is passed over
 * @throws ReplyError when there are fewer, since it cannot be told which criterion has none
 */
export function parseLines(reply: string, count: number): string[] {
  const some = z.custom<object>((value) => linesIn(value).length > 0, 'no line that says anything');
  const lines = linesIn(readJson(reply, some, 'list of lines'));
  if (lines.length < count) throw new ReplyError(`line for each of the ${count} criteria, but ${lines.length} in all`, reply);
  return lines.slice(0, count);
}
