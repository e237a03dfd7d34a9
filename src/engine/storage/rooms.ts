import type { NewEvent } from '../../core/samples/events.ts';
import { DatasetFolder } from './dataset-folder.ts';
import { openIndex } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { JournalIndex } from './journal-index.ts';
import { parsedFileCache, type ParsedFileCache } from './parsed-files.ts';
import { journalFolder } from './project-folder.ts';
import { RunQueries } from './run-queries.ts';
import { SampleQueries } from './sample-queries.ts';
import type { Database } from './sqlite.ts';

/** All that stands on the index; made anew together when the index is. */
export interface Rooms {
  readonly database: Database;
  readonly index: JournalIndex;
  readonly samples: SampleQueries;
  readonly runs: RunQueries;
  readonly dataset: DatasetFolder;
  readonly parsed: ParsedFileCache;
}

export interface RoomOptions {
  readonly project: string;
  readonly dataset: string;
  readonly indexPath: string;
  readonly journal: Journal;
  readonly record: (events: readonly NewEvent[]) => void;
  readonly newId: () => string;
}

export function openRooms({ project, dataset, indexPath, journal, record, newId }: RoomOptions): Rooms {
  const database = openIndex(indexPath);
  try {
    const folder = new DatasetFolder({ project, dataset, database, journal, record, newId });
    folder.open();
    return {
      database,
      index: new JournalIndex(database, journal, journalFolder),
      samples: new SampleQueries(database, journal),
      runs: new RunQueries(database, journal),
      dataset: folder,
      parsed: parsedFileCache(database),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
