/** Indexes of benchmarks, kept while the files are as they were: to read half a million items takes long. */
import { stat } from 'node:fs/promises';
import { LeakageIndex } from '../../core/quality/leakage/index.ts';
import type { NgramSize } from '../../core/quality/leakage/ngram-sizes.ts';
import { inTurns, pauses } from '../slices.ts';
import type { BenchmarkFile } from './benchmark-files.ts';
import type { OutsideTexts } from './row-sink.ts';
import { readOutsideTexts } from './texts.ts';

/** An index, and what was found out about each file while it was read, in the order of the files. */
export interface OpenedIndex {
  readonly index: LeakageIndex;
  readonly read: readonly (Pick<OutsideTexts, 'passedOver' | 'fields'> & { readonly file: string })[];
  /** The same for the same content of the same files. */
  readonly key: string;
}

interface IndexOptions {
  readonly ngram: NgramSize;
  readonly field?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Those of a report and of a run that goes on meanwhile. */
const mostKept = 2;
const kept: OpenedIndex[] = [];

/**
 * Opens the index of some files, in slices between which other requests are answered.
 * @throws UsageError when a file cannot be read; the signal's reason once it is aborted
 */
export async function openLeakageIndex(files: readonly BenchmarkFile[], { ngram, field, signal }: IndexOptions): Promise<OpenedIndex> {
  const key = JSON.stringify([ngram, field, await Promise.all(files.map(stampedFile))]);
  const known = kept.find((opened) => opened.key === key);
  if (known !== undefined) return known;
  const options = { ...(field === undefined ? {} : { field }), ...(signal === undefined ? {} : { signal }) };
  const texts: OutsideTexts[] = [];
  for (const { path, name } of files) texts.push({ ...(await readOutsideTexts(path, options)), file: name });
  const index = await inTurns(LeakageIndex.building(texts, ngram), pauses(signal));
  const opened = { index, read: texts.map(({ file, passedOver, fields }) => ({ file, passedOver, fields })), key };
  kept.unshift(opened);
  kept.length = Math.min(kept.length, mostKept);
  return opened;
}

/** A file as it is now; one that is not there is told by whoever reads it. */
async function stampedFile({ path, name }: BenchmarkFile): Promise<readonly (string | number | null)[]> {
  const stats = await stat(path, { bigint: true }).catch(() => null);
  return [path, name, stats === null ? null : String(stats.size), stats === null ? null : String(stats.mtimeNs)];
}
