/** Every format that a set from elsewhere is read in: the table that the compiler checks against the formats of exports. */
import type { ShapeId } from '../../samples/shapes/index.ts';
import { type RowForm, rowForms } from '../export-formats.ts';
import { alpaca } from './formats/alpaca.ts';
import { choice } from './formats/choice.ts';
import { messages } from './formats/messages.ts';
import { own } from './formats/own.ts';
import { preference } from './formats/preference.ts';
import { sharegpt } from './formats/sharegpt.ts';
import { text } from './formats/text.ts';
import { verifiable } from './formats/verifiable.ts';
import { type ColumnMapping, readMapped } from './mapping.ts';
import { isFields, type RowFormat, type RowReading } from './row-format.ts';

/** Formats of rows that say themselves what they are: a new format of exports says here how it is read. */
const rowFormats = {
  jsonl: own,
  messages,
  sharegpt,
  preference,
  verifiable,
  choice,
  alpaca,
  text,
} as const satisfies Readonly<Record<RowForm | 'choice', RowFormat>>;

export type KnownRowFormat = keyof typeof rowFormats;

/** Those formats, the most telling first: what a row fits in two of is read in the first. */
export const knownRowFormats = Object.keys(rowFormats) as [KnownRowFormat, ...KnownRowFormat[]];

/** All formats that can be asked for; `fields`: columns of its own, by a mapping. */
export const importFormats = [...rowForms, 'choice', 'fields'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** How the rows of a file are read. */
export type RowPlan =
  | { readonly format: KnownRowFormat; readonly shape?: ShapeId | undefined }
  | { readonly format: 'fields'; readonly mapping: ColumnMapping };

/** Reads one row. @param row as its file has it */
export function readRow(row: unknown, plan: RowPlan): RowReading {
  const fields = typeof row === 'string' && plan.format === 'text' ? { text: row } : row;
  if (!isFields(fields)) return { reason: 'is no record with fields' };
  return plan.format === 'fields' ? readMapped(fields, plan.mapping) : rowFormats[plan.format].read(fields, plan.shape);
}

export const formatTitle = (format: ImportFormat): string => (format === 'fields' ? 'columns of its own' : rowFormats[format].title);
