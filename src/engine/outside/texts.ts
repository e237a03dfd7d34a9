/** Texts of a file from outside the project, as a benchmark or another dataset: JSON Lines, a text of each line. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { messageOf, UsageError } from '../errors.ts';
import { hasCode } from '../storage/errors.ts';

export interface OutsideTexts {
  readonly file: string;
  /** Lines are counted from 1. */
  readonly texts: readonly { readonly line: number; readonly text: string }[];
  readonly passedOver: readonly { readonly reason: string; readonly count: number; readonly lines: readonly number[] }[];
}

/** Names under which datasets have what is asked, the most telling first. */
const usual = ['question', 'prompt', 'instruction', 'problem', 'text', 'content'] as const;
const object = z.record(z.string(), z.unknown());
/** Lines of a reason that are named. */
const maxLines = 20;

/**
 * Reads the texts of a file: of each line the field named, or the first there is of the usual ones.
 * @throws UsageError when the file cannot be read, or no line of it has a text
 */
export async function readOutsideTexts(file: string, options: { field?: string } = {}): Promise<OutsideTexts> {
  const texts: { line: number; text: string }[] = [];
  const passed = new Map<string, { count: number; lines: number[] }>();
  let line = 0;
  try {
    for await (const row of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
      line++;
      if (row.trim() === '') continue;
      const found = textOf(row.replace(/^\uFEFF/, ''), options.field);
      if ('text' in found) texts.push({ line, text: found.text });
      else {
        const held = passed.get(found.reason) ?? { count: 0, lines: [] };
        held.count++;
        if (held.lines.length < maxLines) held.lines.push(line);
        passed.set(found.reason, held);
      }
    }
  } catch (error) {
    if (!hasCode(error)) throw error;
    throw new UsageError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const passedOver = [...passed].map(([reason, { count, lines }]) => ({ reason, count, lines }));
  if (texts.length === 0)
    throw new UsageError(`${file} has no text to compare with: ${passedOver[0]?.reason ?? 'it is empty'}; a line is {"question": "…"}`);
  return { file, texts, passedOver };
}

function textOf(row: string, field: string | undefined): { readonly text: string } | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(row);
  } catch {
    return { reason: 'no JSON' };
  }
  const read = object.safeParse(value);
  if (!read.success) return { reason: 'no JSON object' };
  const names = field === undefined ? usual : [field];
  for (const name of names) {
    const text = Object.hasOwn(read.data, name) ? read.data[name] : undefined;
    if (typeof text === 'string' && text.trim() !== '') return { text };
  }
  return { reason: `no text under ${names.join(', ')}` };
}
