import { randomUUID } from 'node:crypto';
import { besideNames, isDataFileName } from '../../core/dataset/exported/layout.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import type { ReportProgress } from '../runs/run.ts';
import { type ExportedFolder, openExportedFolder } from './exported-folder.ts';
import { defaultHub, HubRepository, type RemoteFile } from './hub.ts';
import { freeProgress } from '../free-progress.ts';

type PublishPlan = EngineResult<'publish/plan'>;
type PublishTarget = EngineArguments<'publish/plan'>;

interface Planned {
  readonly plan: PublishPlan;
  readonly folder: ExportedFolder;
  readonly repository: HubRepository;
}

/** What publishing would send and change. @throws UsageError for a folder that is no whole export, and for what the Hub refuses */
export async function planPublication(environment: NodeJS.ProcessEnv, target: PublishTarget, signal: AbortSignal): Promise<PublishPlan> {
  return (await planned(environment, target, signal)).plan;
}

/**
 * Sends what is new or changed, in one commit: who loads the dataset meanwhile gets it as it was or as it is. Data files of an export
 * before go, since they would be read with the new ones; whatever else stands there stays.
 * @throws UsageError as above, and without a token; the signal's reason once it is aborted
 */
export async function publishDataset(
  environment: NodeJS.ProcessEnv,
  { private: isPrivate, message, ...target }: EngineArguments<'publish'>,
  signal: AbortSignal,
  report: ReportProgress,
): Promise<EngineResult<'publish'>> {
  if (target.token === undefined) throw new UsageError('to publish, a token of the Hub with write access is needed: set HF_TOKEN');
  const { plan, folder, repository } = await planned(environment, target, signal);
  const sent = plan.files.filter(({ change }) => change !== 'same');
  if (sent.length === 0 && plan.removed.length === 0) return { ...plan, commit: null };
  const state = { run: randomUUID(), label: 'Publishing', total: sent.length, ...freeProgress };
  report({ ...state, done: 0, kept: 0 });
  try {
    if (!plan.isThere) await repository.create(isPrivate);
    const files = await Promise.all(sent.map(async ({ path }) => ({ path, content: await folder.blob(path) })));
    const { dataset, rows } = folder.manifest;
    const commit = await repository.commit(message ?? `${dataset}: ${rows} rows`, files, plan.removed);
    return { ...plan, commit };
  } finally {
    report({ ...state, done: sent.length, kept: sent.length });
  }
}

async function planned(environment: NodeJS.ProcessEnv, target: PublishTarget, signal: AbortSignal): Promise<Planned> {
  const { directory, repository: name, branch = 'main', token } = target;
  const folder = await openExportedFolder(directory);
  const url = (environment.HF_ENDPOINT ?? defaultHub).replace(/\/+$/, '');
  const repository = new HubRepository(name, branch, { url, token, signal });
  const user = await repository.user();
  const remote = await repository.files();
  const { manifest } = folder;
  const byPath = new Map(remote?.map((file) => [file.path, file]));
  const files = await Promise.all(
    folder.files.map(async ({ path, bytes, sha256 }) => {
      const there = byPath.get(path);
      const change = there === undefined ? 'new' : (await isSame(there, sha256, folder)) ? 'same' : 'changed';
      return { path, bytes, change } as const;
    }),
  );
  const local = new Set(files.map(({ path }) => path));
  const stale = (remote ?? []).map(({ path }) => path).filter((path) => !local.has(path) && isOfAnExport(path));
  return {
    plan: {
      ...{ repository: name, url: repository.url, isThere: remote !== null, user, files, removed: stale },
      kept: (remote ?? []).filter(({ path }) => !local.has(path)).length - stale.length,
      bytes: files.reduce((sum, { bytes, change }) => sum + (change === 'same' ? 0 : bytes), 0),
      ...{ rows: manifest.rows, license: manifest.license },
    },
    folder,
    repository,
  };
}

async function isSame({ path, sha256, gitHash }: RemoteFile, local: string, folder: ExportedFolder): Promise<boolean> {
  return sha256 === null ? gitHash === (await folder.gitHash(path)) : sha256 === local;
}

/** Tells whether a file of the repository is one that an export writes. */
const isOfAnExport = (path: string): boolean =>
  besideNames.includes(path) || (path.startsWith('data/') && isDataFileName(path.slice('data/'.length)));
