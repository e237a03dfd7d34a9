import type { ExportFormat } from './export-formats.ts';
import type { RejectedRow } from './row.ts';

/** A column's type in the words of the dataset card (`datasets.Features` as YAML). */
export type ColumnType =
  'string' | 'int64' | 'bool' | { readonly list: ColumnType | Readonly<Record<string, 'string' | 'int64' | 'float64'>> };

interface Column {
  readonly type: ColumnType;
  readonly meaning: string;
}

const location = { file: 'string', start: 'int64', end: 'int64' } as const;

/** Every column of a row, in order. Spelt out in the card, because a column that is empty throughout has no type to infer. */
const columns: Readonly<Record<keyof RejectedRow, Column>> = {
  id: { type: 'string', meaning: 'The sample' },
  shape: { type: 'string', meaning: 'Which of the next columns it fills: `qa`, `text`, `chat`, `choice` or `preference`' },
  question: { type: 'string', meaning: 'What is asked (`qa`, `choice`), or the prompt (`preference`)' },
  answer: { type: 'string', meaning: 'What is answered (`qa`)' },
  final_answer: { type: 'string', meaning: 'What the answer comes to, for programs to check (`qa`)' },
  title: { type: 'string', meaning: 'Title (`text`)' },
  text: { type: 'string', meaning: 'The text (`text`)' },
  messages: { type: { list: { role: 'string', content: 'string' } }, meaning: 'The turns (`chat`)' },
  options: { type: { list: 'string' }, meaning: 'What there is to choose from (`choice`)' },
  correct: { type: 'int64', meaning: 'Position of the right option, from 0 (`choice`)' },
  explanation: { type: 'string', meaning: 'Why it is the right one (`choice`)' },
  chosen: { type: 'string', meaning: 'The better answer (`preference`)' },
  rejected: { type: 'string', meaning: 'The worse answer (`preference`)' },
  method: { type: 'string', meaning: 'How it was generated' },
  topics: { type: { list: 'string' }, meaning: 'Topics of the concept set it grew from' },
  concepts: { type: { list: 'string' }, meaning: 'Key concepts of that set' },
  question_concepts: { type: { list: 'string' }, meaning: 'Those of them it combines, as the model says' },
  references: {
    type: { list: { ...location, jaccard: 'float64' } },
    meaning: 'Passages the model was given: file, UTF-16 offsets, and how much of the set they hold',
  },
  evidence: { type: { list: { ...location, quote: 'string' } }, meaning: 'What the answer rests on, quoted' },
  model: { type: 'string', meaning: 'Model that wrote the sample, or its question' },
  answer_model: { type: 'string', meaning: 'Model that wrote the answer' },
  prompt: { type: 'string', meaning: 'Hash of the exact messages of the question' },
  answer_prompt: { type: 'string', meaning: 'Hash of the exact messages of the answer' },
  instruction: { type: 'string', meaning: 'What a reviewer asked for when it was regenerated' },
  fields: { type: 'string', meaning: 'What else its method tells, as JSON: level, tag, style, persona, agreement, scores, perplexity' },
  edited: { type: 'bool', meaning: 'Changed by hand since a model wrote it' },
  version: { type: 'string', meaning: 'The version of the sample shown' },
  parent: { type: 'string', meaning: 'The version it was made from' },
  seed: { type: 'int64', meaning: 'Seed of the concept set' },
  run: { type: 'string', meaning: 'The run that made it' },
  reviewer: { type: 'string', meaning: 'Who decided' },
  created: { type: 'string', meaning: 'When it was generated (ISO 8601)' },
  changed: { type: 'string', meaning: 'When it last changed (ISO 8601)' },
  reason: { type: 'string', meaning: 'Why it was rejected' },
  by: { type: 'string', meaning: 'Who rejected it' },
};

const onlyRejected = new Set(['reason', 'by']);

/** Tells a type from the fields of an object. */
export const isType = (type: ColumnType | Readonly<Record<string, string>>): type is ColumnType =>
  typeof type === 'string' || 'list' in type;

function feature(name: string, type: ColumnType): object {
  return { name, ...(typeof type === 'string' ? { dtype: type } : { list: listed(type.list) }) };
}

function listed(of: Exclude<ColumnType, string>['list']): unknown {
  if (!isType(of)) return Object.entries(of).map(([field, dtype]) => ({ name: field, dtype }));
  return typeof of === 'string' ? of : { list: listed(of.list) };
}

const turns: ColumnType = { list: { role: 'string', content: 'string' } };

/**
 * Columns of the rows of each format. Of a file of JSON lines `datasets` otherwise takes those that the first megabytes have, and
 * breaks off at another one.
 */
const rowColumns: Readonly<Record<ExportFormat, Readonly<Record<string, ColumnType>>>> = {
  jsonl: typesOf(columns),
  parquet: typesOf(columns),
  messages: { messages: turns },
  text: { text: 'string' },
  alpaca: { instruction: 'string', input: 'string', output: 'string', system: 'string', history: { list: { list: 'string' } } },
  sharegpt: { conversations: { list: { from: 'string', value: 'string' } } },
  preference: {
    ...{ prompt: turns, chosen: turns, rejected: turns },
    ...{ origin: 'string', chosen_sample: 'string', rejected_sample: 'string' },
  },
  verifiable: { prompt: turns, ground_truth: 'string' },
};

function typesOf(of: Readonly<Record<string, Column>>): Record<string, ColumnType> {
  return Object.fromEntries(
    Object.entries(of)
      .filter(([name]) => !onlyRejected.has(name))
      .map(([name, { type }]) => [name, type]),
  );
}

/** Types of the columns of whole rows, in their order. */
export const wholeRowTypes: Readonly<Record<string, ColumnType>> = rowColumns.parquet;

/** Those columns of a format that some row has, as the `features` of a dataset card. */
export const formatFeatures = (format: ExportFormat, present: readonly string[]): object[] =>
  Object.entries(rowColumns[format])
    .filter(([name]) => present.includes(name))
    .map(([name, type]) => feature(name, type));

/** The columns as the `features` of a dataset card. */
export function cardFeatures(rejected: boolean): object[] {
  return Object.entries(columns)
    .filter(([name]) => rejected || !onlyRejected.has(name))
    .map(([name, { type }]) => feature(name, type));
}

/** The columns as the rows of a Markdown table. @param names those that are told; by default all */
export function columnTable(names?: readonly string[]): string[] {
  return Object.entries(columns)
    .filter(([name]) => names?.includes(name) ?? true)
    .map(([name, { meaning }]) => `| \`${name}\` | ${meaning}${onlyRejected.has(name) ? ' (rejected only)' : ''} |`);
}
