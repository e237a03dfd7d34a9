/** A filter as a line of text: `status:pending method:level3 judge:>=4 "free words"`. */
import * as z from 'zod';
import { fieldNames, fields, filterShape, isFieldName, type FieldName, type SampleFilter } from './filter.ts';
import { tokensOf, written, type Item, type Token } from './tokens.ts';

/** Mistake in a filter line, its place (offsets into the line), and how to mend it. */
export interface LineProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A line with a problem filters by nothing: what was understood of it would let more through than was meant. */
export type ParsedLine = { readonly filter: SampleFilter } | { readonly problem: LineProblem };

const schema = z.strictObject(filterShape);

/** Fields narrow, in any order; every other word must occur in the text. */
export function parseLine(line: string): ParsedLine {
  const found = new Map<FieldName, Item[]>();
  for (const token of tokensOf(line)) {
    const problem = collect(token, found);
    if (problem !== null) return { problem };
  }
  const values: [FieldName, unknown][] = [];
  for (const [name, items] of found) {
    const read = fields[name].read(items.map(({ text }) => text));
    if ('problem' in read) return { problem: { ...placeOfMistake(items, name), message: read.problem } };
    values.push([name, read.value]);
  }
  return { filter: schema.parse(Object.fromEntries(values)) };
}

/** Adds a token's items to those before it. @returns what is wrong with it, if anything. */
function collect({ start, end, name, items }: Token, found: Map<FieldName, Item[]>): LineProblem | null {
  const known = name ?? 'text';
  if (!isFieldName(known)) {
    const message = `there is no field “${known}”: there are ${fieldNames.join(', ')}; what stands in quotation marks is looked for as it is`;
    return { start, end, message };
  }
  const before = found.get(known) ?? [];
  if (before.length > 0 && !fields[known].isList)
    return { start, end, message: `“${known}” is given twice: samples have to fit both, so keep one` };
  const empty = items.find(({ text }) => text === '');
  // An item that is still to come stands nowhere: its token does.
  if (empty !== undefined) return { start, end: empty.end, message: missing(known) };
  found.set(known, [...before, ...items]);
  return null;
}

/** Place of the first item that cannot be read by itself. */
function placeOfMistake(items: readonly Item[], name: FieldName): Omit<LineProblem, 'message'> {
  const { start, end } = items.find(({ text }) => 'problem' in fields[name].read([text])) ?? items[0]!;
  return { start, end };
}

function missing(name: FieldName): string {
  const { words, kind } = fields[name];
  return `“${name}” lacks a value${words.length === 0 ? '' : `: ${kind === 'range' ? 'write, for example,' : 'there are'} ${words.join(', ')}`}`;
}

/** A problem in one line, with the column it begins at, from 1. */
export const problemText = ({ start, message }: LineProblem): string => `at ${start + 1}: ${message}`;

/** The line that is read as this filter. */
export const printLine = (filter: SampleFilter): string => fieldNames.flatMap((name) => printField(name, filter)).join(' ');

// The type parameter keeps a field and its value together.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function printField<N extends FieldName>(name: N, filter: SampleFilter): string[] {
  const value = filter[name];
  if (value === undefined) return [];
  const items = fields[name].write(value);
  return name === 'text' ? items.map((item) => written(item, true)) : [`${name}:${items.map((item) => written(item, false)).join(',')}`];
}

/** The line with other values of some fields, none where undefined; all else stays as it was typed, understood or not. */
export function withFields(line: string, changes: SampleFilter): string {
  const kept = tokensOf(line).filter(({ name }) => !Object.hasOwn(changes, name ?? 'text'));
  return [printLine(changes), ...kept.map(({ start, end }) => line.slice(start, end))].filter((part) => part !== '').join(' ');
}
