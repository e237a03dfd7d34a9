import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { NewEvent } from '../../../src/core/samples/events.ts';
import type { Content } from '../../../src/core/samples/sample.ts';
import { openStore, type Store } from '../../../src/engine/storage/store.ts';
import { generated, version } from '../samples/events.ts';

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

export const started = (run: string, model = 'builtin/extractive'): NewEvent => ({
  type: 'run.started',
  run,
  kind: 'generate',
  method: 'level3',
  model,
  seed: 7,
  planned: 3,
});

export const ended = (run: string): NewEvent => ({ type: 'run.ended', run, outcome: 'done', kept: 1, gated: 2, failed: 3, reason: null });

export function makes(id: string, gate: string | null = null, question?: string): NewEvent {
  const sample = generated(id, version(`${id}-v1`, question));
  return {
    type: 'sample.generated',
    sample: id,
    generated: sample,
    gate: gate === null ? null : { gate: 'exact-duplicate', reason: gate },
  };
}

export const accepts = (sample: string): NewEvent => ({ type: 'sample.accepted', sample });
export const rejects = (sample: string, reason = 'too vague'): NewEvent => ({ type: 'sample.rejected', sample, reason });

export function edits(sample: string, content: Content, to = `${sample}-v2`, parent = `${sample}-v1`): NewEvent {
  return { type: 'sample.edited', sample, version: to, parent, content, evidence: [] };
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
  readonly question: string;
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
