/** What a set is written in, by its first rows. */
import type { ShapeId } from '../../samples/shapes/index.ts';
import { type ImportFormat, knownRowFormats, readRow, type RowPlan } from './decode.ts';
import { type ColumnMapping, suggestedMapping } from './mapping.ts';
import { isFields, saidBy } from './row-format.ts';

/** Rows that are looked at. */
export const rowsLookedAt = 100;

interface FormatFit {
  readonly format: ImportFormat;
  /** Share of the rows looked at that it can read, from 0 to 1. */
  readonly share: number;
}

export interface Detection {
  /** How the rows are best read; null where no format fits any of them. */
  readonly plan: RowPlan | null;
  /** Formats that fit some of the rows, the best first. */
  readonly fits: readonly FormatFit[];
  /** Names of all columns, in the order they come up. */
  readonly columns: readonly string[];
  /** Mapping that the names of the columns suggest. */
  readonly suggested: ColumnMapping | null;
}

/**
 * Finds how rows are best read: in the format that fits most of them, and of several that fit as many, the most telling one. A
 * mapping that names suggest comes before plain text, and after all others.
 * @param rows the first ones, at most `rowsLookedAt`
 */
export function detectFormat(rows: readonly unknown[], shape?: ShapeId): Detection {
  const records = rows.filter(isFields);
  const columns = [...new Set(records.flatMap((row) => Object.keys(row)))];
  const suggested = suggestedMapping(columns.filter((name) => records.some((row) => saidBy(row[name]) !== undefined)));
  const plans: RowPlan[] = knownRowFormats.filter((format) => format !== 'text').map((format) => ({ format, shape }));
  if (suggested !== null && (shape === undefined || suggested.shape === shape)) plans.push({ format: 'fields', mapping: suggested });
  const title: RowPlan = { format: 'text', shape };
  // Beside a question and its answer, a text is what these are about.
  if (suggested?.shape === 'text') plans.splice(-1, 0, title);
  else plans.push(title);
  const tried = plans.map((plan) => ({ plan, share: shareOf(rows, plan) })).filter(({ share }) => share > 0);
  const fits = tried.toSorted((a, b) => b.share - a.share);
  return { plan: fits[0]?.plan ?? null, fits: fits.map(({ plan, share }) => ({ format: plan.format, share })), columns, suggested };
}

/** Share of rows that a plan can read; 0 of none. */
const shareOf = (rows: readonly unknown[], plan: RowPlan): number =>
  rows.length === 0 ? 0 : rows.filter((row) => 'content' in readRow(row, plan)).length / rows.length;

/** True for the same names, in whatever order. */
export const sameColumns = (a: readonly string[], b: readonly string[]): boolean => new Set(a).symmetricDifference(new Set(b)).size === 0;
