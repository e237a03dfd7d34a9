/** The text of one shard, line by line, and what a person may have done to it. */
import { parseDatasetLine, type DatasetLine } from '../../core/dataset/row.ts';

export interface ShardLine {
  /** From 1. */
  readonly line: number;
  /** The bytes as text, to be put back unchanged. */
  readonly text: string;
  readonly row: DatasetLine | { readonly reason: string };
}

/** All lines but blank ones; a byte-order mark and carriage returns that an editor put in are passed over. */
export function readShardLines(text: string): ShardLine[] {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return body.split('\n').flatMap((each, index): ShardLine[] => {
    const line = each.endsWith('\r') ? each.slice(0, -1) : each;
    return line.trim() === '' ? [] : [{ line: index + 1, text: line, row: parseDatasetLine(line) }];
  });
}

const opening = '{"id":';
const afterId = ',"shape":';

/**
 * The lines of a shard that is exactly as it was written, by their sample's id, found by how a row begins without
 * parsing the rest: a decision rewrites its whole shard, and one line of a thousand changes.
 */
export function linesById(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    // Quotation marks within a JSON string are escaped, so this is where the id ends.
    const end = line.indexOf(`"${afterId}`, opening.length + 1);
    if (!line.startsWith(opening) || end === -1) continue;
    const id: unknown = JSON.parse(line.slice(opening.length, end + 1));
    if (typeof id === 'string') found.set(id, line);
  }
  return found;
}

/** Puts lines that are not ours among the rows, each where it stood, or at the end. @returns with them where they stand now. */
export function placeLines<T extends { readonly line: number; readonly text: string }>(
  rows: readonly string[],
  kept: readonly T[],
): { lines: string[]; kept: T[] } {
  const lines = [...rows];
  const placed = kept.map((each) => {
    const index = Math.min(each.line - 1, lines.length);
    lines.splice(index, 0, each.text);
    return { ...each, line: index + 1 };
  });
  return { lines, kept: placed };
}
