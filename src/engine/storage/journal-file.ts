/** One journal file: complete lines from a position on, and what to do about a last line that was never completed. */
import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { JournalEvent } from '../../core/samples/events.ts';
import { journalFormat, readJournalValue, type JournalHeader, type JournalLineContent } from '../../core/samples/journal-line.ts';
import { appendDurably, readAt, truncateDurably, withFile } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';

const newline = 0x0a;
const chunkSize = 16 * 1024 * 1024;
/** Bytes before a position that are compared to tell whether a file was only added to. */
const tailSize = 4096;

export interface JournalLine {
  /** Byte position in the file, and bytes without the line break. */
  readonly start: number;
  readonly length: number;
  readonly event: JournalLineContent;
}

/** The complete lines from `start` on, about 16 MB of them; `bytes` is all they take up, empty when there is none. `known`: format of the file by what was read before. */
export function readLines(descriptor: number, start: number, known: number): { readonly bytes: Buffer; readonly lines: JournalLine[] } {
  const bytes = completeLines(descriptor, start);
  const lines: JournalLine[] = [];
  let format = known;
  for (let from = 0; from < bytes.length;) {
    const to = bytes.indexOf(newline, from);
    if (to > from) {
      const event = parseLine(bytes.subarray(from, to), format);
      if ('header' in event) format = Math.max(format, event.header.format);
      lines.push({ start: start + from, length: to - from, event });
    } else lines.push({ start: start + from, length: 0, event: { invalid: 'an empty line' } });
    from = to + 1;
  }
  return { bytes, lines };
}

function completeLines(descriptor: number, start: number): Buffer {
  for (let size = chunkSize; ; size *= 2) {
    const bytes = readAt(descriptor, start, size);
    const end = bytes.lastIndexOf(newline) + 1;
    if (end > 0 || bytes.length < size) return bytes.subarray(0, end);
  }
}

/** Bytes of a line that is read; what a run of a million samples begins with takes 20 MB. */
const maxLineLength = 64 * 1024 * 1024;

function parseLine(bytes: Buffer, format: number): JournalLineContent {
  if (bytes.length > maxLineLength)
    return { invalid: `${Math.ceil(bytes.length / 2 ** 20)} MB in one line, of which at most ${maxLineLength / 2 ** 20} are read` };
  if (!isUtf8(bytes)) return { invalid: 'not UTF-8' };
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
