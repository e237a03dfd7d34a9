import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extensionOf, maxExtractedLength, maxFileBytes, maxUnpackedBytes } from '../../core/corpus/limits.ts';
import { isShownAsText } from '../../core/corpus/extensions.ts';
import type { ExtractedText } from '../../core/corpus/extract/extracted.ts';
import { encodingNamed } from '../../core/corpus/encodings.ts';
import { type PerFile, valueFor } from '../../core/corpus/per-file.ts';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { messageOf } from '../errors.ts';
import { isBelow } from './below.ts';
import { type DecodedFile, decodeFile } from './decode.ts';
import { Unreadable } from './unreadable.ts';

/** The file as it is, a byte-order mark included: offsets count from its first character. */
export interface SourceFile extends DecodedFile {
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly hash: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** What the text is of where the file's bytes are none: offsets then count the extracted text. */
  readonly extracted?: ExtractedText;
}

export type ReadSource = SourceFile | { readonly problem: CorpusProblem };

/**
 * Reads `file` (a path below `root`, with forward slashes), or says why it cannot be read. Never hangs.
 * @param encodings what the settings say of files that neither are UTF-8 nor say themselves what they are
 */
export async function readSource(root: string, file: string, encodings: PerFile<string> | undefined): Promise<ReadSource> {
  try {
    return await withRegularFile(root, file, async (handle, stats) => {
      const bytes = await handle.readFile();
      const read = { hash: createHash('sha256').update(bytes).digest('hex'), size: stats.size, mtimeMs: stats.mtimeMs };
      const extracted = await extractedText(bytes, file, read.hash);
      if (extracted !== null) return { ...read, text: extracted.text, encoding: 'utf-8', extracted };
      const named = valueFor(encodings, file);
      const decoded = decodeFile(await unpacked(bytes, file), file, named === undefined ? undefined : encodingNamed(named));
      return { ...read, ...decoded };
    });
  } catch (error) {
    return { problem: { file, reason: reasonOf(error, file) } };
  }
}

/** The extracted text of a file whose bytes are none; null for others. @throws Unreadable */
async function extractedText(bytes: Buffer<ArrayBuffer>, file: string, hash: string): Promise<ExtractedText | null> {
  if (!isShownAsText(file)) return null;
  const { extractedKind, extractText } = await import('./extract/extraction.ts');
  const kind = extractedKind(file);
  if (kind === null) return null;
  const extracted = await extractText(kind, bytes, hash);
  if (extracted.text === '') throw new Unreadable('There is no text in the file. Leave it out with corpus.exclude.');
  if (kind !== 'parquet' && extracted.text.length > maxExtractedLength)
    throw new Unreadable(
      `The text of the file is longer than ${maxExtractedLength} characters. Split it, or leave it out with corpus.exclude.`,
    );
  return extracted;
}

/** What a packed file holds; the bytes of any other as they are. @throws Unreadable */
async function unpacked(bytes: Buffer, file: string): Promise<Buffer> {
  if (!extensionOf(file).endsWith('.gz')) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    const isLarge = error instanceof RangeError;
    const mebibytes = maxUnpackedBytes / 1024 / 1024;
    throw new Unreadable(
      isLarge
        ? `The file unpacks to more than ${mebibytes} MiB, which is all that is read. Split it, or leave it out with corpus.exclude.`
        : `The file cannot be unpacked: it is damaged, cut short or not packed with gzip (${messageOf(error)}). Fetch it again, or leave it out with corpus.exclude.`,
    );
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
