/** The storage of one project: journal, index and dataset folder behind one synchronous API. */
import type { Store, StoreOptions } from './contract.ts';
import { ProjectStore } from './project-store.ts';
import { requireSqlite } from './sqlite.ts';

export type { Changing } from './changing-map.ts';
export type { PastReading, PastSampleStates, SampleStates, Stepwise, Store } from './contract.ts';
export type { Extractions } from './extractions.ts';
export type { StatusCounts } from './facets.ts';
export type { StoredRun, RunJobs, RunPlan } from './run-queries.ts';
export type { StoredSnapshot } from './snapshot-rows.ts';
export type { StoreFilter } from './filter-conditions.ts';
export type { Page } from './sample-queries.ts';

/**
 * Opens the storage of a project, and heals what a crash, another process, git or an editor has left.
 * @throws StorageError when the folder cannot be used, or this runtime lacks SQLite.
 */
export function openStore(folder: string, options: StoreOptions): Store {
  requireSqlite();
  return new ProjectStore(folder, options);
}
