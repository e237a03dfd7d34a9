/** The one place that reads Parquet. */
import { messageOf, UsageError } from '../errors.ts';
import type { RowSink } from './row-sink.ts';
import { askedColumns } from './row-text.ts';

/**
 * Reads the rows of a file, those columns alone that may hold its texts, one row group at a time.
 * @throws UsageError when it cannot be read, or has no such column
 */
export async function readParquetRows(file: string, field: string | undefined, sink: RowSink): Promise<void> {
  for await (const { line, row } of parquetRows(file, (all) => columnsFor(file, field, all))) {
    await sink.pause();
    sink.row(line, row);
  }
}

/**
 * The rows of a file with their numbers, from 1, one row group at a time.
 * @param choose chooses among the columns that there are; by default all are read
 * @throws UsageError when it cannot be read
 */
export async function* parquetRows(
  file: string,
  choose: (columns: string[]) => string[] = (all) => all,
): AsyncGenerator<{ readonly line: number; readonly row: Readonly<Record<string, unknown>> }> {
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
  const columns = choose(await readable(() => parquetSchema(metadata).children.map(({ element }) => nameOfColumn(element.name))));
  let start = 0;
  for (const { num_rows: rows } of metadata.row_groups) {
    const group = { rowStart: start, rowEnd: start + Number(rows) };
    const read = await readable(() => parquetReadObjects({ file: buffer, metadata, columns, compressors, ...group }));
    for (const [at, row] of read.entries()) yield { line: start + at + 1, row };
    start = group.rowEnd;
  }
}

/** The types say that every column has a name; a damaged file has some without. */
function nameOfColumn(name: string | undefined): string {
  if (name === undefined) throw new Error('a column has no name');
  return name;
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
