/** Folders of storage in a project, made ready for writing. */
import { makeWritable, requireProject, writeNew } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';

/** Of the project's own folder; below it, paths are named with forward slashes. */
export const journalFolder = '.loom/journal';

interface ProjectFolders {
  readonly journal: ProjectPath;
  /** Null for storage that writes nothing. */
  readonly locks: ProjectPath | null;
  readonly index: ProjectPath | null;
  /** Indexes of past states. */
  readonly snapshots: ProjectPath | null;
}

/** Files that tell git what to leave out, and to keep both sides of a merge of journals. */
const gitFiles = [
  ['.gitignore', 'cache/\nbatch/\n*.torn\n'],
  ['.gitattributes', 'journal/*.jsonl merge=union\n'],
] as const;

/** @param looksOnly whether nothing is to be written: what is written to is left out @throws StorageError when the project is not there. */
export function foldersOf(project: string, looksOnly: boolean): ProjectFolders {
  const root = requireProject(project);
  const journal = root.at(journalFolder);
  if (looksOnly) return { journal, locks: null, index: null, snapshots: null };
  const cache = root.at('.loom/cache');
  return { journal, locks: cache.at('writers'), index: cache.at('index.sqlite'), snapshots: cache.at('snapshots') };
}

/** Makes what is not there. @throws StorageError when the project cannot be written. */
export function prepareFolders(project: string): void {
  const { journal, locks } = foldersOf(project, false);
  const loom = journal.parent;
  for (const folder of [loom, journal, locks?.parent, locks]) if (folder) makeWritable(folder);
  for (const [name, content] of gitFiles) writeNew(loom.at(name), content);
}
