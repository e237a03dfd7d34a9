import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { badLineProblems } from './bad-lines.ts';
import type { DiskFullError } from './errors.ts';
import { isFullText } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { newerProblems } from './newer-journals.ts';
import { listProblems } from './problems.ts';
import { journalFolder } from './project-folder.ts';
import type { Database } from './sqlite.ts';

const indexFile = '.loom/cache/index.sqlite';

/** All that is wrong with what a project stores, as people read it. `full`: reason that the index stands in memory, if it does. */
export function storageProblems(database: Database, journal: Journal, full: DiskFullError | undefined): CorpusProblem[] {
  const strangers = journal.strangers().map(({ name, stranger }) => ({
    file: `${journalFolder}/${name}`,
    reason: `${stranger}, and is left out: nothing of it is read or changed; put a regular file in its place, or move it away`,
  }));
  const noRoom = full && {
    file: indexFile,
    reason: `until there is room, the project can only be looked at: ${full.message}`,
  };
  const torn = journal.torn().map((name) => ({
    file: `${journalFolder}/${name}`,
    reason:
      'a last line that its writer was stopped in the middle of was set aside here; it was never shown as done. Delete the file when you have seen it',
  }));
  const scan = {
    file: indexFile,
    reason: 'this runtime has no full-text search (FTS5), so text filters scan all samples; Node 22.16 or later has it',
  };
  return [
    ...badLineProblems(database, journalFolder),
    ...listProblems(database),
    ...newerProblems(database, journalFolder),
    ...strangers,
    ...(noRoom === undefined ? [] : [noRoom]),
    ...torn,
    ...(isFullText(database) ? [] : [scan]),
  ];
}
