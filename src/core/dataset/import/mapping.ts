/** Mapping of the columns of a set that has names of its own: which of them is which part of a shape. */
import * as z from 'zod';
import { type ShapeId, shapeIds, shapes } from '../../samples/shapes/index.ts';
import { titleFrom } from './formats/text.ts';
import { isFields, saidBy, type ForeignRow, type RowReading } from './row-format.ts';
import { readTurns } from './turns.ts';

/** Parts that a mapping may name, by shape; those that it must name are true. */
export const mappedParts = {
  qa: { question: true, answer: true, finalAnswer: false },
  text: { text: true, title: false },
  chat: { turns: true, system: false },
  choice: { stem: true, options: true, correct: true, explanation: false },
  preference: { prompt: true, chosen: true, rejected: true },
} as const satisfies Record<ShapeId, Readonly<Record<string, boolean>>>;

/** A column, or a path below one: names parted by dots, and positions in brackets, as `choices[0].message.content`. */
const columnPath = z.string().regex(/^[^.[\]]+(?:\.[^.[\]]+|\[-?\d+\])*$/, 'must be a column, or a path as answers[0].text');

export const columnMapping = z
  .strictObject({ shape: z.enum(shapeIds), parts: z.record(z.string(), columnPath) })
  .superRefine(({ shape, parts }, context) => {
    const known: Readonly<Record<string, boolean>> = mappedParts[shape];
    for (const part of Object.keys(parts))
      if (!Object.hasOwn(known, part))
        context.addIssue({
          code: 'custom',
          path: ['parts', part],
          message: `is no part of “${shape}”; these are ${Object.keys(known).join(', ')}`,
        });
    for (const [part, needed] of Object.entries(known))
      if (needed && !Object.hasOwn(parts, part))
        context.addIssue({
          code: 'custom',
          path: ['parts', part],
          message: `is missing: “${shape}” needs ${neededParts(shape).join(', ')}`,
        });
  });
export type ColumnMapping = z.infer<typeof columnMapping>;

const neededParts = (shape: ShapeId): string[] =>
  Object.entries<boolean>(mappedParts[shape]).flatMap(([part, needed]) => (needed ? [part] : []));

/** The value at a path; a column whose whole name is the path comes before what lies below another. */
function valueAtPath(row: ForeignRow, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path];
  let value: unknown = row;
  for (const [, name, position] of path.matchAll(/([^.[\]]+)|\[(-?\d+)\]/g)) {
    if (name !== undefined) value = isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    else value = Array.isArray(value) ? (value as unknown[]).at(Number(position)) : undefined;
  }
  return value;
}

/** The column that a path begins with. */
const columnIn = (row: ForeignRow, path: string): string => (Object.hasOwn(row, path) ? path : path.split(/[.[]/, 1)[0]!);

/** Reads a row by a mapping. */
export function readMapped(row: ForeignRow, { shape, parts }: ColumnMapping): RowReading {
  const values = new Map(Object.entries(parts).map(([part, path]) => [part, valueAtPath(row, path)]));
  const missing = neededParts(shape).find((part) => isAbsent(values.get(part)));
  if (missing !== undefined) return { reason: `has nothing in “${parts[missing] ?? ''}”, which is its ${missing}` };
  const made = contentFrom(shape, values);
  if (typeof made === 'string') return { reason: made };
  const read = shapes[shape].schema.safeParse(made);
  if (!read.success) return { reason: `does not fit the shape “${shape}”: ${read.error.issues[0]?.path.join('.') ?? ''}` };
  return { content: read.data, used: Object.values(parts).map((path) => columnIn(row, path)) };
}

const isAbsent = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

/** @returns why there is none, as a text */
function contentFrom(shape: ShapeId, values: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> | string {
  if (shape === 'chat') return chatFrom(values);
  const texts = Object.fromEntries(
    [...values].flatMap(([part, value]) => (part === 'options' || isAbsent(value) ? [] : [[part, saidBy(value)]])),
  );
  if (Object.values(texts).includes(undefined)) return 'has a list or a record where a text is needed';
  if (shape === 'text') return { shape, title: texts.title ?? titleFrom(texts.text ?? ''), text: texts.text };
  if (shape !== 'choice') return { shape, ...texts };
  const list = values.get('options');
  const options = Array.isArray(list) ? (list as unknown[]).map(saidBy) : [];
  const said = texts.correct?.trim() ?? '';
  const named = /^[A-Z]$/i.test(said) ? said.toUpperCase().charCodeAt(0) - 65 : /^\d+$/.test(said) ? Number(said) : options.indexOf(said);
  return { shape, stem: texts.stem, options, correct: named, explanation: texts.explanation ?? '' };
}

function chatFrom(values: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> | string {
  const read = readTurns(values.get('turns'), ['role', 'from', 'speaker'], ['content', 'value', 'text']);
  if ('reason' in read) return read.reason;
  const [first, ...rest] = read.turns;
  const system = saidBy(values.get('system')) ?? (first?.role === 'system' ? first.content : undefined);
  return { shape: 'chat', ...(system === undefined ? {} : { system }), turns: first?.role === 'system' ? rest : read.turns };
}

/** Names that sets give to parts, in the order they are looked for. */
const usualNames = {
  question: ['question', 'query', 'problem', 'instruction', 'prompt', 'input', 'user', 'title'],
  answer: ['answer', 'response', 'output', 'completion', 'solution', 'reply', 'assistant', 'target', 'final_answer'],
  text: ['text', 'content', 'body', 'document', 'passage', 'article', 'story', 'markdown'],
} as const;

/** A mapping that the names of columns suggest; null where they suggest none. @param columns those that hold texts */
export function suggestedMapping(columns: readonly string[]): ColumnMapping | null {
  const find = (names: readonly string[], not?: string): string | undefined =>
    names.flatMap((name) => columns.find((column) => column.toLowerCase() === name && column !== not) ?? [])[0];
  const question = find(usualNames.question);
  const answer = find(usualNames.answer, question);
  if (question !== undefined && answer !== undefined) return { shape: 'qa', parts: { question, answer } };
  const text = find(usualNames.text);
  return text === undefined ? null : { shape: 'text', parts: { text } };
}
