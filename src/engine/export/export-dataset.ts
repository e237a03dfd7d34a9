/** Writes the accepted samples into a folder that stands by itself: data, card, manifest, checksums, and starts for trainers. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { manifestName } from '../../core/dataset/exported/layout.ts';
import type { Sample } from '../../core/samples/sample.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { readText } from '../files/files.ts';
import { ProjectPath } from '../files/project-path.ts';
import type { ReportProgress } from '../runs/run.ts';
import { inTurns, pauses } from '../slices.ts';
import { titleOf } from '../storage/card-file.ts';
import { hasCode, storageError } from '../storage/errors.ts';
import type { SampleStates } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { describeExport, type Described, sha256 } from './describe.ts';
import { type ExportPlan, planExport } from './export-plan.ts';
import { writeRows } from './export-rows.ts';
import { differingFiles, readManifest } from './rebuilding.ts';
import { type SampleSplits, splitSamples } from './sample-splits.ts';
import { belowProject, removeAbandoned, type WhatStands, standingAt, temporaryName } from './standing.ts';
import { freeProgress } from '../free-progress.ts';

/** Opens the state of a snapshot for the time of `work`. */
type WithState = <T>(snapshot: string, work: (states: SampleStates) => Promise<T>) => Promise<T>;

type ExportedProject = Pick<Workspace, 'folder' | 'settings' | 'store' | 'fileNames'>;

/**
 * Writes an export. Everything is written into a hidden folder inside, and then put in its place: the manifest is the first to go
 * and the last to come, so that a folder that has one is whole. What stands there is replaced when it is as an export wrote it, or
 * when that is asked for.
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
  await writing(query.directory, () => mkdir(query.directory, { recursive: true }));
  const standing = await standingAt(project, query.directory);
  if (standing.foreign.length > 0 && query.replace !== true) throw inTheWay(standing);
  await removeAbandoned(standing.folder, Date.now());
  const temporary = join(standing.folder, temporaryName());
  try {
    const { splits, samples } = await partSamples(project, states, plan, signal, report);
    await writing(standing.folder, () => mkdir(temporary));
    const written = await writing(standing.folder, () => writeRows(temporary, plan, samples, splits, pauses(signal)));
    const { title, card } = await datasetOf(project);
    // Decisions that came in between are half in it.
    const journal = JSON.stringify(states.reach()) === JSON.stringify(reach) ? reach : null;
    const described = describeExport(plan, written, splits, { title, card, made: new Date(), journal });
    await writing(standing.folder, () => putInPlace(project, standing, temporary, described));
    return { folder: standing.folder, described };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const inTheWay = ({ folder, foreign: [first = '', ...others] }: WhatStands): UsageError =>
  new UsageError(
    `${join(folder, first)}${others.length === 0 ? '' : ` and ${others.length} more`} is there already, and no export has written it as it is now; name another folder (--out), or have it replaced (--force)`,
  );

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

async function putInPlace(
  { folder, store }: ExportedProject,
  { folder: out, ours, foreign }: WhatStands,
  temporary: string,
  { manifest, texts }: Described,
): Promise<void> {
  for (const [name, text] of texts) await writeFile(join(temporary, name), text, { flag: 'wx', flush: true });
  const files = [
    ...manifest.files.map(({ path, rows, sha256: digest }) => ({ path, rows, sha256: digest })),
    ...[...texts].map(([path, text]) => ({ path, rows: 0, sha256: sha256(text) })),
  ];
  const { format, template } = manifest.choices;
  const events = await Promise.all(
    files.map(async ({ path, rows, sha256: digest }) => ({
      type: 'dataset.exported' as const,
      file: await belowProject(folder, join(out, path)),
      format: format ?? `template ${template?.name ?? ''}`,
      ...{ rows, sha256: digest },
    })),
  );
  // Known before they are there: a crash in between leaves nothing that would be read as a document.
  store.append(events);
  await rm(join(out, manifestName), { force: true });
  const fresh = new Set(files.map(({ path }) => path));
  for (const name of [...ours, ...foreign]) if (!fresh.has(name)) await rm(join(out, name), { force: true });
  await mkdir(join(out, 'data'), { recursive: true });
  for (const { path } of files) await rename(join(temporary, path), join(out, path));
}

/** What the file system refuses is told of the path that was asked for; what else fails meanwhile, the index, say, is no fault of that path. */
async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw hasCode(error) && 'syscall' in error ? storageError('could not be written', path, error) : error;
  }
}
