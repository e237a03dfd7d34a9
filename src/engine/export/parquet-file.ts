/** The one place that writes Parquet. */
import type { SchemaElement } from 'hyparquet';
import type * as ParquetLibraryModule from 'hyparquet-writer';
import { type ColumnType, isType, wholeRowTypes } from '../../core/dataset/columns.ts';
import type { DataFile, WrittenFile } from './data-file.ts';
import { FileSink } from './data-file.ts';

/** A row group ends at so many rows, or so many characters of text: it is held as a whole, and so does each reader. */
const groupLimits = { rows: 1000, characters: 16 * 1024 * 1024 } as const;

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const leaves = { string: text, int64: { type: 'INT64' }, float64: { type: 'DOUBLE' }, bool: { type: 'BOOLEAN' } } as const;

/** Elements of a column, in the order of a Parquet schema; lists have the three levels that the format prescribes. */
function elementsOf(name: string, type: ColumnType): SchemaElement[] {
  if (typeof type === 'string') return [{ name, repetition_type: 'OPTIONAL', ...leaves[type] }];
  const list: SchemaElement[] = [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ];
  const of = type.list;
  if (isType(of)) return [...list, ...elementsOf('element', of)];
  const fields = Object.entries(of);
  return [
    ...list,
    { name: 'element', repetition_type: 'OPTIONAL', num_children: fields.length },
    ...fields.map(([field, leaf]): SchemaElement => ({ name: field, repetition_type: 'OPTIONAL', ...leaves[leaf] })),
  ];
}

/** Integers of 64 bits are given as such, in lists of objects too. */
function valueOf(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'int64') return typeof value === 'number' ? BigInt(value) : value;
  if (typeof type === 'string' || !Array.isArray(value)) return value;
  const of = type.list;
  if (isType(of)) return of === 'string' ? value : value.map((each) => valueOf(each, of));
  const whole = Object.entries(of).flatMap(([field, leaf]) => (leaf === 'int64' ? [field] : []));
  return value.map((each: Readonly<Record<string, unknown>>) => ({
    ...each,
    ...Object.fromEntries(whole.map((field) => [field, valueOf(each[field], 'int64')])),
  }));
}

type ParquetLibrary = Pick<typeof ParquetLibraryModule, 'ByteWriter' | 'ParquetWriter'>;

/** Whole rows as Parquet, one row group at a time, compressed with Snappy. */
export class ParquetFile implements DataFile {
  readonly #sink: FileSink;
  readonly #writer;
  readonly #bytes;
  #group: Readonly<Record<string, unknown>>[] = [];
  #characters = 0;
  #rows = 0;

  private constructor(path: string, { ByteWriter, ParquetWriter }: ParquetLibrary) {
    this.#sink = new FileSink(path);
    this.#bytes = new ByteWriter();
    const columns = Object.entries(wholeRowTypes);
    const schema: SchemaElement[] = [
      { name: 'root', num_children: columns.length },
      ...columns.flatMap(([name, type]) => elementsOf(name, type)),
    ];
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'concept-loom' });
  }

  static async open(path: string): Promise<ParquetFile> {
    return new ParquetFile(path, await import('hyparquet-writer'));
  }

  async write(row: Readonly<Record<string, unknown>>): Promise<void> {
    this.#group.push(row);
    for (const value of Object.values(row)) if (typeof value === 'string') this.#characters += value.length;
    this.#rows++;
    if (this.#group.length >= groupLimits.rows || this.#characters >= groupLimits.characters) await this.#endGroup();
  }

  async #endGroup(): Promise<void> {
    const group = this.#group;
    this.#group = [];
    this.#characters = 0;
    const columnData = Object.entries(wholeRowTypes).map(([name, type]) => ({ name, data: group.map((row) => valueOf(row[name], type)) }));
    await this.#writer.write({ columnData, rowGroupSize: group.length });
    await this.#handOn();
  }

  /** Bytes that are written are let go of; their count stays, since a Parquet file's end tells where each column is. */
  async #handOn(): Promise<void> {
    const piece = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    await this.#sink.write(piece);
  }

  async end(): Promise<WrittenFile> {
    if (this.#group.length > 0) await this.#endGroup();
    await this.#writer.finish();
    await this.#handOn();
    const sha256 = await this.#sink.end();
    return { rows: this.#rows, bytes: this.#sink.bytes, sha256 };
  }

  abandon(): void {
    this.#sink.abandon();
  }
}
