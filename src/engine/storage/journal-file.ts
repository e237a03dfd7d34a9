/** One journal file: complete lines from a position on, and what to do about a last line that was never completed. */
import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { JournalEvent } from '../../core/samples/events.ts';
import { journalFormat, readJournalValue, type JournalHeader, type JournalLineContent } from '../../core/samples/journal-line.ts';
import { appendDurably, readAt, truncateDurably, withFile } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { BadLines } from './bad-lines.ts';

const newline = 0x0a;
const chunkSize = 16 * 1024 * 1024;
/** Bytes before a position that are compared to tell whether a file was only added to. */
const tailSize = 4096;

/** A line that says something: an event, what a newer version understands, or a header that raises the format. */
export interface JournalLine {
  /** Byte position in the file, and bytes without the line break. */
  readonly start: number;
  readonly length: number;
  readonly event: ReadContent;
}

type ReadContent = Exclude<JournalLineContent, { readonly invalid: string }>;

/** Lines that follow each other in a file. */
export interface ReadLines {
  /** All that the lines take up; empty when there is none. */
  readonly bytes: Buffer;
  /** Number of the lines, bad ones included. */
  readonly count: number;
  readonly lines: readonly JournalLine[];
  readonly bad: BadLines;
}

/** Part of a file that is read: at most up to a position, in pieces of about so many bytes. */
interface Extent {
  readonly until: number;
  readonly chunk: number;
}

/** The complete lines from `start` on, about 16 MB of them unless told. `known`: format of the file by what was read before, and the number of lines before these. */
export function readLines(
  descriptor: number,
  start: number,
  known: { readonly format: number; readonly lines: number },
  extent: Extent = { until: Infinity, chunk: chunkSize },
): ReadLines {
  const bytes = completeLines(descriptor, start, extent);
  const lines: JournalLine[] = [];
  const bad = new BadLines();
  let { format, lines: line } = known;
  for (let from = 0; from < bytes.length;) {
    const empty = emptyLines(bytes, from);
    if (empty > 0) {
      bad.add(line + 1, line + empty, 'empty');
      line += empty;
      from += empty;
      continue;
    }
    const to = bytes.indexOf(newline, from);
    const event = parseLine(bytes.subarray(from, to), format);
    line++;
    if ('invalid' in event) bad.add(line, line, event.invalid);
    else if (!('header' in event)) lines.push({ start: start + from, length: to - from, event });
    else if (event.header.format > format) {
      lines.push({ start: start + from, length: to - from, event });
      ({ format } = event.header);
    }
    from = to + 1;
  }
  return { bytes, count: line - known.lines, lines, bad };
}

/** Number of line breaks that follow each other from a position on. */
function emptyLines(bytes: Buffer, from: number): number {
  let to = from;
  while (bytes[to] === newline) to++;
  return to - from;
}

function completeLines(descriptor: number, start: number, { until, chunk }: Extent): Buffer {
  for (let size = chunk; ; size *= 2) {
    const bytes = readAt(descriptor, start, Math.min(size, until - start));
    const end = bytes.lastIndexOf(newline) + 1;
    if (end > 0 || bytes.length < size) return bytes.subarray(0, end);
  }
}

/** Bytes of a line that is read; what a run of a million samples begins with takes 20 MB. */
const maxLineLength = 64 * 1024 * 1024;

const minLineLength = '{"format":1,"program":""}'.length;

function isBraced(bytes: Buffer): boolean {
  let [first, last] = [0, bytes.length - 1];
  while (isBlank(bytes[first])) first++;
  while (isBlank(bytes[last])) last--;
  return bytes[first] === 0x7b && bytes[last] === 0x7d;
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

function parseLine(bytes: Buffer, format: number): JournalLineContent {
  if (bytes.length > maxLineLength)
    return { invalid: `${Math.ceil(bytes.length / 2 ** 20)} MB in one line, of which at most ${maxLineLength / 2 ** 20} are read` };
  if (!isUtf8(bytes)) return { invalid: 'not UTF-8' };
  // JSON.parse takes a hundred times as long to find fault as to look at a line, and a file may be full of short ones.
  if (!isBraced(bytes)) return { invalid: 'not valid JSON of an object: it does not begin and end with a brace' };
  if (bytes.length < minLineLength) return { invalid: 'not an event: too short for one' };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    return { invalid: `not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  return readJournalValue(value, format);
}

/** Reads back one line. @returns undefined when what stands there now is no event. */
export function readEvent(descriptor: number, start: number, length: number): JournalEvent | undefined {
  const event = parseLine(readAt(descriptor, start, length), journalFormat);
  return 'id' in event ? event : undefined;
}

const maxHeaderBytes = 1024;

/** The header that a file begins with; null for a file of format 1, and for an empty one. */
export function headerOf(path: ProjectPath): JournalHeader | null {
  const begun = withFile(path, (descriptor) => readAt(descriptor, 0, maxHeaderBytes));
  const end = begun.indexOf(newline);
  if (end === -1) return null;
  const line = parseLine(begun.subarray(0, end), journalFormat);
  return 'header' in line ? line.header : null;
}

/** CRC-32 of the first `length` bytes. */
export function checksum(descriptor: number, length: number): number {
  let sum = 0;
  for (let position = 0; position < length;) {
    const bytes = readAt(descriptor, position, Math.min(chunkSize, length - position));
    if (bytes.length === 0) break;
    sum = crc32(bytes, sum);
    position += bytes.length;
  }
  return sum;
}

/** CRC-32 of the last bytes before a position. */
export function tailChecksum(descriptor: number, position: number): number {
  const size = Math.min(tailSize, position);
  return crc32(readAt(descriptor, position - size, size));
}

/**
 * Moves what stands after the last complete line into `<file>.torn` and cuts it off: its writer was stopped before it
 * could say that the event had happened. Durable in this order, so that a crash in between only copies it twice.
 */
export function setTornAside(path: ProjectPath, position: number): void {
  const rest = withFile(path, (descriptor) => {
    const chunks: Buffer[] = [];
    for (let at = position; ;) {
      const bytes = readAt(descriptor, at, chunkSize);
      if (bytes.length === 0) return Buffer.concat([...chunks, Buffer.of(newline)]);
      chunks.push(bytes);
      at += bytes.length;
    }
  });
  appendDurably(path.plus('.torn'), rest);
  truncateDurably(path, position);
}
