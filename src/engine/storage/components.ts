import type { NewEvent } from '../../core/samples/events.ts';
import { keptTexts, type KeptTexts } from './kept-texts.ts';
import { stampOf } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { DatasetFolder } from './dataset-folder.ts';
import { openIndex } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { JournalIndex } from './journal-index.ts';
import { parsedFileCache, type ParsedFileCache } from './parsed-files.ts';
import { RunQueries } from './run-queries.ts';
import { SampleQueries } from './sample-queries.ts';
import { sketchTable, type SketchTable } from './sketches.ts';
import { hasFullText, type Database } from './sqlite.ts';

/** All that stands on the index; made anew together when the index is. */
export interface Components {
  readonly database: Database;
  /** Tells whether the file at the index's path is still this one. */
  readonly inode: string | undefined;
  readonly index: JournalIndex;
  readonly samples: SampleQueries;
  readonly runs: RunQueries;
  readonly dataset: DatasetFolder;
  readonly parsed: ParsedFileCache;
  readonly sketches: SketchTable;
  readonly texts: KeptTexts;
}

export interface ComponentOptions {
  readonly project: string;
  readonly dataset: string;
  /** Null for one in memory. */
  readonly indexPath: ProjectPath | null;
  readonly journal: Journal;
  readonly record: (events: readonly NewEvent[]) => void;
}

/** `damaged`: inode of an index that is not to be opened again. */
export function openComponents({ project, dataset, indexPath, journal, record }: ComponentOptions, damaged?: string): Components {
  const database = openIndex(indexPath, { fullText: hasFullText(), ...(damaged === undefined ? {} : { damaged }) });
  try {
    const folder = new DatasetFolder({ project, dataset, database, journal, record });
    if (indexPath !== null) folder.open();
    return {
      database,
      inode: indexPath === null ? undefined : stampOf(indexPath)?.inode,
      index: new JournalIndex(database, journal),
      samples: new SampleQueries(database, journal),
      runs: new RunQueries(database, journal),
      dataset: folder,
      parsed: parsedFileCache(database),
      sketches: sketchTable(database),
      texts: keptTexts(database),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
