import { randomBytes } from 'node:crypto';
import { lstat, readdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { besideNames, isDataFileName } from '../../core/dataset/exported/layout.ts';
import { loomFolder } from '../config.ts';
import { isBelow } from '../corpus/below.ts';
import { corpusFiles } from '../corpus/read-corpus.ts';
import { UsageError } from '../errors.ts';
import { hasCode } from '../storage/errors.ts';
import type { Workspace } from '../workspace.ts';
import { digestOf } from './digest.ts';

export type Exporting = Pick<Workspace, 'folder' | 'settings' | 'store'>;

/** What stands where an export would write. */
export interface WhatStands {
  /** Links resolved, where the folder is there. */
  readonly folder: string;
  /** Files, from that folder, that are as an export wrote them. */
  readonly ours: readonly string[];
  /** Those that are in the way and that no export has written as they are now. */
  readonly foreign: readonly string[];
}

const half = /^\.export-[0-9a-f]{12}\.tmp$/;
/** Milliseconds after which nobody writes into a folder that an export was killed in. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/** A new folder's name for what an export has written so far: hidden, so that nobody reads it. */
export const temporaryName = (): string => `.export-${randomBytes(6).toString('hex')}.tmp`;

/**
 * Looks at the files that an export would replace, or that would be read as its own.
 * @throws UsageError when a document of the corpus stands there, which no export replaces
 */
export async function standingAt({ folder, settings, store }: Exporting, directory: string): Promise<WhatStands> {
  await refuseReserved({ folder, settings }, directory);
  const out = (await realpath(directory).catch(unlessMissing)) ?? directory;
  const data = (await namesIn(join(out, 'data'))).filter(isDataFileName).map((name) => `data/${name}`);
  const beside = (await namesIn(out)).filter((name) => besideNames.includes(name));
  const found = [...data, ...beside];
  const documents = new Set(found.length === 0 ? [] : (await corpusFiles(folder, settings, store.exportedFiles())).files);
  const ours: string[] = [];
  const foreign: string[] = [];
  for (const name of found) {
    const path = join(out, name);
    const below = await belowProject(folder, path);
    if (below !== null && documents.has(below))
      throw new UsageError(`${below} is a document of the corpus, which no export replaces; name another folder`);
    const isOurs = (await lstat(path)).isFile() && store.isExport(await digestOf(path));
    (isOurs ? ours : foreign).push(name);
  }
  return { folder: out, ours, foreign };
}

/** @throws UsageError for the project's own folder, and for what in it is the program's: no export has these to itself */
async function refuseReserved({ folder, settings }: Pick<Exporting, 'folder' | 'settings'>, directory: string): Promise<void> {
  const real = await realPlace(resolve(directory));
  const root = await realpath(folder);
  if (real === root)
    throw new UsageError(`${directory} is the project’s own folder, and an export needs one to itself; name another (--out)`);
  const taken = [loomFolder, '.git', settings.dataset].find((name) => real === join(root, name) || isBelow(join(root, name), real));
  if (taken !== undefined) throw new UsageError(`${directory} is part of ${taken}, which no export replaces; name another folder (--out)`);
}

/** A path without its links, also where nothing is there yet. */
async function realPlace(path: string): Promise<string> {
  const real = await realpath(path).catch(unlessMissing);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return join(await realPlace(dirname(path)), basename(path));
}

/** Removes what exports that were killed have left behind. */
export async function removeAbandoned(folder: string, now: number): Promise<void> {
  for (const name of (await namesIn(folder)).filter((each) => half.test(each))) {
    const path = join(folder, name);
    const stats = await lstat(path).catch(unlessMissing);
    if (stats !== undefined && now - stats.mtimeMs > abandonedAfter) await rm(path, { recursive: true, force: true });
  }
}

/** As the corpus names its files; null for a file outside the project. */
export async function belowProject(folder: string, file: string): Promise<string | null> {
  const root = await realpath(folder);
  return isBelow(root, file) ? relative(root, file).replaceAll(sep, '/') : null;
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(unlessMissing)) ?? [];
}

function unlessMissing(error: unknown): undefined {
  if (hasCode(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
  throw error;
}
