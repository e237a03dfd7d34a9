/** The storage of one project: journal, index and dataset folder behind one synchronous face. */
import { randomUUID } from 'node:crypto';
import type { Extraction } from '../../core/concepts/extraction.ts';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { datasetRow, type DatasetRow } from '../../core/dataset/row.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import { journalEvent, type JournalEvent, type NewEvent } from '../../core/samples/events.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { actionToRedo, actionToUndo } from './action-rows.ts';
import { describedAction, duplicateOf, sampleCountsByConcept, sampleCountsByFile } from './counts.ts';
import { StaleIndexError, StorageError } from './errors.ts';
import { EventIds } from './event-ids.ts';
import { countsOf, facetName, type StatusCounts } from './facets.ts';
import { isFullText, meta, removeIndex } from './index-schema.ts';
import { Journal } from './journal.ts';
import type { ParsedFileCache } from './parsed-files.ts';
import { listProblems } from './problems.ts';
import { journalFolder, prepareFolders } from './project-folder.ts';
import { openRooms, type RoomOptions, type Rooms } from './rooms.ts';
import type { Run } from './run-queries.ts';
import type { Page, SampleFilter, SamplePage } from './sample-queries.ts';
import { isCorrupt, requireSqlite } from './sqlite.ts';

export interface StoreOptions {
  /** Who decides, as the journal will name them. */
  readonly by: string;
  /** The dataset's folder, relative to the project's. */
  readonly dataset: string;
  readonly now?: () => Date;
}

export interface Decided {
  /** Ids of the samples that changed; none when there was nothing to take back or restore. */
  readonly changed: string[];
  /** What was taken back or restored, in words; null when nothing was. */
  readonly what: string | null;
}

export interface Store {
  /** What was found torn, invalid or wrongly edited, and what could not be written. */
  readonly problems: CorpusProblem[];
  /** Rises with every change of what this store answers. */
  readonly revision: number;
  /** Rises with every extraction. */
  readonly extractionRevision: number;
  /**
   * Records what happened as one action, or as part of one begun before. Durable, indexed and, for decisions, written to
   * the dataset folder on return: for many events in a row use one call.
   * @throws StorageError when nothing was recorded, or when it was but index or dataset folder could not follow (it says
   *   so, and they follow with the next change).
   */
  append(events: readonly NewEvent[], options?: { readonly action?: string }): JournalEvent[];
  /** Takes in what other processes, git and editors have changed. @returns whether anything has since the last look. */
  catchUp(): boolean;
  /** The latest extraction by a model of each passage, by the passage's hash. */
  extractions(model: string): Map<string, Extraction>;
  /** Why a model failed on passages it has not succeeded on since, by the passage's hash. */
  extractionFailures(model: string): Map<string, string>;
  sample(id: string): Sample | undefined;
  /** Oldest first. */
  samples(filter: SampleFilter, page: Page): SamplePage;
  sampleIds(filter: SampleFilter): string[];
  countsByFile(): Map<string, StatusCounts>;
  /** Samples whose concept set holds a topic or concept, by its id (`t:…`, `c:…`). */
  countsByConcept(): Map<string, number>;
  /** A pending or accepted sample that asks the same but for case, white space and compatibility forms. */
  findExactDuplicate(question: string): string | undefined;
  prompt(hash: string): ChatMessage[] | undefined;
  /** Newest first. */
  runs(): Run[];
  undo(): Decided;
  redo(): Decided;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  dataset(): { folder: string; rows: number; shards: number };
  /** Every accepted sample as a row, oldest first, read as it is asked for. */
  acceptedRows(): Iterable<DatasetRow>;
  readonly parsedFiles: ParsedFileCache;
  close(): void;
}

/**
 * Opens the storage of a project, and heals what a crash, another process, git or an editor has left.
 * @throws StorageError when the folder cannot be used, or this runtime lacks SQLite.
 */
export function openStore(folder: string, options: StoreOptions): Store {
  requireSqlite();
  return new ProjectStore(folder, options);
}

class ProjectStore implements Store {
  readonly #options: StoreOptions;
  readonly #journal: Journal;
  readonly #ids = new EventIds();
  readonly #roomOptions: RoomOptions;
  #rooms: Rooms;
  #seen = 0;
  readonly parsedFiles: ParsedFileCache;

  constructor(project: string, options: StoreOptions) {
    this.#options = options;
    const { journal, locks, index } = prepareFolders(project);
    this.#journal = new Journal(journal, locks);
    this.#roomOptions = {
      project,
      dataset: options.dataset,
      indexPath: index,
      journal: this.#journal,
      record: (events) => {
        this.#write(this.#stamp(events));
        this.#rooms.index.catchUp();
      },
      newId: () => this.#ids.next(this.#now().getTime()),
    };
    this.#rooms = openRooms(this.#roomOptions);
    this.parsedFiles = {
      get: (file, stamp) => this.#healing(({ parsed }) => parsed.get(file, stamp)),
      set: (file, stamp, value) => {
        this.#healing(({ parsed }) => {
          parsed.set(file, stamp, value);
        });
      },
    };
    try {
      this.catchUp();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  /** Does the work again with a new index when the one there is damaged or no longer fits the journal. */
  #healing<T>(work: (rooms: Rooms) => T): T {
    try {
      return work(this.#rooms);
    } catch (error) {
      if (error instanceof StaleIndexError) this.#rooms.index.rebuild();
      else if (isCorrupt(error)) this.#replaceIndex();
      else throw error;
      this.#rooms.dataset.sync();
      return work(this.#rooms);
    }
  }

  #replaceIndex(): void {
    this.#rooms.database.close();
    removeIndex(this.#roomOptions.indexPath);
    this.#rooms = openRooms({ ...this.#roomOptions });
    this.#rooms.index.catchUp();
  }

  get problems(): CorpusProblem[] {
    const torn = this.#journal.torn().map((name) => ({
      file: `${journalFolder}/${name}`,
      reason:
        'a last line that its writer was stopped in the middle of was set aside here; it was never shown as done. Delete the file when you have seen it',
    }));
    const scan = {
      file: '.loom/cache/index.sqlite',
      reason: 'this runtime has no full-text search (FTS5), so text filters scan all samples; Node 22.16 or later has it',
    };
    return this.#healing(({ database }) => [...listProblems(database), ...torn, ...(isFullText(database) ? [] : [scan])]);
  }

  get revision(): number {
    return this.#healing(({ database }) => meta(database, 'revision'));
  }

  get extractionRevision(): number {
    return this.#healing(({ database }) => meta(database, 'extractions'));
  }

  catchUp(): boolean {
    this.#healing(({ index }) => {
      index.catchUp();
    });
    // What cannot be written is among the problems; it keeps nobody from looking.
    this.#healing(({ dataset }) => dataset.sync());
    return this.#look();
  }

  #look(): boolean {
    const before = this.#seen;
    this.#seen = this.revision;
    return this.#seen !== before;
  }

  append(events: readonly NewEvent[], { action }: { readonly action?: string } = {}): JournalEvent[] {
    if (events.length === 0) return [];
    this.#healing(({ index }) => {
      index.catchUp();
    });
    const stamped = this.#stamp(events, action);
    this.#write(stamped);
    const failure = this.#following(() =>
      this.#healing(({ index, dataset }) => {
        index.catchUp();
        return dataset.flush();
      }),
    );
    this.#look();
    if (failure)
      throw new StorageError(`recorded in the journal, but the dataset folder is not up to date: ${failure.message}`, { cause: failure });
    return stamped;
  }

  #stamp(events: readonly NewEvent[], action: string = randomUUID()): JournalEvent[] {
    const last = this.#rooms.database.get('SELECT max(id) AS id FROM events')?.id;
    if (typeof last === 'string') this.#ids.observe(last);
    const now = this.#now();
    const stamp = { at: now.toISOString(), by: this.#options.by, action };
    return events.map((event) => journalEvent.parse({ id: this.#ids.next(now.getTime()), ...stamp, ...event }));
  }

  #write(events: readonly JournalEvent[]): void {
    this.#journal.append(events);
  }

  #following<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof StorageError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new StorageError(`recorded in the journal, but the index could not follow: ${reason}; it catches up with the next change`, {
        cause: error,
      });
    }
  }

  extractions(model: string): Map<string, Extraction> {
    return this.#healing(({ runs }) => runs.extractions(model));
  }

  extractionFailures(model: string): Map<string, string> {
    return this.#healing(({ runs }) => runs.failures(model));
  }

  sample(id: string): Sample | undefined {
    return this.#healing(({ samples }) => samples.byId(id));
  }

  samples(filter: SampleFilter, page: Page): SamplePage {
    return this.#healing(({ samples }) => samples.page(filter, page));
  }

  sampleIds(filter: SampleFilter): string[] {
    return this.#healing(({ samples }) => samples.ids(filter));
  }

  countsByFile(): Map<string, StatusCounts> {
    return this.#healing(({ database }) => sampleCountsByFile(database));
  }

  countsByConcept(): Map<string, number> {
    return this.#healing(({ database }) => sampleCountsByConcept(database));
  }

  findExactDuplicate(question: string): string | undefined {
    return this.#healing(({ database }) => duplicateOf(database, question));
  }

  prompt(hash: string): ChatMessage[] | undefined {
    return this.#healing(({ runs }) => runs.prompt(hash));
  }

  runs(): Run[] {
    return this.#healing(({ runs }) => runs.runs());
  }

  undo(): Decided {
    return this.#turn('action.undone', actionToUndo);
  }

  redo(): Decided {
    return this.#turn('action.redone', actionToRedo);
  }

  #turn(type: 'action.undone' | 'action.redone', choose: typeof actionToUndo): Decided {
    this.catchUp();
    const target = this.#healing(({ database }) => choose(database, this.#options.by));
    if (target === undefined) return { changed: [], what: null };
    const described = this.#healing(({ database }) => describedAction(database, this.#journal, target));
    this.append([{ type, target }]);
    return described;
  }

  get canUndo(): boolean {
    return this.#healing(({ database }) => actionToUndo(database, this.#options.by) !== undefined);
  }

  get canRedo(): boolean {
    return this.#healing(({ database }) => actionToRedo(database, this.#options.by) !== undefined);
  }

  dataset(): { folder: string; rows: number; shards: number } {
    return this.#healing(({ database, dataset }) => {
      const { accepted } = countsOf(database.get('SELECT * FROM facets WHERE name = ?', facetName.all));
      return { folder: this.#options.dataset, rows: accepted, shards: dataset.shardCount() };
    });
  }

  *acceptedRows(): Generator<DatasetRow> {
    this.catchUp();
    for (const sample of this.#rooms.samples.inStatus('accepted')) yield datasetRow(sample);
  }

  close(): void {
    this.#journal.close();
    this.#rooms.database.close();
  }
}
