import { type Command, Option } from 'commander';
import { sampleStatuses, type SampleStatus } from '../core/samples/sample.ts';
import { UsageError } from '../engine/errors.ts';
import type { EngineArguments } from '../protocol/engine.ts';
import type { Request, Shared } from './command.ts';
import { projectFile } from './project-file.ts';

export interface Filters extends Shared {
  readonly status?: SampleStatus;
  readonly file?: string;
  readonly concept?: string;
  readonly run?: string;
  readonly text?: string;
}

export interface Selection extends Filters {
  readonly all: boolean;
}

export function filtered(sub: Command): Command {
  return sub
    .addOption(new Option('--status <status>', 'only samples of this status').choices(sampleStatuses))
    .option('--file <file>', 'only samples that refer to this file')
    .option('--concept <id>', 'only samples whose set holds this concept')
    .option('--run <id>', 'only samples of this run')
    .option('--text <words>', 'only samples with all of these words');
}

/** For commands that do something with samples: by their ids, or with --all by the filters. */
export function selectable(sub: Command): Command {
  return filtered(sub.argument('[ids...]', 'sample ids')).option('--all', 'all that the filters leave', false);
}

/** What the filters say. @throws UsageError for a file that is not in the corpus and that no sample refers to. */
export async function filterOf(
  { project, status, file: named, concept, run, text }: Filters,
  request: Request,
): Promise<EngineArguments<'samples/list'>['filter']> {
  const file = named === undefined ? undefined : projectFile(project, named);
  if (file !== undefined) await requireFile(file, request);
  return {
    ...(status === undefined ? {} : { status: [status] }),
    ...(file === undefined ? {} : { file }),
    ...(concept === undefined ? {} : { concept }),
    ...(run === undefined ? {} : { run }),
    ...(text === undefined ? {} : { text }),
  };
}

/** Samples may still be listed by the name of a file that is gone; a misspelt one must not pass for a file without any. */
async function requireFile(file: string, request: Request): Promise<void> {
  const { total } = await request('samples/list', { filter: { file }, offset: 0, limit: 1 });
  if (total > 0) return;
  const { files } = await request('corpus/files', {});
  if (!files.some((each) => each.file === file)) throw new UsageError(`there is no file ${file} in the corpus`);
}

/** @returns whether all that the filters leave is meant, and not the ids. @throws UsageError when neither is, or both are. */
export function meansAll(ids: readonly string[], { all }: Selection): boolean {
  if (ids.length > 0 && all) throw new UsageError('give sample ids or --all, not both');
  if (ids.length === 0 && !all) throw new UsageError('give sample ids, or --all with filters');
  return all;
}

/** The ids given, or with --all those the filters leave; pending ones when no status is named. */
export async function selected(ids: readonly string[], options: Selection, request: Request): Promise<string[]> {
  if (!meansAll(ids, options)) return [...ids];
  const filter = await filterOf({ ...options, status: options.status ?? 'pending' }, request);
  return (await request('samples/ids', { filter })).samples;
}
