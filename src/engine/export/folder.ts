/** A folder of data that is written whole: into a hidden folder inside, and then put in its place. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifestNames } from '../../core/dataset/exported/layout.ts';
import { UsageError } from '../errors.ts';
import { hasCode, storageError } from '../storage/errors.ts';
import { sha256 } from './describe.ts';
import { belowProject, type Exporting, removeAbandoned, type WhatStands, standingAt, temporaryName } from './standing.ts';

/** What stands in the hidden folder, and the texts that are to stand beside it. */
export interface FolderContent {
  readonly files: readonly { readonly path: string; readonly rows: number; readonly sha256: string }[];
  /** Texts by their names in the folder; the manifest is the last. */
  readonly texts: ReadonlyMap<string, string>;
  /** Form of the rows, for the journal. */
  readonly format: string;
}

/**
 * Writes a folder. A manifest is the first to go and the last to come, so that a folder that has one is whole. What stands there is
 * replaced when it is as we wrote it, or when that is asked for.
 * @param make writes data into the hidden folder that it is given
 * @throws UsageError when something else stands there; StorageError when the folder cannot be written; what `make` throws: what stood there stays
 */
export async function writeFolder<T>(
  project: Exporting,
  { directory, replace }: { readonly directory: string; readonly replace: boolean },
  make: (temporary: string) => Promise<{ readonly content: FolderContent; readonly made: T }>,
): Promise<{ readonly folder: string; readonly made: T }> {
  await writing(directory, () => makeFolders(directory));
  const standing = await standingAt(project, directory);
  if (standing.foreign.length > 0 && !replace) throw inTheWay(standing);
  await removeAbandoned(standing.folder, Date.now());
  const temporary = join(standing.folder, temporaryName());
  try {
    await writing(standing.folder, () => mkdir(temporary));
    const { content, made } = await make(temporary);
    await writing(standing.folder, () => putInPlace(project, standing, temporary, content));
    return { folder: standing.folder, made };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Makes a folder and those above it. Node's own way never ends where a file system refuses a folder as if the one above were missing,
 * as /proc does.
 */
async function makeFolders(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const above = dirname(folder);
    if (hasCode(error) && error.code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (!hasCode(error) || error.code !== 'ENOENT' || above === folder || existsSync(above)) throw error;
    await makeFolders(above);
    await mkdir(folder);
  }
}

const inTheWay = ({ folder, foreign: [first = '', ...others] }: WhatStands): UsageError =>
  new UsageError(
    `${join(folder, first)}${others.length === 0 ? '' : ` and ${others.length} more`} is there already, and no export has written it as it is now; name another folder (--out), or have it replaced (--force)`,
  );

async function putInPlace(
  { folder, store }: Exporting,
  { folder: out, ours, foreign }: WhatStands,
  temporary: string,
  { files: data, texts, format }: FolderContent,
): Promise<void> {
  for (const [name, text] of texts) await writeFile(join(temporary, name), text, { flag: 'wx', flush: true });
  const files = [...data, ...[...texts].map(([path, text]) => ({ path, rows: 0, sha256: sha256(text) }))];
  const events = await Promise.all(
    files.map(async ({ path, rows, sha256: digest }) => ({
      type: 'dataset.exported' as const,
      file: await belowProject(folder, join(out, path)),
      ...{ format, rows, sha256: digest },
    })),
  );
  // Known before they are there: a crash in between leaves nothing that would be read as a document.
  store.append(events);
  for (const name of manifestNames) await rm(join(out, name), { force: true });
  const fresh = new Set(files.map(({ path }) => path));
  for (const name of [...ours, ...foreign]) if (!fresh.has(name)) await rm(join(out, name), { force: true });
  await mkdir(join(out, 'data'), { recursive: true });
  for (const { path } of files) await rename(join(temporary, path), join(out, path));
}

/** What the file system refuses is told of the path that was asked for; what else fails meanwhile, the index, say, is no fault of that path. */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw hasCode(error) && 'syscall' in error ? storageError('could not be written', path, error) : error;
  }
}
