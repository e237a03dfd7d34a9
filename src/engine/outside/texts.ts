/** Texts of files that are none of the project's documents, as benchmarks are. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extensionOf } from '../../core/corpus/limits.ts';
import { decodeFile } from '../corpus/decode.ts';
import { Unreadable } from '../corpus/unreadable.ts';
import { messageOf, UsageError } from '../errors.ts';
import { readParquetRows } from './parquet.ts';
import { type OutsideTexts, RowSink } from './row-sink.ts';
import { readCsvRows, readJsonRows, readPlainItems } from './written-rows.ts';

interface OutsideOptions {
  /** Field of the texts, or the path to it; by default the first that benchmarks ask by. */
  readonly field?: string;
  readonly signal?: AbortSignal;
}

/** Bytes of a text that is held as a whole while it is read; of a Parquet file, a row group is. */
const [mostText, mostParquet] = [256 * 1024 * 1024, 4 * 1024 * 1024 * 1024];
const readers = 'JSONL (.jsonl, .ndjson, .json), CSV (.csv, .tsv), Parquet (.parquet) and text (.txt, .text), all but Parquet also as .gz';

/**
 * Reads the texts of a file: JSONL, JSON, CSV, TSV, Parquet, or plain text with an item a paragraph.
 * @param file path of the file, as it is named in what is found and in errors
 * @throws UsageError when it is none of these, is not there, cannot be read, or has no text
 */
export async function readOutsideTexts(file: string, options: OutsideOptions = {}): Promise<OutsideTexts> {
  const { field, signal } = options;
  const path = file.replaceAll('\\', '/');
  const isPacked = /\.gz$/i.test(path);
  const kind = extensionOf(isPacked ? path.slice(0, -'.gz'.length) : path);
  const sink = new RowSink(file, field, signal);
  if (kind === 'parquet' && !isPacked) {
    await readBytes(file, mostParquet, false);
    await readParquetRows(file, field, sink);
    return sink.end();
  }
  const text = (): Promise<string> => readWholeText(file, isPacked);
  switch (kind) {
    case 'jsonl':
    case 'ndjson':
    case 'json':
      await readJsonRows(await text(), sink);
      break;
    case 'csv':
    case 'tsv':
      await readCsvRows(file, await text(), field, sink);
      break;
    case 'txt':
    case 'text':
      if (field !== undefined) throw new UsageError(`${file}: a text has no field “${field}”`);
      await readPlainItems(await text(), sink);
      break;
    default:
      throw new UsageError(`${file}: files of this kind are not read; read are ${readers}`);
  }
  return sink.end();
}

/** Reads a text whole. @throws UsageError when it is not there, too large, or no text */
export const readWholeText = async (file: string, isPacked: boolean): Promise<string> =>
  decoded(file, await readBytes(file, mostText, true), isPacked);

/** Opens without blocking, so that a pipe without a writer does not hold us up. @param isRead false to look at it alone */
async function readBytes(file: string, most: number, isRead: boolean): Promise<Buffer> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(isMissing ? `${file}: there is no such file` : `${file}: the file cannot be opened: ${messageOf(error)}`);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new UsageError(`${file}: this is ${stats.isDirectory() ? 'a folder' : 'no regular file'}; name a file`);
    if (stats.size === 0) throw new UsageError(`${file}: the file is empty`);
    if (stats.size > most)
      throw new UsageError(`${file}: the file has ${mebibytes(stats.size)} MiB; at most ${mebibytes(most)} are read. Split it.`);
    return isRead ? await handle.readFile() : Buffer.alloc(0);
  } finally {
    await handle.close();
  }
}

const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);

async function decoded(file: string, bytes: Buffer, isPacked: boolean): Promise<string> {
  try {
    const unpacked = isPacked ? await promisify(gunzip)(bytes, { maxOutputLength: mostText }) : bytes;
    if (unpacked.length === 0) throw new UsageError(`${file}: the file is empty`);
    return decodeFile(unpacked, file, undefined).text;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // The rest of what it says is about documents of a corpus.
    if (error instanceof Unreadable) throw new UsageError(`${file}: ${error.message.split('. ')[0]}. Save it as UTF-8.`);
    throw new UsageError(`${file}: the file cannot be unpacked (${messageOf(error)}). Unpack it yourself, or fetch it again.`);
  }
}
