import type { Anchor, Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';

/**
 * Finds the value at `path` in valid JSON: the span of its text, or nothing. Of a key that occurs twice the last
 * counts, as in `JSON.parse`. Values that are not on the path are skipped without recursion.
 */
export function locateJson(text: string, start: number, path: readonly string[]): Span | undefined {
  let at = skipSpace(text, start);
  for (const name of path) {
    const value = text.charAt(at) === '{' ? locateMember(text, at, name) : undefined;
    if (value === undefined) return undefined;
    at = value;
  }
  return { start: at, end: skipValue(text, at) };
}

/** Start of the value of member `name` of the object that opens at `start`. */
function locateMember(text: string, start: number, name: string): number | undefined {
  let found: number | undefined;
  let at = skipSpace(text, start + 1);
  while (text.charAt(at) === '"') {
    const end = skipString(text, at);
    const key: unknown = JSON.parse(text.slice(at, end));
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (key === name) found = value;
    at = skipSpace(text, skipValue(text, value));
    if (text.charAt(at) !== ',') break;
    at = skipSpace(text, at + 1);
  }
  return found;
}

function skipSpace(text: string, start: number): number {
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

function skipValue(text: string, start: number): number {
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
export function decodeJsonString(fileText: string, span: Span): SourceText {
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
