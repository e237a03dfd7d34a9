import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { maxFileBytes } from '../../core/corpus/limits.ts';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { isBelow } from './below.ts';

export interface SourceFile {
  /** The file as it is, a byte-order mark included: offsets count from its first character. */
  readonly text: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly hash: string;
  readonly size: number;
  readonly mtimeMs: number;
}

export type ReadSource = SourceFile | { readonly problem: CorpusProblem };

/** Reads `file` (a path below `root`, with forward slashes) as UTF-8, or says why it cannot be read. Never hangs. */
export async function readSource(root: string, file: string): Promise<ReadSource> {
  try {
    return await withRegularFile(root, file, async (handle, stats) => {
      const bytes = await handle.readFile();
      return { text: decode(bytes), hash: createHash('sha256').update(bytes).digest('hex'), size: stats.size, mtimeMs: stats.mtimeMs };
    });
  } catch (error) {
    return { problem: { file, reason: reasonOf(error, file) } };
  }
}

/** Size and time of the file, or why it cannot be read: enough to know whether it changed. */
export async function statSource(
  root: string,
  file: string,
): Promise<Pick<SourceFile, 'size' | 'mtimeMs'> | { readonly problem: CorpusProblem }> {
  try {
    return await withRegularFile(root, file, (_handle, { size, mtimeMs }) => Promise.resolve({ size, mtimeMs }));
  } catch (error) {
    return { problem: { file, reason: reasonOf(error, file) } };
  }
}

class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Opens without blocking, so that a pipe without a writer does not hold us up, and looks at what was opened. */
async function withRegularFile<T>(root: string, file: string, use: (handle: FileHandle, stats: Stats) => Promise<T>): Promise<T> {
  const path = join(root, file);
  await requireInside(root, path);
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    requireReadable(stats, maxFileBytes(file));
    return await use(handle, stats);
  } finally {
    await handle.close();
  }
}

async function requireInside(root: string, path: string): Promise<void> {
  if (!isBelow(await realpath(root), await realpath(path))) {
    throw new Unreadable('The path leads out of the project folder. Copy the file into the folder to use it.');
  }
}

function requireReadable(stats: Stats, largest: number): void {
  if (stats.isDirectory()) throw new Unreadable('This is a folder, not a file.');
  if (!stats.isFile()) throw new Unreadable('This is no regular file (a pipe, a socket or a device). Leave it out with corpus.exclude.');
  if (stats.size === 0) throw new Unreadable('The file is empty.');
  if (stats.size > largest) {
    const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);
    throw new Unreadable(
      `The file has ${mebibytes(stats.size)} MiB; files of this kind are read up to ${mebibytes(largest)} MiB. Split it, or leave it out with corpus.exclude.`,
    );
  }
}

function decode(bytes: Buffer): string {
  const zero = bytes.indexOf(0);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) throw new Unreadable('The file is UTF-16, not UTF-8. Save it as UTF-8.');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) throw new Unreadable('The file is UTF-16, not UTF-8. Save it as UTF-8.');
  if (zero !== -1) throw new Unreadable(`The file is binary: byte ${zero} is zero. Leave it out with corpus.exclude.`);
  try {
    // With ignoreBOM the mark stays in the text, and offsets stay those of the file.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Unreadable(`The file is not UTF-8${place(bytes)}. Save it as UTF-8, or leave it out with corpus.exclude.`, { cause: error });
  }
}

/** The line of the first byte that is not UTF-8, by decoding line after line. */
function place(bytes: Buffer): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return ` (line ${line})`;
    }
    start = end;
  }
  return '';
}

function reasonOf(error: unknown, file: string): string {
  if (error instanceof Unreadable) return error.message;
  if (!(error instanceof Error)) throw error;
  switch ('code' in error ? error.code : undefined) {
    case 'ENOENT':
      // What of a name is not UTF-8 is replaced when a folder is read: by that name, nothing is there.
      return file.includes('\uFFFD')
        ? 'The name of the file, or of a folder above it, is not valid UTF-8 (� stands for what is not). Rename it, or leave it out with corpus.exclude.'
        : 'The file does not exist any more.';
    case 'EACCES':
    case 'EPERM':
      return 'The file may not be read: permission denied. Give yourself the right to read it, or leave it out with corpus.exclude.';
    case 'ELOOP':
      return 'The file is a symbolic link that leads to itself.';
    case 'ENXIO':
      return 'This is no regular file (a pipe, a socket or a device). Leave it out with corpus.exclude.';
    default:
      return `The file cannot be read: ${error.message}`;
  }
}
