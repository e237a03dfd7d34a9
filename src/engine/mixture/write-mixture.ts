/** Writes a mixture of what is there: its data part by part, and what training libraries mix them by. */
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { kindOfSample } from '../../core/planning/mixture/kinds.ts';
import { type MixtureRow, naturalRows } from '../../core/planning/mixture/natural-rows.ts';
import { partsThere } from '../../core/planning/mixture/parts.ts';
import { trainingText } from '../../core/planning/mixture/training-text.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { writeFolder, writing } from '../export/folder.ts';
import { WrittenSplits } from '../export/written-splits.ts';
import { freeProgress } from '../free-progress.ts';
import type { ReportProgress } from '../runs/run.ts';
import { pauses } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import { describeMixture, type DraftPart, type WrittenParts } from './describe.ts';
import { corpusSource, type MeasuredMixture, type MixtureMeasurer } from './measured.ts';
import { openTexts, textsOf } from './named-sources.ts';
import { outlineMixture, type PlannedMixture } from './plan.ts';

type WrittenMixture = EngineResult<'mixture/write'>;

/** Rows of a data file: some hundred megabytes at most. */
const shardRows = 100_000;
const reportedEvery = 1000;

/**
 * Writes the mixture as JSON lines, that of files from elsewhere too; text that was only counted elsewhere stays there.
 * @throws UsageError when nothing of it is there, or something else stands in the folder; StorageError when that cannot be written
 */
export async function writeMixture(
  workspace: Workspace,
  measurer: MixtureMeasurer,
  { directory, replace = false, seed = 1, ...query }: EngineArguments<'mixture/write'>,
  signal: AbortSignal,
  report: ReportProgress,
): Promise<WrittenMixture> {
  const planned = await outlineMixture(workspace, measurer, query, signal);
  const drafts = draftsOf(planned);
  if (drafts.length === 0)
    throw new UsageError('nothing of the mixture is there yet: make its samples first (loom plan mixture tells which)');
  const { folder, made } = await writeFolder(workspace, { directory, replace }, async (temporary) => {
    const data = await writing(directory, () => writeParts(workspace, temporary, drafts, planned.measured, signal, report));
    const described = describeMixture(workspace, planned, drafts, data, seed);
    const files = described.manifest.parts.flatMap((part) => part.files);
    return { content: { files, texts: described.texts, format: 'mixture' }, made: described };
  });
  const { parts, lacking, leftOut, budget } = made.manifest;
  const names = [...parts.flatMap(({ files }) => files.map(({ path }) => path)), ...made.texts.keys()];
  return {
    ...{ folder, budget, lacking, leftOut },
    files: names.map((name) => join(folder, name)),
    parts: parts.map(({ name, kind, tokens, weight, probability, rows, epochs }) => ({
      name,
      kind,
      tokens,
      weight,
      probability,
      rows,
      epochs,
    })),
    notes: [...made.notes],
  };
}

/** Parts of which there is a text. */
const draftsOf = ({ outline, measured }: PlannedMixture): DraftPart[] =>
  partsThere(outline).map(({ epochs, ...part }) => ({
    ...part,
    epochs: Number(epochs.toFixed(6)),
    from: part.kind === 'natural' ? fromOf(part.name, measured) : 'samples',
  }));

function fromOf(name: string, { named }: MeasuredMixture): DraftPart['from'] {
  if (name === corpusSource) return 'corpus';
  const file = named.find((source) => source.name === name)?.file ?? null;
  return file === null ? null : { file: basename(file.path), field: file.field };
}

async function writeParts(
  workspace: Workspace,
  folder: string,
  drafts: readonly DraftPart[],
  { named }: MeasuredMixture,
  signal: AbortSignal,
  report: ReportProgress,
): Promise<WrittenParts> {
  const pause = pauses(signal);
  const own = new Set(drafts.filter(({ from }) => from !== null).map(({ name }) => name));
  const written = new WrittenSplits(folder, 'jsonl', [...own], shardRows);
  const left = new Map<string, number>();
  const run = randomUUID();
  const total = drafts.reduce((sum, { name, rows }) => sum + (own.has(name) ? (rows ?? 0) : 0), 0);
  let done = 0;
  const write = async (part: string, { text, source }: MixtureRow): Promise<void> => {
    await pause();
    await written.write(part, [{ text, source }]);
    if (++done % reportedEvery === 0)
      report({ run, label: 'Writing the mixture', done, total: Math.max(total, done), kept: done, ...freeProgress });
  };
  try {
    if (own.has(corpusSource)) for (const row of naturalRows(await workspace.keptPassages())) await write(corpusSource, row);
    for (const { name, file } of named) {
      if (file === null || !own.has(name)) continue;
      let row = 0;
      for await (const { text } of textsOf(await openTexts(workspace.folder, file.path), file.field, signal))
        if (text !== null) await write(name, { text, source: `${basename(file.path)}#${++row}` });
    }
    for (const sample of workspace.store.samplesInStatus('accepted')) {
      const kind = kindOfSample(sample);
      const made = trainingText(sample.current.content);
      if ('text' in made && own.has(kind)) await write(kind, { text: made.text, source: sample.id });
      else {
        const reason = 'leftOut' in made ? made.leftOut : `${kind} has no share`;
        left.set(reason, (left.get(reason) ?? 0) + 1);
      }
    }
    const ended = await written.end();
    if (done >= reportedEvery) report({ run, label: 'Writing the mixture', done, total: done, kept: done, ...freeProgress });
    return {
      files: new Map([...ended].map(([name, { files }]) => [name, files])),
      leftOut: [...left].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
    };
  } catch (error) {
    written.abandon();
    throw error;
  }
}
