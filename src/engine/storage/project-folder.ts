/** Where storage lies in a project, made ready for writing. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StorageError, storageError } from './errors.ts';
import { syncFolder, writeAtomically } from './files.ts';

/** Of the project's own folder; below it, paths are named with forward slashes. */
export const journalFolder = '.loom/journal';

interface ProjectFolders {
  readonly journal: string;
  readonly locks: string;
  readonly index: string;
}

/** What git is to leave out, and that both sides of a merge of journals are kept. */
const gitFiles = [
  ['.gitignore', 'cache/\nbatch/\n*.torn\n'],
  ['.gitattributes', 'journal/*.jsonl merge=union\n'],
] as const;

/** @throws StorageError when the project cannot be written. */
export function prepareFolders(project: string): ProjectFolders {
  if (!statSync(project, { throwIfNoEntry: false })?.isDirectory()) throw new StorageError(`${project}: there is no such folder`);
  const loom = join(project, '.loom');
  const journal = join(project, journalFolder);
  const cache = join(loom, 'cache');
  const locks = join(cache, 'writers');
  for (const folder of [loom, journal, cache, locks]) makeWritable(folder);
  for (const [name, content] of gitFiles) {
    const path = join(loom, name);
    if (!existsSync(path)) writeAtomically(path, content);
  }
  return { journal, locks, index: join(cache, 'index.sqlite') };
}

function makeWritable(folder: string): void {
  try {
    if (mkdirSync(folder, { recursive: true }) !== undefined) syncFolder(dirname(folder));
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw storageError('cannot be used for the project', folder, error);
  }
}
