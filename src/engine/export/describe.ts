/** What stands beside the data of an export and says what they are. */
import { createHash } from 'node:crypto';
import { isDatasetCard } from '../../core/dataset/card.ts';
import { exportCard, licenseOf } from '../../core/dataset/exported/export-card.ts';
import { cardName, checksumLines, checksumsName, manifestName, slugOf } from '../../core/dataset/exported/layout.ts';
import { limitationsOf } from '../../core/dataset/exported/limitations.ts';
import type { ExportManifest } from '../../core/dataset/exported/manifest.ts';
import { startFor } from '../../core/dataset/trainers/index.ts';
import { program } from '../../core/program.ts';
import { UsageError } from '../errors.ts';
import type { ExportPlan } from './export-plan.ts';
import type { WrittenRows } from './export-rows.ts';
import type { SampleSplits } from './sample-splits.ts';

export interface Described {
  readonly manifest: ExportManifest;
  /** Texts by their names in the folder; the manifest is the last. */
  readonly texts: ReadonlyMap<string, string>;
  /** What is run in the folder to train. */
  readonly commands: readonly string[];
}

/**
 * @param title of the dataset @param card text of the dataset folder's card, where there is one @param made time of the export
 * @throws UsageError when a trainer cannot read what was exported
 */
export function describeExport(
  { choices, extension }: ExportPlan,
  written: WrittenRows,
  splits: SampleSplits | null,
  {
    title,
    card,
    made,
    journal,
  }: Pick<ExportManifest, 'journal'> & { readonly title: string; readonly card: string | undefined; readonly made: Date },
): Described {
  const source = card !== undefined && isDatasetCard(card) ? card : undefined;
  const { tally, leftOut, columns } = written;
  const license = source === undefined ? null : licenseOf(source);
  const files = written.splits.flatMap((split) => split.files);
  const lost = leftOut.reduce((sum, { count }) => sum + count, 0);
  const manifest: ExportManifest = {
    manifest: 1,
    program: `${program.name} ${program.version}`,
    made: made.toISOString(),
    dataset: title,
    choices,
    source: written.source,
    journal,
    rows: rowsOf(files),
    splits: written.splits.map(({ name, samples, files: of }) => ({
      ...{ name, rows: rowsOf(of), samples },
      documents: splits?.documents.get(name) ?? tally.documents.size,
    })),
    files,
    leftOut,
    shapes: Object.fromEntries(tally.shapes),
    methods: Object.fromEntries(
      [...tally.methods].map(([name, { samples, prompts }]) => [name, { samples, prompts: prompts.size, sha256: hashOf(prompts) }]),
    ),
    models: Object.fromEntries(tally.models),
    edited: tally.edited,
    documents: tally.documents.size,
    diversity: written.diversity,
    license,
    limitations: limitationsOf({ tally, leftOut: lost, similarity: choices.similarity ?? null, license }),
  };
  const starts = (choices.trainers ?? []).map((id) => {
    const start = startFor(id, { format: choices.format ?? 'jsonl', name: slugOf(title), columns, splits: dataOf(written) });
    if ('unsuitable' in start) throw new UsageError(start.unsuitable);
    return start;
  });
  const texts = new Map<string, string>(starts.flatMap((start) => Object.entries(start.files)));
  // Not of the card, which people go on writing in, here and on the Hub.
  texts.set(checksumsName, checksumLines([...files, ...[...texts].map(([path, text]) => ({ path, sha256: sha256(text) }))]));
  texts.set(cardName, exportCard(source, { manifest, extension, columns, commands: starts }));
  texts.set(manifestName, `${JSON.stringify(manifest, null, 2)}\n`);
  return { manifest, texts, commands: starts.map(({ command }) => command) };
}

const rowsOf = (files: readonly { readonly rows: number }[]): number => files.reduce((sum, { rows }) => sum + rows, 0);

const dataOf = ({ splits }: WrittenRows) => splits.map(({ name, files }) => ({ name, files: files.map(({ path }) => path) }));

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Of the hashes, sorted, a line each. */
const hashOf = (hashes: ReadonlySet<string>): string => sha256([...hashes].sort().join('\n'));
