/** Completions that can be typed next in a filter line. */
import { fieldNames, fields, isFieldName, type FieldName } from './filter.ts';
import { tokensOf, written } from './tokens.ts';

/** Text being typed at the cursor: a field's name or a word, or a value of a field; its place is what a choice replaces. */
export interface BegunWord {
  /** Null while it may be a field's name. */
  readonly field: FieldName | null;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Null where nothing can be offered: within a value of a field that there is not. */
export function begunAt(line: string, cursor: number): BegunWord | null {
  const token = tokensOf(line).find(({ start, end }) => start < cursor && cursor <= end);
  if (token === undefined) return { field: null, text: '', start: cursor, end: cursor };
  const { name, items } = token;
  if (name !== null && !isFieldName(name)) return null;
  const item = items.find(({ start, end }) => start <= cursor && cursor <= end);
  if (item === undefined || name === null)
    return { field: null, text: line.slice(token.start, cursor), start: token.start, end: token.end };
  return { field: name, text: valueBefore(line, item.start, cursor), start: item.start, end: item.end };
}

/** Part of an item that stands before the cursor, without the quotation mark that opens it. */
const valueBefore = (line: string, start: number, cursor: number): string => line.slice(start, cursor).replace(/^"/, '');

/** The names of fields that begin so, for the one that is typed. */
export const fieldsBegun = (text: string): FieldName[] =>
  fieldNames.filter((name) => name !== 'text' && name.startsWith(text.toLowerCase()));

/** The words of a field that begin so; of one whose values are in the data, none. */
export const wordsBegun = (field: FieldName, text: string): string[] =>
  fields[field].words.filter((word) => word.startsWith(text.toLowerCase()));

export interface Completed {
  readonly line: string;
  readonly cursor: number;
}

/** The line with a field's name put in place of what was begun; its value comes next. */
export function withFieldName(line: string, { start, end }: BegunWord, name: FieldName): Completed {
  const put = `${name}:`;
  return { line: line.slice(0, start) + put + line.slice(end), cursor: start + put.length };
}

/** The line with a value put in place of what was begun, ready for the next token. */
export function withValue(line: string, { start, end }: BegunWord, value: string): Completed {
  const put = written(value, false);
  const rest = line.slice(end);
  // A comma goes on with the list that it stands in.
  const gap = rest === '' ? ' ' : '';
  return { line: line.slice(0, start) + put + gap + rest, cursor: start + put.length + gap.length };
}
