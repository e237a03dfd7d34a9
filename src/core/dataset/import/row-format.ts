import type { Content, ShapeId } from '../../samples/shapes/index.ts';

/** A row of a set from elsewhere, as its file has it: nothing is known of its values. */
export type ForeignRow = Readonly<Record<string, unknown>>;

/** Content of a row and the columns that it was read from, or why the row has none: a phrase that groups rows, without their own words. */
export type RowReading = { readonly content: Content; readonly used: readonly string[] } | { readonly reason: string };

/** Definition of one format that sets are read in. */
export interface RowFormat {
  /** Name of the format for people. */
  readonly title: string;
  /** Reads a row. @param shape the one that is wanted; by default the one that fits best */
  read(row: ForeignRow, shape?: ShapeId): RowReading;
}

export const isFields = (value: unknown): value is ForeignRow => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a value says as a text: numbers and truth values are written out; undefined for everything else. */
export function saidBy(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The same for a text that must say something. */
export function saysSomething(value: unknown): string | undefined {
  const text = saidBy(value);
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** Reason for a format that has no place for the shape that is wanted. */
export const otherShape = (format: string, shape: ShapeId): RowReading => ({ reason: `a row of ${format} is not read as “${shape}”` });
