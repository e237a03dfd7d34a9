/** Writes the accepted samples into a folder that stands by itself: data, card, manifest, checksums, and starts for trainers. */
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Sample } from '../../core/samples/sample.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { readText } from '../files/files.ts';
import { ProjectPath } from '../files/project-path.ts';
import type { ReportProgress } from '../runs/run.ts';
import { inTurns, pauses } from '../slices.ts';
import { titleOf } from '../storage/card-file.ts';
import type { SampleStates } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { describeExport, type Described } from './describe.ts';
import { type ExportPlan, planExport } from './export-plan.ts';
import { writeRows } from './export-rows.ts';
import { writeFolder, writing } from './folder.ts';
import { differingFiles, readManifest } from './rebuilding.ts';
import { type SampleSplits, splitSamples } from './sample-splits.ts';
import { standingAt } from './standing.ts';
import { freeProgress } from '../free-progress.ts';

/** Opens the state of a snapshot for the time of `work`. */
type WithState = <T>(snapshot: string, work: (states: SampleStates) => Promise<T>) => Promise<T>;

type ExportedProject = Pick<Workspace, 'folder' | 'settings' | 'store' | 'fileNames'>;

/**
 * Writes an export, whole or not at all (`folder.ts`). What stands there is replaced when it is as an export wrote it, or when that is
 * asked for.
 * @throws UsageError when something else stands there, or what was chosen cannot be; StorageError when the folder cannot be written;
 * the signal's reason once it is aborted: what stood there stays
 */
export async function exportDataset(
  project: ExportedProject,
  query: EngineArguments<'export'>,
  signal: AbortSignal,
  report: ReportProgress,
  withState: WithState = (_, work) => work(project.store),
): Promise<EngineResult<'export'>> {
  const { manifest: path, snapshot } = query;
  if (path !== undefined) return rebuildDataset(project, { ...query, manifest: path }, signal, report);
  const written = (states: SampleStates) => writeExport(project, states, query, signal, report);
  const manifest = await (snapshot === undefined ? written(project.store) : withState(snapshot, written));
  return told(manifest, null);
}

/** Makes an export again, of the samples that its manifest tells and with its choices. @throws UsageError where it does not say enough */
async function rebuildDataset(
  project: ExportedProject,
  { manifest: file, directory, replace, ...others }: EngineArguments<'export'> & { readonly manifest: string },
  signal: AbortSignal,
  report: ReportProgress,
): Promise<EngineResult<'export'>> {
  const given: readonly unknown[] = Object.values(others);
  if (given.some((each) => each !== undefined)) throw new UsageError('a manifest says everything itself: leave the other choices out');
  const wanted = await readManifest(file, 'name the manifest.json of an export');
  if (wanted.journal === null)
    throw new UsageError(`${file}: samples were decided on while that export was written, so that it cannot be made again`);
  const { template, ...choices } = wanted.choices;
  const query = { ...choices, directory, replace, ...(template === undefined ? {} : { template: template.name }) };
  const made = await project.store.withPast({ name: `export of ${wanted.made}`, files: wanted.journal }, async (past) => {
    await inTurns(past.read(), pauses(signal));
    return writeExport(project, past, query, signal, report, (plan) => {
      const { template: found } = plan.choices;
      if (found?.sha256 !== template?.sha256) throw new UsageError(`${file}: the template “${found?.name ?? ''}” has changed since`);
    });
  });
  return told(made, differingFiles(wanted, made.described.manifest));
}

interface WrittenExport {
  readonly folder: string;
  readonly described: Described;
}

function told({ folder, described }: WrittenExport, differing: string[] | null): EngineResult<'export'> {
  const { rows, leftOut, files, splits, license } = described.manifest;
  return {
    ...{ rows, leftOut, splits, commands: [...described.commands], license, folder, differing },
    files: files.map(({ path }) => join(folder, path)),
  };
}

/** @param check is told what was planned before anything is written */
async function writeExport(
  project: ExportedProject,
  states: SampleStates,
  query: EngineArguments<'export'>,
  signal: AbortSignal,
  report: ReportProgress,
  check: (plan: ExportPlan) => void = () => undefined,
): Promise<WrittenExport> {
  const plan = await planExport(project, states, query);
  check(plan);
  const reach = states.reach();
  const { directory, replace = false } = query;
  const { folder, made } = await writeFolder(project, { directory, replace }, async (temporary) => {
    const { splits, samples } = await partSamples(project, states, plan, signal, report);
    const written = await writing(directory, () => writeRows(temporary, plan, samples, splits, pauses(signal)));
    const { title, card } = await datasetOf(project);
    // Decisions that came in between are half in it.
    const journal = JSON.stringify(states.reach()) === JSON.stringify(reach) ? reach : null;
    const described = describeExport(plan, written, splits, { title, card, made: new Date(), journal });
    const { files, choices } = described.manifest;
    const format = choices.format ?? `template ${choices.template?.name ?? ''}`;
    return { content: { files, texts: described.texts, format }, made: described };
  });
  return { folder, described: made };
}

/** What stands where an export would write. @throws UsageError when a document of the corpus does */
export async function exportTarget(
  project: ExportedProject,
  { directory }: EngineArguments<'export/target'>,
): Promise<EngineResult<'export/target'>> {
  const { folder, foreign } = await standingAt(project, directory);
  return { folder, foreign: [...foreign], replaces: foreign.length > 0 };
}

/** The accepted samples, told of as they go by, and their sides. */
async function partSamples(
  project: ExportedProject,
  states: SampleStates,
  { choices, splits: shares, rowsOf }: ExportPlan,
  signal: AbortSignal,
  report: ReportProgress,
): Promise<{ splits: SampleSplits | null; samples: Iterable<Sample> }> {
  const total = states.counts.accepted;
  const run = randomUUID();
  const told = (label: string) =>
    function* () {
      let done = 0;
      for (const sample of states.samplesInStatus('accepted')) {
        if (++done % reportedEvery === 0) report({ run, label, done, total: Math.max(total, done), kept: done, ...freeProgress });
        yield sample;
      }
      // Said to be over, so that whoever shows it takes it away.
      if (done >= reportedEvery) report({ run, label, done, total: done, kept: done, ...freeProgress });
    };
  const samples = told('Exporting')();
  if (choices.splits === undefined) return { splits: null, samples };
  const { seed, similarity } = choices;
  const withRows = told('Splitting')().filter((sample) => 'rows' in rowsOf(sample));
  const names = new Map([...(await project.fileNames())].flatMap(([now, all]) => all.map((name) => [name, now] as const)));
  const splits = await splitSamples(withRows, states, names, { shares, seed, similarity: similarity! }, pauses(signal));
  return { splits, samples };
}

/** Samples between two reports. */
const reportedEvery = 1000;

async function datasetOf({ folder, settings }: ExportedProject): Promise<{ title: string; card: string | undefined }> {
  const card = await readText(ProjectPath.of(folder).at(settings.dataset, 'README.md'));
  return { title: settings.name === basename(folder) ? titleOf(folder) : settings.name, card };
}
