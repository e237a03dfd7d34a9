import { createHash } from 'node:crypto';
import { ExportTally } from '../../core/dataset/exported/tally.ts';
import { trainSplit } from '../../core/dataset/splits/shares.ts';
import type { Sample } from '../../core/samples/sample.ts';
import type { ExportManifest } from '../../core/dataset/exported/manifest.ts';
import type { Pause } from '../slices.ts';
import { DrawnTexts } from './drawn-diversity.ts';
import type { ExportPlan } from './export-plan.ts';
import type { SampleSplits } from './sample-splits.ts';
import { type SplitFile, WrittenSplits } from './written-splits.ts';

/** What was written, and what is said of it. */
export interface WrittenRows {
  readonly splits: readonly { readonly name: string; readonly samples: number; readonly files: readonly SplitFile[] }[];
  readonly source: ExportManifest['source'];
  readonly leftOut: ExportManifest['leftOut'];
  readonly tally: ExportTally;
  readonly diversity: ExportManifest['diversity'];
  /** Names of the columns that some row has, in the order in which they came up. */
  readonly columns: readonly string[];
}

/**
 * Writes the rows of all samples into data files below a folder.
 * @param splits sides of the samples; null where all are of one split
 */
export async function writeRows(
  folder: string,
  { choices, rowsOf, extension, splits: shares }: ExportPlan,
  samples: Iterable<Sample>,
  splits: SampleSplits | null,
  pause: Pause,
): Promise<WrittenRows> {
  const written = new WrittenSplits(
    folder,
    extension,
    shares.map(({ name }) => name),
    choices.shardRows,
  );
  const source = createHash('sha256');
  const left = new Map<string, number>();
  const tally = new ExportTally();
  const drawn = new DrawnTexts(choices.seed);
  const columns = new Set<string>();
  let count = 0;
  try {
    for (const sample of samples) {
      await pause();
      count++;
      source.update(`${sample.id} ${sample.current.id}\n`);
      const made = rowsOf(sample);
      const split = 'leftOut' in made ? made : (splits?.of(sample.id) ?? trainSplit);
      if (typeof split !== 'string') {
        left.set(split.leftOut, (left.get(split.leftOut) ?? 0) + 1);
        continue;
      }
      const rows = 'rows' in made ? made.rows : [];
      for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
      tally.add(sample);
      drawn.add(sample);
      await written.write(split, rows);
    }
    return {
      splits: [...(await written.end())].map(([name, split]) => ({ name, ...split })),
      source: { samples: count, sha256: source.digest('hex') },
      leftOut: [...left].map(([reason, n]) => ({ reason, count: n })).sort((a, b) => b.count - a.count),
      tally,
      diversity: await drawn.figures(pause),
      columns: [...columns],
    };
  } catch (error) {
    written.abandon();
    throw error;
  }
}
