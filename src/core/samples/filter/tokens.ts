/** The tokens of a filter as it is written in a line. */
import { fields, isFieldName } from './filter.ts';

/** One value as it stands in a line. */
export interface Item {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `field:item`, `field:item,item` or a word by itself; offsets are into the line. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Text before the colon, in small letters; null for a word by itself. */
  readonly name: string | null;
  /** Never none; empty where nothing is written yet. */
  readonly items: readonly Item[];
}

const prefix = /(\p{L}[\p{L}\p{N}_-]*):/uy;
const space = /\s/;

/** Cuts a line into its tokens. Quotation marks hold white space and commas together; one that is not closed goes to the end. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && space.test(line[at]!)) at++;
    if (at >= line.length) return tokens;
    const token = tokenFrom(line, at);
    tokens.push(token);
    at = token.end;
  }
}

function tokenFrom(line: string, start: number): Token {
  prefix.lastIndex = start;
  const name = prefix.exec(line)?.[1]?.toLowerCase() ?? null;
  let at = name === null ? start : prefix.lastIndex;
  const hasCommas = name !== null && isFieldName(name) && fields[name].hasCommas;
  const items: Item[] = [];
  for (;;) {
    const item = line[at] === '"' ? quotedFrom(line, at) : bareFrom(line, at, hasCommas);
    items.push(item);
    at = item.end;
    if (!hasCommas || line[at] !== ',') return { start, end: at, name, items };
    at++;
  }
}

/** A backslash before a quotation mark or another backslash takes away its meaning. */
function quotedFrom(line: string, start: number): Item {
  const parts: string[] = [];
  for (let at = start + 1; at < line.length; at++) {
    const sign = line[at]!;
    if (sign === '"') return { text: parts.join(''), start, end: at + 1 };
    const next = line[at + 1];
    if (sign === '\\' && (next === '"' || next === '\\')) {
      parts.push(next);
      at++;
    } else parts.push(sign);
  }
  return { text: parts.join(''), start, end: line.length };
}

function bareFrom(line: string, start: number, hasCommas: boolean): Item {
  let end = start;
  while (end < line.length && !space.test(line[end]!) && !(hasCommas && line[end] === ',')) end++;
  return { text: line.slice(start, end), start, end };
}

/** An item so that it is read back as it is. */
export function written(item: string, isWord: boolean): string {
  prefix.lastIndex = 0;
  const isPlain = item !== '' && !/[\s,]|^"/.test(item) && !(isWord && prefix.test(item));
  return isPlain ? item : `"${item.replaceAll(/["\\]/g, '\\$&')}"`;
}
