import type { TellOmitted } from '../omissions.ts';
import { Refusal } from '../refusal.ts';
import type { SourceText } from '../source-text.ts';
import { isConversation, turnsIn, turnsOf, textsAt } from './chat.ts';
import { valuesAt } from './json-path.ts';
import { type ParsedJson, parseJson } from './json-repair.ts';
import { linesOrOther, wholeOrOther, type JsonLayout } from './json-spans.ts';
import { skipSpace } from './json-text.ts';
import { cleanTitle, mendField, RecordProblems, type ReadRecords, type TextPart, type TextRecord } from './record.ts';

/** Told once of a file that is not one record a line. */
const said: Readonly<Record<Exclude<JsonLayout, 'lines'>, string>> = {
  array: 'The file is one JSON array, not one record a line; its elements are read as records. Write one a line, or call it .json.',
  values: 'The records go over several lines; they are read all the same. Write one a line.',
};
/** Fields named in a problem, characters of each, and how deep they are looked for. */
const [maxNamed, maxName, maxDepth] = [8, 60, 4];
const commas =
  'A comma stands before an end, which JSON does not have; it is passed over, in this line and in others. Take such commas away.';

/**
 * Reads one record a line; blank lines do not count. `field` is the path to the text of a record (`json-path.ts`); where it leads
 * nowhere and the record is a conversation, its turns are the text. A file that is one array, or whose records go over several lines,
 * is read too, and that is said.
 *
 * @param omit told of turns and parts left out; `at` is an offset into the file
 */
export function readJsonl(file: string, text: string, field: string, omit: TellOmitted): ReadRecords {
  return readJson(file, text, field, omit, new RecordProblems(file), true);
}

/** Reads a file that is one JSON array of records, one record, or one object around a list of records. */
export function readJsonFile(file: string, text: string, field: string, omit: TellOmitted): ReadRecords {
  return readJson(file, text, field, omit, new RecordProblems(file), false);
}

function readJson(file: string, text: string, field: string, omit: TellOmitted, problems: RecordProblems, isLines: boolean): ReadRecords {
  const records: TextRecord[] = [];
  const { written, spans } = isLines ? linesOrOther(text) : wholeOrOther(text, field);
  if (isLines && written !== 'lines') problems.add(1, said[written]);
  let record = -1;
  let hasCommas = false;
  for (const { start, end, line } of spans) {
    record += 1;
    const parsed = parseJson(text.slice(start, end));
    if ('error' in parsed) {
      problems.add(line, `The ${written === 'lines' ? 'line' : 'record'} is not JSON: ${parsed.error}`);
      continue;
    }
    if (parsed.commas && !hasCommas && (written !== 'values' || !isLines)) {
      hasCommas = true;
      problems.add(line, commas);
    }
    const read = readRecord(file, parsed, field, (kind, at, count) => {
      omit(kind, start + at, count);
    });
    if (typeof read === 'string') problems.add(line, read);
    else
      records.push({
        record,
        line,
        title: read.title,
        parts: read.parts.map((part) => ({ ...part, text: inFile(part.text, start) })),
      });
  }
  if (record === -1) throw new Refusal('There are no records in the file.');
  return { records, problems: problems.list() };
}

/** A text of a record as a text of the file that it begins at `shift` in. */
function inFile({ text, runs }: SourceText, shift: number): SourceText {
  return { text, runs: runs.map((run) => ({ text: run.text, file: { start: run.file.start + shift, end: run.file.end + shift } })) };
}

/** The texts of a record, or the reason that it has none. */
function readRecord(
  file: string,
  { value, text }: ParsedJson,
  field: string,
  omit: TellOmitted,
): Pick<TextRecord, 'title' | 'parts'> | string {
  if (!isObject(value)) return 'The line is JSON but no object; a record looks like {"text": "…"}.';
  const start = skipSpace(text, 0);
  const title = cleanTitle(value.title);
  const found = valuesAt(text, start, field).toArray();
  const [first] = found;
  const isTalk = found.length === 1 && first !== undefined && isConversation(text, first);
  if (first === undefined || isTalk) {
    const turns = isTalk ? turnsIn(text, first, omit) : turnsOf(text, start, omit);
    if (turns === undefined) return noField(file, value, field);
    return turns.length > 0 ? { title, parts: turns } : 'Nobody says anything in the conversation but a system or a tool.';
  }
  const parts: TextPart[] = [];
  for (const at of found) for (const part of textsAt(text, at, omit)) parts.push(part);
  if (parts.length > 0) return { title, parts };
  return found.every((at) => text.charAt(at) === '"' || text.charAt(at) === '[')
    ? `The field "${field}" is empty.`
    : `The field "${field}" is no string.`;
}

function noField(file: string, record: Record<string, unknown>, field: string): string {
  const paths = textPaths(record)
    .take(maxNamed + 1)
    .toArray();
  const names = paths.length > 0 ? paths : Object.keys(record).slice(0, maxNamed + 1);
  const listed = names.slice(0, maxNamed).map((name) => name.slice(0, maxName));
  const has = names.length === 0 ? 'none' : `${listed.join(', ')}${names.length > listed.length ? ', …' : ''}`;
  return `The record has no field "${field}"; it has: ${has}. ${mendField(file)}`;
}

/** Paths to the texts of a record, as `corpus.textField` takes them; of a list, to those of its first element. */
function* textPaths(value: unknown, path = '', depth = 0): Generator<string> {
  if (typeof value === 'string' && path !== '') yield path;
  if (depth === maxDepth) return;
  if (Array.isArray(value)) yield* textPaths(value[0], `${path}[]`, depth + 1);
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value)) {
      const escaped = name.replaceAll(/[.\\[]/g, String.raw`\$&`);
      yield* textPaths(inner, path === '' ? escaped : `${path}.${escaped}`, depth + 1);
    }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
