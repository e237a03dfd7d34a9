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
export const journalFormat = 2;

const journalHeader = z.object({ format: z.int().positive(), program: z.string() });
export type JournalHeader = z.infer<typeof journalHeader>;

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

/** Reads the value of a line. `format`: that of its file; of a later one than ours, what cannot be understood is newer, not damaged. */
export function readJournalValue(value: unknown, format: number): JournalLineContent {
  const header = journalHeader.safeParse(value);
  if (header.success && !ofAnyVersion.safeParse(value).success) return { header: header.data };
  const parsed = journalEvent.safeParse(value);
  if (parsed.success) return ulid.test(parsed.data.id) ? parsed.data : { invalid: `the id ${JSON.stringify(parsed.data.id)} is no ULID` };
  const stamped = ofAnyVersion.safeParse(value);
  if (stamped.success && ulid.test(stamped.data.id)) {
    const { type } = stamped.data;
    if (!eventTypes.has(type) || format > journalFormat) return { newer: type };
    const shape = unknownShape(value);
    if (shape !== undefined) return { newer: `${type} of the shape “${shape}”` };
  }
  const [issue] = parsed.error.issues;
  return { invalid: `not an event: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'invalid'}` };
}
