import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../../src/engine/storage/store.ts';

/** An empty folder that goes when the test ends. */
export function newProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'storage-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export function open(folder: string, by = 'ada', dataset = 'dataset'): Store {
  return openStore(folder, { by, dataset });
}

/** Opens a store for the time of `work`. */
export function using<T>(folder: string, work: (store: Store) => T, by = 'ada', dataset = 'dataset'): T {
  const store = open(folder, by, dataset);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

const files = (folder: string, extension: string) =>
  folderExists(folder) ? readdirSync(folder).filter((name) => name.endsWith(extension)) : [];

function folderExists(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

export const journalFiles = (project: string): string[] =>
  files(join(project, '.loom/journal'), '.jsonl').map((name) => join(project, '.loom/journal', name));

export interface ShardRow {
  readonly id: string;
  /** Null in a row of a shape without one, which has a title. */
  readonly question: string | null;
  readonly title: string | null;
  readonly answer: string;
}

/** Every row of the dataset's shards, in the order of the files. */
export function rowsOnDisk(project: string, folder: 'data' | 'rejected' = 'data'): ShardRow[] {
  return files(join(project, 'dataset', folder), '.jsonl')
    .sort()
    .flatMap((name) => readFileSync(join(project, 'dataset', folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ShardRow);
}

export const shard = (project: string, name: string): string => join(project, 'dataset', name);
