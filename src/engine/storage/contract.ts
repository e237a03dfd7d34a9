/** Interface that storage offers to the engine. */
import type { DropCount } from '../../core/quality/drops.ts';
import type { MeasuringEvent } from '../../core/quality/cluster-agent/measurement.ts';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { JournalEvent, NewEvent } from '../../core/samples/events.ts';
import type { Sample, SampleStatus } from '../../core/samples/sample.ts';
import type { KeptTexts } from './kept-texts.ts';
import type { SketchTable } from './sketches.ts';
import type { Changing } from './changing-map.ts';
import type { Extractions } from './extractions.ts';
import type { SampleState } from '../../core/samples/states/compare.ts';
import type { StatusCounts } from './facets.ts';
import type { JournalReach, StoredSnapshot } from './snapshot-rows.ts';
import type { StoreFilter } from './filter-conditions.ts';
import type { NamedField } from '../../core/samples/filter/filter.ts';
import type { ParsedFileCache } from './parsed-files.ts';
import type { StoredRun, RunJobs, RunPlan } from './run-queries.ts';
import type { JudgedBy, NameCount, Page, SamplePage } from './sample-queries.ts';

export interface StoreOptions {
  /** Person who decides, as the journal will name them. */
  readonly by: string;
  /** The dataset's folder, relative to the project's. */
  readonly dataset: string;
  /** Nothing is written: the index stands in memory, and what is found broken stays as it is. */
  readonly looksOnly?: boolean;
  readonly now?: () => Date;
}

export interface Decided {
  /** Ids of the samples that changed; none when there was nothing to take back or restore. */
  readonly changed: string[];
  /** Words for what was taken back or restored; null when nothing was. */
  readonly what: string | null;
}

/**
 * Work on thousands of samples that lets others in between. What it appends is durable and indexed; the dataset folder, and the
 * samples that an undo has changed, follow by `step`, and until `end` nobody else of this process waits for them.
 */
export interface Stepwise {
  append(events: readonly NewEvent[], options: { readonly action: string }): void;
  /** Undoes or redoes what is next. */
  turn(way: 'undo' | 'redo'): Decided;
  /** Follows for some milliseconds. @returns false when nothing is left. @throws StorageError when the dataset folder cannot be written */
  step(): boolean;
  /** Number of samples that still are as they were before the undo or redo. */
  readonly waiting: number;
  end(): void;
}

/** Samples in one state of the project: the present one, or that of a snapshot. */
export interface SampleStates {
  sample(id: string): Sample | undefined;
  /** Every sample that was so decided, oldest first, read as it is asked for. */
  samplesInStatus(status: SampleStatus): Iterable<Sample>;
  prompt(hash: string): ChatMessage[] | undefined;
  readonly counts: StatusCounts;
  /** How far the journal reaches that the state is made of: what a snapshot of it says. */
  reach(): JournalReach[];
  /** What is decided on the next samples after an id, in the order of ids; from the first on after ''. */
  statesAfter(id: string, limit: number): SampleState[];
}

/** Bytes of the journal that are read, of those that make a past state. */
export interface PastReading {
  readonly done: number;
  readonly total: number;
}

/** Samples as they were when a snapshot was taken. */
export interface PastSampleStates extends SampleStates {
  /**
   * Reads what its index lacks, some of it a step; to be gone through before anything is asked. Each step says how far it is.
   * @throws StorageError naming a journal file that is gone, or no longer begins as it did
   */
  read(): Generator<PastReading, void>;
}

export interface Store extends SampleStates {
  /** Files and lines found torn, invalid or wrongly edited, and those that could not be written. */
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
  /**
   * An extraction of each passage, by the passage's hash: that of the preferred model where there is one, else the
   * latest of any other; of the least one, even when it is preferred, only where no other has any. Read from the journal
   * once, and brought in step in place by whoever asks next.
   */
  extractions(preferred: string, least: string): Extractions;
  /** The latest overall rating of each rated passage, by hash. */
  ratings(): Map<string, number>;
  /** The personas that a run has written, in their order. */
  personas(run: string): string[];
  /** Events that a measurement of diversity has recorded, by their ids in their order: the second reads some of them. */
  measuredIds(run: string): string[];
  measured(ids: readonly string[]): MeasuringEvent[];
  /** Hashes of the passages that a model, or for null any model, has extracted; with an id of a run, since that began. */
  extractedBy(model: string | null, since?: string): Set<string>;
  /** The passages that a model has failed on since it last succeeded, by hash: how often, and why the last time. */
  extractionFailures(model: string): Map<string, { times: number; reason: string }>;
  /** Oldest first, or by their scores. */
  samples(filter: StoreFilter, page: Page): SamplePage;
  /** The latest samples made before a run began, at most so many, as they stood then; oldest first. */
  samplesWhenBegun(run: string, limit: number): Sample[];
  /** Samples that a run has made, as it made them, whatever was decided since; oldest first. */
  samplesAsMade(run: string): Sample[];
  sampleIds(filter: StoreFilter): string[];
  /** Names that a field has in the data and that hold a text, with how many samples; those that begin with it first, then the most frequent. */
  names(field: NamedField, text: string, limit: number): NameCount[];
  /** Of the samples that were scored and that a person decided on: score, decision, and who scored. */
  judgedDecisions(): JudgedBy[];
  /** A file's counts are the same object until they change; the map is brought in step in place. */
  countsByFile(): Changing<StatusCounts>;
  /** Samples whose concept set holds a topic or concept, by its id (`t:…`, `c:…`); where a run is named that began, those there were then. */
  countsByConcept(run?: string): ReadonlyMap<string, number>;
  /** A pending or accepted sample whose question, or whose text, is the same but for case, white space and compatibility forms. */
  findExactDuplicate(compared: string, except?: string): string | undefined;
  /** Newest first. */
  runs(): StoredRun[];
  run(id: string): RunPlan | undefined;
  /** The jobs of a run that are done or have failed. */
  jobs(run: string): RunJobs;
  /** Those that failed and were not done since, each with why the last time. */
  failedJobs(run: string): { job: string; reason: string }[];
  /** Reasons that candidates of a run are not among those kept, the most frequent first. */
  dropped(run: string): DropCount[];
  /** Number of samples of a run that its judge gave no score. */
  unjudged(run: string): number;
  stepwise(): Stepwise;
  undo(): Decided;
  redo(): Decided;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  dataset(): { folder: string; rows: number; shards: number };
  /** Snapshots that were not dropped, the newest first. */
  snapshots(): StoredSnapshot[];
  /** Opens the state of a snapshot for the time of `work`, which goes through its `read` before it asks anything. */
  withPast<T>(snapshot: Pick<StoredSnapshot, 'name' | 'files'>, work: (past: PastSampleStates) => Promise<T>): Promise<T>;
  /** Files below the project's folder that exports have written, with forward slashes. */
  exportedFiles(): Set<string>;
  /** Tells whether an export has written a file of this content, wherever. */
  isExport(sha256: string): boolean;
  readonly parsedFiles: ParsedFileCache;
  readonly sketches: SketchTable;
  readonly keptTexts: KeptTexts;
  close(): void;
}
