import { decodeJsonString, locateJson } from './json-text.ts';
import { cleanTitle, RecordProblems, type ReadRecords, type TextRecord } from './record.ts';

/**
 * Reads one record a line; blank lines do not count. `field` names a top-level field, or with dots one inside nested
 * objects.
 */
export function readJsonl(file: string, text: string, field: string): ReadRecords {
  const records: TextRecord[] = [];
  const problems = new RecordProblems(file);
  let record = -1;
  let line = 0;
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start < text.length) {
    const stop = text.indexOf('\n', start);
    const end = stop === -1 ? text.length : stop;
    line += 1;
    const content = text.slice(start, end);
    if (content.trim() !== '') {
      record += 1;
      const read = readRecord(content, field);
      if (typeof read === 'string') problems.add(line, read);
      else {
        const { path, title } = read;
        const value = locateJson(text, start, path);
        if (value !== undefined) records.push({ record, title, text: decodeJsonString(text, value) });
      }
    }
    start = end + 1;
  }
  return { records, problems: problems.list() };
}

/** Path to the text of the record, or the reason that it has none. */
function readRecord(content: string, field: string): { path: readonly string[]; title: string | undefined } | string {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    return `The line is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isObject(value)) return 'The line is JSON but no object; a record looks like {"text": "…"}.';
  const path = field in value ? [field] : field.split('.');
  const text = path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
  if (text === undefined) {
    const names = Object.keys(value).slice(0, 8).join(', ');
    return `The record has no field "${field}"; it has: ${names || 'none'}. Set corpus.textField to the field that holds the text.`;
  }
  if (typeof text !== 'string') return `The field "${field}" is no string.`;
  if (text.trim() === '') return `The field "${field}" is empty.`;
  return { path, title: cleanTitle(value.title) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
