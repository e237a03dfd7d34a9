import type { DataExtension } from '../../core/dataset/exported/layout.ts';
import type { ExportChoices } from '../../core/dataset/exported/manifest.ts';
import { type SplitShare, trainSplit } from '../../core/dataset/splits/shares.ts';
import { startFor } from '../../core/dataset/trainers/index.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { rowsByFormat, rowsByTemplate, type RowsOf } from './rows.ts';
import type { SampleStates } from '../storage/store.ts';
import type { Exporting } from './standing.ts';
import { openExportTemplate } from './template.ts';

/** Similarity by words from which on samples are kept on one side, where neither the request nor the gate names one. */
const usualSimilarity = 0.7;

/** Rows of a data file where the request names no other number: some hundred megabytes at most. */
const usualShardRows = 100_000;

/** What an export sets out to do, once everything that it was asked for is there. */
export interface ExportPlan {
  /** Everything that was chosen, defaults filled in: with it, the same samples give the same files. */
  readonly choices: ExportChoices & { readonly seed: number; readonly shardRows: number };
  readonly rowsOf: RowsOf;
  readonly extension: DataExtension;
  readonly splits: readonly SplitShare[];
}

/** @throws UsageError for a template that is not there or does not hold, and for a trainer that cannot read the format */
export async function planExport(
  { folder, settings }: Pick<Exporting, 'folder' | 'settings'>,
  states: SampleStates,
  query: EngineArguments<'export'>,
): Promise<ExportPlan> {
  const { format, template: name, splits, seed = 1, similarity, shardRows = usualShardRows, trainers: wanted = [] } = query;
  if (name !== undefined && format !== undefined)
    throw new UsageError(`rows are made by the template “${name}” or as “${format}”, not both; leave one of them out`);
  const template = name === undefined ? undefined : await openExportTemplate(folder, name);
  if (template !== undefined && wanted.length > 0)
    throw new UsageError('what rows a template makes no trainer’s start can know; export in a format, or leave the trainers out');
  const chosen = format ?? 'jsonl';
  for (const id of wanted) {
    const start = startFor(id, { format: chosen, name: '', columns: [], splits: [] });
    if ('unsuitable' in start) throw new UsageError(start.unsuitable);
  }
  return {
    choices: {
      ...(template === undefined ? { format: chosen } : { template: { name: template.name, sha256: template.sha256 } }),
      ...(splits === undefined ? {} : { splits, similarity: similarity ?? settings.gates.nearDuplicates ?? usualSimilarity }),
      ...{ seed, shardRows },
      ...(wanted.length === 0 ? {} : { trainers: wanted }),
    },
    rowsOf: template === undefined ? rowsByFormat(chosen, states) : rowsByTemplate(template),
    extension: template === undefined && chosen === 'parquet' ? 'parquet' : 'jsonl',
    splits: splits ?? [{ name: trainSplit, percent: 100 }],
  };
}
