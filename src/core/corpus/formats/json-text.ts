import type { Anchor, Span } from '../passage.ts';
import { type SourceText, withoutControls } from '../source-text.ts';

/** Members of the object that opens at `start`: where the value of each stands. Of a name that occurs twice the last counts, as in `JSON.parse`. */
export function membersAt(text: string, start: number): Map<string, number> {
  const members = new Map<string, number>();
  if (text.charAt(start) !== '{') return members;
  let at = skipSpace(text, start + 1);
  while (text.charAt(at) === '"') {
    const end = skipString(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    members.set(nameAt(text, at, end), value);
    at = skipSpace(text, skipValue(text, value));
    if (text.charAt(at) !== ',') break;
    at = skipSpace(text, at + 1);
  }
  return members;
}

/** Elements of the array that opens at `start`: where each stands. */
export function* elementsAt(text: string, start: number): Generator<number, undefined> {
  if (text.charAt(start) !== '[') return;
  let at = skipSpace(text, start + 1);
  while (at < text.length && text.charAt(at) !== ']') {
    yield at;
    const next = skipSpace(text, skipValue(text, at));
    if (text.charAt(next) !== ',') return;
    at = skipSpace(text, next + 1);
  }
}

function nameAt(text: string, start: number, end: number): string {
  const name = text.slice(start + 1, end - 1);
  return name.includes('\\') ? String(JSON.parse(text.slice(start, end))) : name;
}

/** The text of the string that opens at `start`; undefined for another value. */
export function stringAt(text: string, start: number): SourceText | undefined {
  return text.charAt(start) === '"' ? withoutControls(decodeJsonString(text, { start, end: skipString(text, start) })) : undefined;
}

export function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return at;
}

function skipString(text: string, start: number): number {
  const end = /["\\]/g;
  end.lastIndex = start + 1;
  for (let match = end.exec(text); match !== null; match = end.exec(text)) {
    if (match[0] === '"') return match.index + 1;
    end.lastIndex = match.index + 2;
  }
  return text.length;
}

/** End of the value at `start`, without recursion; of one that is broken, the end of the text or a place before it. */
export function skipValue(text: string, start: number): number {
  const char = text.charAt(start);
  if (char === '"') return skipString(text, start);
  if (char !== '{' && char !== '[') {
    const end = /[,\]}\s]/g;
    end.lastIndex = start;
    return end.exec(text)?.index ?? text.length;
  }
  const mark = /["{}[\]]/g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    if (match[0] === '"') mark.lastIndex = skipString(text, match.index);
    else depth += match[0] === '{' || match[0] === '[' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}

/** Decodes the valid JSON string literal at `span`, quotation marks included, and tells where each character stands. */
function decodeJsonString(fileText: string, span: Span): SourceText {
  const escape = /\\(?:u[0-9a-fA-F]{4}|.)/g;
  const runs: Anchor[] = [];
  const parts: string[] = [];
  let length = 0;
  const add = (text: string, start: number, end: number): void => {
    if (text === '') return;
    runs.push({ text: { start: length, end: length + text.length }, file: { start, end } });
    parts.push(text);
    length += text.length;
  };
  const last = span.end - 1;
  let from = span.start + 1;
  escape.lastIndex = from;
  for (let match = escape.exec(fileText); match !== null && match.index < last; match = escape.exec(fileText)) {
    add(fileText.slice(from, match.index), from, match.index);
    const pair = surrogatePair(fileText, match.index);
    const end = pair ? match.index + 12 : escape.lastIndex;
    add(unescape(fileText.slice(match.index, end)), match.index, end);
    escape.lastIndex = end;
    from = end;
  }
  add(fileText.slice(from, last), from, last);
  return { text: parts.join(''), runs };
}

/** Two escapes that are one character must not come apart. */
function surrogatePair(text: string, index: number): boolean {
  return /^\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}$/.test(text.slice(index, index + 12));
}

function unescape(escape: string): string {
  const value: unknown = JSON.parse(`"${escape}"`);
  return typeof value === 'string' ? value : '';
}
