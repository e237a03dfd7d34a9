import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { encoders } from '../core/dataset/formats.ts';
import type { DatasetRow } from '../core/dataset/row.ts';
import type { EngineArguments, EngineResult } from '../protocol/engine.ts';
import type { Store } from './storage/store.ts';

/**
 * Writes the accepted samples to one file of a folder, which is made when missing. The file is replaced as a whole:
 * a reader never sees half of it.
 * @throws Error when the folder cannot be written.
 */
export async function exportDataset(store: Store, { format, directory }: EngineArguments<'export'>): Promise<EngineResult<'export'>> {
  await mkdir(directory, { recursive: true });
  // Each format has a name of its own: exported into one folder, none replaces another.
  const file = join(directory, `${format === 'jsonl' ? 'train' : format}.jsonl`);
  let rows = 0;
  function* lines(encode: (row: DatasetRow) => string): Generator<string> {
    for (const row of store.acceptedRows()) {
      rows++;
      yield `${encode(row)}\n`;
    }
  }
  const unfinished = `${file}.part`;
  await pipeline(Readable.from(lines(encoders[format])), createWriteStream(unfinished, { flush: true }));
  await rename(unfinished, file);
  return { rows, files: [file] };
}
