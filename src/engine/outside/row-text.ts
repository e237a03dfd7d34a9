/** Which text of a row of a dataset is the one that a model is asked. */
import { isConversation, textsAt, turnsIn, turnsOf } from '../../core/corpus/formats/chat.ts';
import { valuesAt } from '../../core/corpus/formats/json-path.ts';
import type { TextPart } from '../../core/corpus/formats/record.ts';

/** The text of a row and the field that it is from, or why it has none. */
export type RowText = { readonly field: string; readonly text: string } | { readonly reason: string };

/** Fields that benchmarks call it by, in the order they are looked for, in any case. */
const asked = [
  ...['question', 'problem', 'problem_statement', 'prompt', 'query', 'instruction', 'input', 'text', 'content'],
  ...['stem', 'statement', 'task', 'goal', 'sentence', 'ctx', 'context', 'passage', 'premise', 'document', 'body'],
];
/** The same for conversations, of which the first turn that is no system's counts. */
const talks = ['messages', 'conversations', 'conversation', 'dialogue', 'dialog', 'turns', 'chat'];

/** Fields that hold no question, whatever is in them. */
const told = /^(?:answer|solution|output|response|completion|target|label|choice|option|explanation|rationale|reference|metadata)/i;

/** Depth to which records in records are looked into. */
const maxDepth = 4;

/** Told where no field has a name that is known: all texts of the row together. */
const allFields = 'all fields';

/** Names of columns that may hold the text; none where no name is known. */
export function askedColumns(columns: readonly string[]): string[] {
  const known = [...asked, ...talks];
  const named = columns.filter((column) => known.includes(column.toLowerCase()));
  return named.sort((a, b) => known.indexOf(a.toLowerCase()) - known.indexOf(b.toLowerCase()));
}

/**
 * Finds the text of a row: that of the named field (a name, or a path as `messages[0].content`), else the first that there is of those
 * a benchmark asks by, also inside of other fields, else all texts of the row.
 */
export function textOfRow(row: unknown, field: string | undefined): RowText {
  if (field !== undefined) return ofField(row, field);
  if (typeof row === 'string') return row.trim() === '' ? { reason: 'is empty' } : { field: 'the whole record', text: row };
  if (!isRecord(row) && !Array.isArray(row)) return { reason: 'is no record with fields' };
  const found = askedIn(row, '', 0);
  if (found !== undefined) return found;
  const all = textsIn(row, 0).toArray();
  return all.length === 0 ? { reason: 'has no text in any field' } : { field: allFields, text: all.join('\n') };
}

function ofField(row: unknown, field: string): RowText {
  const json = jsonOf(row);
  const texts: string[] = [];
  let has = false;
  for (const at of valuesAt(json, 0, field)) {
    has = true;
    const parts = isConversation(json, at) ? firstTurn(turnsIn(json, at, untold)) : textsAt(json, at, untold);
    for (const { text } of parts) texts.push(text.text);
  }
  if (texts.length > 0) return { field, text: texts.join('\n') };
  return { reason: has ? `has no text in the field “${field}”` : `has no field “${field}”` };
}

function askedIn(value: unknown, path: string, depth: number): { readonly field: string; readonly text: string } | undefined {
  if (depth === maxDepth || !isRecord(value)) return undefined;
  const names = askedColumns(Object.keys(value));
  const field = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const name of names) {
    const text = textOf(value[name]);
    if (text !== undefined) return { field: field(name), text };
    const inside = askedIn(value[name], field(name), depth + 1);
    if (inside !== undefined) return inside;
  }
  for (const name of Object.keys(value)) {
    if (names.includes(name) || told.test(name)) continue;
    const inside = askedIn(value[name], field(name), depth + 1);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** A text, those of a list, or what a conversation begins with. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (!Array.isArray(value)) return undefined;
  const json = jsonOf({ messages: value });
  const parts = firstTurn(turnsOf(json, 0, untold) ?? []);
  const texts = parts.length > 0 ? parts : textsAt(json, json.indexOf('['), untold);
  return texts.length === 0 ? undefined : texts.map(({ text }) => text.text).join('\n');
}

/** A turn may be of several parts. */
function firstTurn(turns: readonly TextPart[]): readonly TextPart[] {
  const second = turns.findIndex(({ turn }, at) => at > 0 && turn === 'begins');
  return second === -1 ? turns : turns.slice(0, second);
}

/** All texts with a letter in them, in their order. */
function* textsIn(value: unknown, depth: number): Generator<string> {
  if (typeof value === 'string') {
    if (/\p{L}/u.test(value)) yield value;
  } else if (depth < maxDepth && typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) yield* textsIn(inner, depth + 1);
  }
}

/** Rows of tables may have numbers that JSON has not. */
const jsonOf = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parts of an item that are no text do not count, and nobody misses them. */
const untold = (): undefined => undefined;
