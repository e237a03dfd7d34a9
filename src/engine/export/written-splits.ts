import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFile, type DataExtension } from '../../core/dataset/exported/layout.ts';
import { type DataFile, JsonLinesFile, type WrittenFile } from './data-file.ts';

/** A data file of an export, by its path from the export's folder. */
export interface SplitFile extends WrittenFile {
  readonly path: string;
}

interface SplitUnderWay {
  readonly done: (WrittenFile & { readonly name: string })[];
  current: { readonly file: DataFile; readonly name: string } | null;
  inCurrent: number;
  samples: number;
}

/** Data files of all splits, written at once into a folder of their own; how many a split has is known at its end. */
export class WrittenSplits {
  readonly #folder: string;
  readonly #extension: DataExtension;
  readonly #shardRows: number;
  readonly #splits: ReadonlyMap<string, SplitUnderWay>;
  #files = 0;

  /** @param folder one that is there @param names of the splits @param shardRows most rows of a file */
  constructor(folder: string, extension: DataExtension, names: readonly string[], shardRows: number) {
    this.#folder = folder;
    this.#extension = extension;
    this.#shardRows = shardRows;
    this.#splits = new Map(names.map((name) => [name, { done: [], current: null, inCurrent: 0, samples: 0 }]));
  }

  /** Writes the rows of one sample. */
  async write(split: string, rows: readonly object[]): Promise<void> {
    const under = this.#splits.get(split)!;
    under.samples++;
    for (const row of rows) {
      if (under.inCurrent === this.#shardRows) await this.#endFile(under);
      under.current ??= await this.#open();
      await under.current.file.write({ ...row });
      under.inCurrent++;
    }
  }

  async #open(): Promise<NonNullable<SplitUnderWay['current']>> {
    const name = String(this.#files++);
    const path = join(this.#folder, name);
    if (this.#extension === 'jsonl') return { file: new JsonLinesFile(path), name };
    const { ParquetFile } = await import('./parquet-file.ts');
    return { file: await ParquetFile.open(path), name };
  }

  async #endFile(under: SplitUnderWay): Promise<void> {
    const { current } = under;
    if (current === null) return;
    under.done.push({ ...(await current.file.end()), name: current.name });
    under.current = null;
    under.inCurrent = 0;
  }

  /** Ends all files and gives them their names. @returns them by split, in the order of the splits */
  async end(): Promise<Map<string, { readonly samples: number; readonly files: readonly SplitFile[] }>> {
    await mkdir(join(this.#folder, 'data'), { recursive: true });
    const ended = new Map<string, { samples: number; files: SplitFile[] }>();
    for (const [split, under] of this.#splits) {
      await this.#endFile(under);
      const files: SplitFile[] = [];
      for (const [nth, { name, ...written }] of under.done.entries()) {
        const path = dataFile(split, nth, under.done.length, this.#extension);
        await rename(join(this.#folder, name), join(this.#folder, path));
        files.push({ path, ...written });
      }
      ended.set(split, { samples: under.samples, files });
    }
    return ended;
  }

  /** Lets go of the files that are not ended. */
  abandon(): void {
    for (const { current } of this.#splits.values()) current?.file.abandon();
  }
}
