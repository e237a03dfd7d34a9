/** Rows of a Parquet file as lines of JSON: what is read of any other file of records. */
import type { ExtractedText } from '../../../core/corpus/extract/extracted.ts';
import { Refusal } from '../../../core/corpus/refusal.ts';
import { jsonLine } from '../../../core/json-line.ts';
import { messageOf } from '../../errors.ts';

const mega = 1024 * 1024;
/** Bytes that the rows of a file may unpack to, and characters of their text. */
const most = 256 * mega;

/** @throws Refusal when it cannot be read, or holds more than is read */
export async function readParquet(bytes: Uint8Array): Promise<ExtractedText> {
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = {
    byteLength: bytes.byteLength,
    slice: (start: number, end?: number): ArrayBuffer => new Uint8Array(bytes.slice(start, end)).buffer,
  };
  const lines: string[] = [];
  let length = 0;
  try {
    const metadata = await parquetMetadataAsync(file);
    const unpacked = metadata.row_groups.reduce((sum, { total_byte_size: size }) => sum + Number(size), 0);
    if (unpacked > most) throw tooLarge(unpacked);
    let start = 0;
    for (const { num_rows: rows } of metadata.row_groups) {
      const end = start + Number(rows);
      for (const row of await parquetReadObjects({ file, metadata, compressors, rowStart: start, rowEnd: end })) {
        const line = jsonLine(plain(row));
        length += line.length + 1;
        if (length > most) throw tooLarge(length);
        lines.push(line);
      }
      start = end;
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      `The Parquet file is damaged or cut short (${messageOf(error)}). Fetch it again, or leave it out with corpus.exclude.`,
    );
  }
  return { text: lines.length === 0 ? '' : `${lines.join('\n')}\n`, places: null, omitted: [] };
}

const tooLarge = (size: number): Refusal =>
  new Refusal(
    `The rows of the file take ${(size / mega).toFixed(0)} MiB and more; at most ${most / mega} are read. Split it, or leave it out with corpus.exclude.`,
  );

/** Values of JSON: whole numbers beyond what it holds exactly are texts, dates are ISO 8601's, and bytes are no text. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
