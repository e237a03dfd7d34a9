/** Where the records of a JSON file stand. Nothing here parses more than one record at a time, so that one that is broken costs no other. */
import { Refusal } from '../refusal.ts';
import { turnsOf } from './chat.ts';
import { valuesAt } from './json-path.ts';
import { parseJson } from './json-repair.ts';
import { elementsAt, membersAt, skipSpace, skipValue } from './json-text.ts';

/** Where one record stands. */
interface JsonSpan {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
}

/** One record a line; the elements of an array; or objects over several lines, of which each begins its line. */
export type JsonLayout = 'lines' | 'array' | 'values';

interface LaidOutSpans {
  readonly written: JsonLayout;
  readonly spans: Iterable<JsonSpan>;
}

/** Records of a file that should have one a line. */
export function linesOrOther(text: string): LaidOutSpans {
  const start = skipSpace(text, text.startsWith('\uFEFF') ? 1 : 0);
  const stop = /[\r\n]|$/g;
  stop.lastIndex = start;
  const end = stop.exec(text)?.index ?? text.length;
  const isOneLine = text.slice(end).trim() === '';
  const isComplete = !('error' in parseJson(text.slice(start, end)));
  if (text.charAt(start) === '[' && text.charAt(skipSpace(text, start + 1)) === '{' && (isOneLine || !isComplete))
    return { written: 'array', spans: inArray(text, start) };
  // Where a line alone is broken, each of the following begins a record either way.
  if (text.charAt(start) === '{' && !isComplete && /[{[,:]\s*$/.test(text.slice(Math.max(start, end - 100), end)))
    return { written: 'values', spans: inValues(text, start) };
  return { written: 'lines', spans: inLines(text) };
}

/**
 * Records of a file that should be one value: an array, a record, or an object around the one list that has the field that is
 * looked for. One that holds a record a line is read so.
 */
export function wholeOrOther(text: string, field: string): LaidOutSpans {
  const start = skipSpace(text, text.startsWith('\uFEFF') ? 1 : 0);
  if (text.charAt(start) === '[') return { written: 'array', spans: inArray(text, start) };
  const end = skipValue(text, start);
  if (text.charAt(start) !== '{' || skipSpace(text, end) < text.length) return linesOrOther(text);
  const one: LaidOutSpans = { written: 'values', spans: [{ start, end, line: linesBetween(text, 0, start) + 1 }] };
  const parsed = parseJson(text.slice(start, end));
  if ('error' in parsed || hasText(parsed.text, 0, field)) return one;
  const lists = [...membersAt(parsed.text, 0).values()].filter((at) => {
    const first = elementsAt(parsed.text, at).next().value;
    return first !== undefined && hasText(parsed.text, first, field);
  });
  if (lists.length === 0)
    throw new Refusal(
      `There are no records with a field "${field}" in the file. Set corpus.textField to the field that holds the text, for this file alone by its name; or leave it out with corpus.exclude.`,
    );
  return { written: 'array', spans: lists.flatMap((at) => inArray(text, start + at, false).toArray()) };
}

function hasText(text: string, at: number, field: string): boolean {
  return valuesAt(text, at, field).next().value !== undefined || turnsOf(text, at, () => undefined) !== undefined;
}

function* inLines(text: string): Generator<JsonSpan> {
  let line = 0;
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start < text.length) {
    const end = endOfLine(text, start);
    line += 1;
    if (text.slice(start, end).trim() !== '') yield { start, end, line };
    start = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  }
}

function endOfLine(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at += 1;
  return at;
}

/** Elements of the array that opens at `start`; what follows a place where it is broken is one more, which is no JSON. */
function* inArray(text: string, start: number, isWhole = true): Generator<JsonSpan, undefined> {
  let known = { at: 0, line: 1 };
  const spanOf = (from: number, end: number): JsonSpan => {
    known = { at: from, line: known.line + linesBetween(text, known.at, from) };
    return { start: from, end, line: known.line };
  };
  let at = skipSpace(text, start + 1);
  while (at < text.length && text.charAt(at) !== ']') {
    const end = skipValue(text, at);
    if (end > at) yield spanOf(at, end);
    const next = skipSpace(text, end);
    if (text.charAt(next) === ',') at = skipSpace(text, next + 1);
    else if (text.charAt(next) === ']') at = next;
    else {
      if (next < text.length) yield spanOf(next, text.length);
      return;
    }
  }
  const rest = skipSpace(text, at + 1);
  if (isWhole && rest < text.length) yield spanOf(rest, text.length);
}

/** Objects that each begin at the beginning of a line: inside one, all lines are indented, or close what is open. */
function* inValues(text: string, start: number): Generator<JsonSpan> {
  let line = linesBetween(text, 0, start) + 1;
  let from = start;
  const opening = /[\r\n]\{/g;
  opening.lastIndex = start;
  for (let match = opening.exec(text); ; match = opening.exec(text)) {
    const end = match === null ? text.length : match.index + 1;
    yield { start: from, end, line };
    if (match === null) return;
    line += linesBetween(text, from, end);
    from = end;
  }
}

/** Line breaks: \r\n, \n or \r. */
function linesBetween(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at += 1)
    if (text.charCodeAt(at) === 10 || (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) !== 10)) lines += 1;
  return lines;
}
