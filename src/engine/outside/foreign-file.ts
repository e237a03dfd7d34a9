/** Rows of a set from elsewhere, as they are read: neither a file nor its rows need be held as a whole where its format allows. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parseJson } from '../../core/corpus/formats/json-repair.ts';
import { extensionOf } from '../../core/corpus/limits.ts';
import { isBelow } from '../corpus/below.ts';
import { messageOf, UsageError } from '../errors.ts';
import { parquetRows } from './parquet.ts';
import { readWholeText } from './texts.ts';
import { readCsvRecords, readJsonRows } from './written-rows.ts';
import { pauses } from '../slices.ts';
import { linesOf } from './byte-lines.ts';
import { plainRow } from './plain-row.ts';

/** A record with the line on which it begins, from 1, or its number; or why there is none. */
export type ForeignRecord = { readonly line: number } & ({ readonly row: unknown } | { readonly problem: string });

export interface ForeignFile {
  readonly path: string;
  /** Path below the project's folder, or the name alone of a file from elsewhere: nothing kept tells whose machine it is. */
  readonly name: string;
  /** Size and time of the last change: while they stay, the file is taken to. */
  readonly stamp: string;
  /** @throws UsageError when the file cannot be read */
  records(signal: AbortSignal): AsyncGenerator<ForeignRecord>;
  /** Reads it whole: SHA-256 of its bytes, in hexadecimal, and how many records are likely to be in it, 0 where that does not show. */
  survey(signal: AbortSignal): Promise<{ readonly sha256: string; readonly lines: number }>;
}

const readers = 'JSONL (.jsonl, .ndjson, .json), CSV (.csv, .tsv) and Parquet (.parquet), all but Parquet also as .gz';

/** @param path absolute, as a person named it @throws UsageError when there is no such file, or none that is read */
export async function openForeignFile(folder: string, path: string): Promise<ForeignFile> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) throw new UsageError(`${path}: there is no such file`);
  if (!stats.isFile()) throw new UsageError(`${path}: this is ${stats.isDirectory() ? 'a folder; name its files' : 'no regular file'}`);
  if (stats.size === 0) throw new UsageError(`${path}: the file is empty`);
  const isPacked = /\.gz$/i.test(path);
  const kind = extensionOf(isPacked ? path.slice(0, -'.gz'.length) : path);
  const read = readerOf(path, kind, isPacked);
  if (read === undefined) throw new UsageError(`${path}: files of this kind are not imported; imported are ${readers}`);
  return {
    path,
    name: await nameOf(folder, path),
    stamp: `${stats.size} ${stats.mtimeMs}`,
    records: read,
    survey: async (signal) => {
      const digest = createHash('sha256');
      let lines = 0;
      for await (const chunk of createReadStream(path, { signal }) as AsyncIterable<Buffer>) {
        digest.update(chunk);
        for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, end + 1)) lines++;
      }
      return { sha256: digest.digest('hex'), lines: kind === 'jsonl' && !isPacked ? lines : 0 };
    },
  };
}

/** Opens a file that is one text, as its only record. @throws UsageError when there is no such file */
export async function openWholeText(folder: string, path: string): Promise<Omit<ForeignFile, 'survey'>> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile() !== true) throw new UsageError(`${path}: there is no such file`);
  return {
    path,
    name: await nameOf(folder, path),
    stamp: `${stats.size} ${stats.mtimeMs}`,
    records: async function* () {
      yield { line: 1, row: { text: await readWholeText(path, /\.gz$/i.test(path)) } };
    },
  };
}

type Reader = ForeignFile['records'];

function readerOf(path: string, kind: string, isPacked: boolean): Reader | undefined {
  switch (kind) {
    case 'jsonl':
    case 'ndjson':
    case 'json':
      return async function* (signal) {
        if (await isLineByLine(path, kind, isPacked)) yield* jsonLines(path, isPacked, signal);
        else yield* whole(path, isPacked, signal, readJsonRows);
      };
    case 'csv':
    case 'tsv':
      return (signal) => whole(path, isPacked, signal, (text, sink) => readCsvRecords(path, text, sink));
    case 'parquet':
      return isPacked ? undefined : () => parquet(path);
    default:
      return undefined;
  }
}

async function* parquet(path: string): AsyncGenerator<ForeignRecord> {
  for await (const { line, row } of parquetRows(path)) yield { line, row: plainRow(row) };
}

/** Records of a text that has to be held as a whole. */
async function* whole(
  path: string,
  isPacked: boolean,
  signal: AbortSignal,
  read: (text: string, sink: Parameters<typeof readJsonRows>[1]) => Promise<void>,
): AsyncGenerator<ForeignRecord> {
  const records: ForeignRecord[] = [];
  await read(await readWholeText(path, isPacked), {
    row: (line, row) => records.push({ line, row }),
    pass: (line, problem) => records.push({ line, problem }),
    pause: pauses(signal),
  });
  yield* records;
}

/** What one line breaks costs no other; a last line without its end, as a copy that was cut short has it, is one that breaks. */
async function* jsonLines(path: string, isPacked: boolean, signal: AbortSignal): AsyncGenerator<ForeignRecord> {
  const file = createReadStream(path, { signal });
  // What fails is told by the last of the two, which is read.
  const bytes: AsyncIterable<Buffer> = isPacked ? pipeline(file, createGunzip(), () => undefined) : file;
  try {
    for await (const { line, text } of linesOf(bytes)) {
      if (text === null) yield { line, problem: 'is not UTF-8, or longer than a line can be' };
      else if (text.trim() !== '') {
        const parsed = parseJson(text);
        yield 'error' in parsed ? { line, problem: 'is not JSON' } : { line, row: parsed.value };
      }
    }
  } catch (error) {
    if (signal.aborted || error instanceof UsageError) throw error;
    throw new UsageError(`${path}: the file cannot be ${isPacked ? 'unpacked' : 'read'} to its end (${messageOf(error)}); fetch it again`);
  } finally {
    file.destroy();
  }
}

/**
 * True for a file that has a record a line, and may be read so: one that is packed or called so, unless it begins as a list or in
 * another encoding.
 */
async function isLineByLine(path: string, kind: string, isPacked: boolean): Promise<boolean> {
  if (kind === 'json') return false;
  if (isPacked) return true;
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const start = buffer.subarray(0, bytesRead);
    if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) return false;
    const text = start
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart();
    // A record over several lines, or a list of them, is one that no line holds.
    return text.startsWith('{') && !/^\{\s*[\r\n]/.test(text);
  } finally {
    await handle.close();
  }
}

async function nameOf(folder: string, path: string): Promise<string> {
  const [root, real] = [await realpath(folder), await realpath(path)];
  return isBelow(root, real) ? relative(root, real).replaceAll(sep, '/') : basename(path);
}
