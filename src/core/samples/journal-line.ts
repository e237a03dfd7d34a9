/**
 * One line of a journal file, by whichever version it was written. A file begins with a header since format 2, and is of
 * format 1 without one. What this version does not know is told apart from what is damaged: it is kept, counted and passed over.
 */
import * as z from 'zod';
import { eventTypes, journalEvent, stamp, type JournalEvent } from './events.ts';
import { shapeIds } from './shapes/index.ts';

/**
 * Format that this version writes. Types of events and fields that an older version may pass over do not raise it; what such a
 * version would decide wrongly without does: it opens a journal of a later format to read only.
 */
export const journalFormat = 3;

export interface JournalHeader {
  readonly format: number;
  readonly program: string;
}

export type JournalLineContent =
  | { readonly header: JournalHeader }
  | JournalEvent
  /** Type of an event that a newer version knows. */
  | { readonly newer: string }
  | { readonly invalid: string };

const versionOfAnyShape = z.object({ content: z.object({ shape: z.string() }) });
const contentOfAnyShape = z.union([
  z.object({ generated: z.object({ version: versionOfAnyShape }) }).transform(({ generated }) => generated.version.content),
  z.object({ version: versionOfAnyShape }).transform(({ version }) => version.content),
  versionOfAnyShape.transform(({ content }) => content),
]);

/** Name of the shape that an event's content has, where this version has none of that name. */
function unknownShape(value: unknown): string | undefined {
  const { data } = contentOfAnyShape.safeParse(value);
  return data && !shapeIds.some((id) => id === data.shape) ? data.shape : undefined;
}

const ofAnyVersion = stamp.extend({ type: z.string().min(1) });
/** A ULID: 26 characters of Crockford's base 32, the first of which cannot be more than 7. */
const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Texts that an event of any version has. */
const texts = ['id', 'at', 'by', 'action', 'type'];

/**
 * Reads the value of a line. `format`: that of its file; of a later one than ours, what cannot be understood is newer, not damaged.
 * What every event has is looked at without a schema, which takes twenty times as long to say what is wrong: a file may be full of it.
 */
export function readJournalValue(value: unknown, format: number): JournalLineContent {
  if (!isObject(value)) return { invalid: 'not an event: no object' };
  const lacking = texts.find((each) => typeof value[each] !== 'string');
  if (lacking !== undefined) return headerIn(value) ?? { invalid: `not an event: ${lacking}: expected a text` };
  const id = String(value.id);
  if (!ulid.test(id)) return { invalid: `the id ${JSON.stringify(id)} is no ULID` };
  return readEventValue(value, format);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function headerIn({ format, program }: Readonly<Record<string, unknown>>): { readonly header: JournalHeader } | undefined {
  if (typeof format !== 'number' || !Number.isSafeInteger(format) || format < 1 || typeof program !== 'string') return undefined;
  return { header: { format, program } };
}

function readEventValue(value: unknown, format: number): JournalLineContent {
  const { data: stamped, error } = ofAnyVersion.safeParse(value);
  if (stamped === undefined) return invalid(error.issues);
  const { type } = stamped;
  if (!eventTypes.has(type)) return { newer: type };
  const parsed = journalEvent.safeParse(value);
  if (parsed.success) return parsed.data;
  if (format > journalFormat) return { newer: type };
  const shape = unknownShape(value);
  return shape === undefined ? invalid(parsed.error.issues) : { newer: `${type} of the shape “${shape}”` };
}

function invalid([issue]: readonly z.core.$ZodIssue[]): JournalLineContent {
  return { invalid: `not an event: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'invalid'}` };
}
