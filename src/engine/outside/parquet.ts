/** The one place that reads Parquet. */
import { messageOf, UsageError } from '../errors.ts';
import type { RowSink } from './row-sink.ts';
import { askedColumns } from './row-text.ts';

/**
 * Reads the rows of a file, those columns alone that may hold its texts, one row group at a time.
 * @throws UsageError when it cannot be read, or has no such column
 */
export async function readParquetRows(file: string, field: string | undefined, sink: RowSink): Promise<void> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const readable = async <T>(reading: () => T | Promise<T>): Promise<T> => {
    try {
      return await reading();
    } catch (error) {
      throw new UsageError(
        `${file}: the Parquet file cannot be read (${messageOf(error)}). It may be damaged or cut short: fetch it again.`,
      );
    }
  };
  const buffer = await readable(() => asyncBufferFromFile(file));
  const metadata = await readable(() => parquetMetadataAsync(buffer));
  const all = await readable(() => parquetSchema(metadata).children.map(({ element }) => element.name));
  const columns = columnsFor(file, field, all);
  let start = 0;
  for (const { num_rows: rows } of metadata.row_groups) {
    const group = { rowStart: start, rowEnd: start + Number(rows) };
    const read = await readable(() => parquetReadObjects({ file: buffer, metadata, columns, compressors, ...group }));
    for (const [at, row] of read.entries()) {
      await sink.pause();
      sink.row(start + at + 1, row);
    }
    start = group.rowEnd;
  }
}

function columnsFor(file: string, field: string | undefined, all: string[]): string[] {
  if (field === undefined) {
    const named = askedColumns(all);
    return named.length > 0 ? named : all;
  }
  const column = all.find((name) => name === field) ?? all.find((name) => name === field.split(/[.[]/)[0]);
  if (column === undefined) throw new UsageError(`${file}: there is no column “${field}”; there are ${all.slice(0, 20).join(', ')}`);
  return [column];
}
