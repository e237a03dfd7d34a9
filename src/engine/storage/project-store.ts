import type { DropCount } from '../../core/quality/drops.ts';
import { randomUUID } from 'node:crypto';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { MeasuringEvent } from '../../core/quality/cluster-agent/measurement.ts';
import { journalEvent, type JournalEvent, type NewEvent } from '../../core/samples/events.ts';
import type { Sample, SampleStatus } from '../../core/samples/sample.ts';
import type { SampleState } from '../../core/samples/states/compare.ts';
import { stampOf } from '../files/files.ts';
import type { Decided, PastSampleStates, Stepwise, Store, StoreOptions } from './contract.ts';
import { actionToRedo, actionToUndo } from './action-rows.ts';
import { describedAction, duplicateOf, exportedFiles, isExport, sampleCountsByConceptAsOf } from './counts.ts';
import { datasetBehind, DiskFullError, StaleIndexError, StorageError } from './errors.ts';
import { EventIds } from './event-ids.ts';
import { ExtractionTable, type Extractions } from './extractions.ts';
import { countsOf, facetName, type StatusCounts } from './facets.ts';
import type { StoreFilter } from './filter-conditions.ts';
import type { NamedField } from '../../core/samples/filter/filter.ts';
import { meta } from './index-schema.ts';
import { Journal } from './journal.ts';
import { isReadOnly, requireOurs } from './newer-journals.ts';
import { healedCache, type ParsedFileCache } from './parsed-files.ts';
import { foldersOf, journalFolder, prepareFolders } from './project-folder.ts';
import type { Changing } from './changing-map.ts';
import { openComponents, type ComponentOptions, type Components } from './components.ts';
import type { StoredRun, RunJobs, RunPlan } from './run-queries.ts';
import { SampleCounts } from './sample-counts.ts';
import type { JudgedBy, NameCount, Page, SamplePage } from './sample-queries.ts';
import { isCorrupt, isSqliteError } from './sqlite.ts';
import { healedSketches, type SketchTable } from './sketches.ts';
import { type KeptTexts, healedTexts } from './kept-texts.ts';
import { PastStates } from './past-states.ts';
import { reachOf, snapshotsIn, statesAfter, type JournalReach, type StoredSnapshot } from './snapshot-rows.ts';
import { storageProblems } from './storage-problems.ts';
import { workInSteps } from './work-in-steps.ts';

/** Puts journal, index and dataset folder together, and makes the index anew when it fails. */
export class ProjectStore implements Store {
  readonly #options: StoreOptions;
  readonly #journal: Journal;
  readonly #project: string;
  readonly #ids = new EventIds();
  readonly #counts = new SampleCounts();
  readonly #extractions = new ExtractionTable();
  readonly #past: PastStates;
  readonly #componentOptions: ComponentOptions;
  /** Reason that the index stands in memory for now; undefined when it lies on the disk, or never will. */
  #full: DiskFullError | undefined;
  #components: Components;
  #seen = 0;
  /** Number of works in steps under way, which the dataset folder waits for. */
  #stepping = 0;
  readonly parsedFiles: ParsedFileCache;
  readonly sketches: SketchTable;
  readonly keptTexts: KeptTexts;

  constructor(project: string, options: StoreOptions) {
    this.#options = options;
    this.#project = project;
    const { journal, locks, index, snapshots } = foldersOf(project, options.looksOnly === true);
    this.#journal = new Journal(journal, locks);
    this.#past = new PastStates(this.#journal, snapshots);
    this.#componentOptions = {
      project,
      dataset: options.dataset,
      indexPath: index,
      journal: this.#journal,
      record: (events) => {
        this.#journal.append(this.#stamp(events));
        this.#components.index.catchUp();
      },
    };
    this.#components = this.#opened();
    this.parsedFiles = healedCache((work) => this.#healing(({ parsed }) => work(parsed)));
    this.sketches = healedSketches((work) => this.#healing(({ sketches }) => work(sketches)));
    this.keptTexts = healedTexts((work) => this.#healing(({ texts }) => work(texts)));
    try {
      this.catchUp();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #opened(damaged?: string): Components {
    try {
      if (this.#options.looksOnly !== true) prepareFolders(this.#project);
      return openComponents(this.#componentOptions, damaged);
    } catch (error) {
      return this.#openInMemory(error);
    }
  }

  /** Reads what is there even when the disk is full. @throws any other error */
  #openInMemory(error: unknown): Components {
    if (!(error instanceof DiskFullError)) throw error;
    this.#full = error;
    return openComponents({ ...this.#componentOptions, indexPath: null });
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  /** Does the work again with a new index when the one there is damaged, was replaced, or no longer fits the journal. */
  #healing<T>(work: (components: Components) => T): T {
    try {
      return work(this.#components);
    } catch (error) {
      if (error instanceof StaleIndexError) this.#components.index.rebuild();
      else if (isCorrupt(error)) this.#reopen(this.#components.inode);
      else if (isSqliteError(error) && this.#isReplaced()) this.#reopen();
      else throw error;
      this.#syncDataset(this.#components);
      return work(this.#components);
    }
  }

  #isReplaced(): boolean {
    const { indexPath } = this.#componentOptions;
    return this.#full === undefined && indexPath !== null && stampOf(indexPath)?.inode !== this.#components.inode;
  }

  #reopen(damaged?: string): void {
    this.#components.database.close();
    this.#components = this.#opened(damaged);
    this.#components.index.catchUp();
  }

  get problems(): CorpusProblem[] {
    return this.#healing(({ database }) => storageProblems(database, this.#journal, this.#full));
  }

  get revision(): number {
    return this.#healing(({ database }) => meta(database, 'revision'));
  }

  get extractionRevision(): number {
    return this.#healing(({ database }) => meta(database, 'extractions'));
  }

  catchUp(): boolean {
    if (this.#full !== undefined) {
      // There may be room again.
      this.#full = undefined;
      this.#reopen();
    }
    try {
      this.#readJournal();
      // Files that cannot be written are among the problems; they keep nobody from looking.
      if (this.#stepping === 0) {
        this.#healing((components) => {
          this.#syncDataset(components);
        });
      }
    } catch (error) {
      this.#components.database.close();
      this.#components = this.#openInMemory(error);
      this.#components.index.catchUp();
    }
    return this.#look();
  }

  /** Shards that a newer version's journal speaks of are left as that version has written them. */
  #syncDataset({ database, dataset }: Components): void {
    if (this.#options.looksOnly !== true && this.#full === undefined && !isReadOnly(database)) dataset.sync();
  }

  #readJournal(): void {
    // Processes that go on with an index that was deleted would not know of each other's writing to the dataset folder.
    if (this.#isReplaced()) this.#reopen();
    this.#follow();
  }

  #follow(): void {
    this.#healing(({ index }) => {
      if (this.#stepping > 0) index.read();
      else index.catchUp();
    });
  }

  #look(): boolean {
    const before = this.#seen;
    this.#seen = this.revision;
    return this.#seen !== before;
  }

  append(events: readonly NewEvent[], options: { readonly action?: string } = {}): JournalEvent[] {
    const stamped = this.#record(events, options.action);
    const failure =
      this.#stepping > 0 || stamped.length === 0 ? undefined : this.#following(() => this.#healing(({ dataset }) => dataset.flush()));
    this.#look();
    if (!failure) return stamped;
    throw datasetBehind(failure);
  }

  /** Puts events into the journal and the index. */
  #record(events: readonly NewEvent[], action?: string): JournalEvent[] {
    if (events.length === 0) return [];
    if (this.#full !== undefined) this.catchUp();
    if (this.#full !== undefined) throw this.#full;
    this.#readJournal();
    this.#healing(({ database }) => {
      requireOurs(database, journalFolder);
    });
    const stamped = this.#stamp(events, action);
    this.#journal.append(stamped);
    this.#following(() => {
      this.#follow();
    });
    return stamped;
  }

  stepwise(): Stepwise {
    this.#stepping++;
    return workInSteps({
      healing: (work) => this.#healing(work),
      record: (events, action) => {
        this.#record(events, action);
      },
      turn: (way) => this.#turn(way),
      end: () => {
        this.#stepping--;
        this.#look();
      },
    });
  }

  #stamp(events: readonly NewEvent[], action: string = randomUUID()): JournalEvent[] {
    const last = this.#components.database.get('SELECT max(id) AS id FROM events')?.id;
    if (typeof last === 'string') this.#ids.observe(last);
    const now = this.#now();
    const stamp = { at: now.toISOString(), by: this.#options.by, action };
    return events.map((event) => journalEvent.parse({ id: this.#ids.next(now.getTime()), ...stamp, ...event }));
  }

  #following<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StorageError(`recorded in the journal, but the index could not follow: ${reason}; it catches up with the next change`, {
        cause: error,
      });
    }
  }

  extractions(preferred: string, least: string): Extractions {
    return this.#healing(({ database }) => this.#extractions.of(database, this.#journal, preferred, least));
  }

  extractedBy(model: string | null, since?: string): Set<string> {
    return this.#healing(({ runs }) => runs.extractedBy(model, since));
  }

  personas(run: string): string[] {
    return this.#healing(({ runs }) => runs.personas(run));
  }

  measuredIds(run: string): string[] {
    return this.#healing(({ runs }) => runs.measuredIds(run));
  }

  measured(ids: readonly string[]): MeasuringEvent[] {
    return this.#healing(({ runs }) => runs.measured(ids));
  }

  ratings(): Map<string, number> {
    return this.#healing(({ runs }) => runs.ratings());
  }

  extractionFailures(model: string): Map<string, { times: number; reason: string }> {
    return this.#healing(({ runs }) => runs.failures(model));
  }

  sample(id: string): Sample | undefined {
    return this.#healing(({ samples }) => samples.byId(id));
  }

  samples(filter: StoreFilter, page: Page): SamplePage {
    return this.#healing(({ samples }) => samples.page(filter, page));
  }

  samplesWhenBegun(run: string, most: number): Sample[] {
    return this.#healing(({ runs, samples }) => {
      const event = runs.begun(run);
      return event === undefined ? [] : samples.asOf(event, most);
    });
  }

  samplesAsMade(run: string): Sample[] {
    return this.#healing(({ samples }) => samples.asMade(run));
  }

  sampleIds(filter: StoreFilter): string[] {
    return this.#healing(({ samples }) => samples.ids(filter));
  }

  names(field: NamedField, text: string, limit: number): NameCount[] {
    return this.#healing(({ samples }) => samples.names(field, text, limit));
  }

  judgedDecisions(): JudgedBy[] {
    return this.#healing(({ samples }) => samples.judgedDecisions());
  }

  countsByFile(): Changing<StatusCounts> {
    return this.#healing(({ database }) => this.#counts.byFile(database));
  }

  countsByConcept(run?: string): ReadonlyMap<string, number> {
    return this.#healing(({ database, runs }) => {
      const event = run === undefined ? undefined : runs.begun(run);
      return event === undefined ? this.#counts.byConcept(database) : sampleCountsByConceptAsOf(database, event);
    });
  }

  findExactDuplicate(compared: string, except?: string): string | undefined {
    return this.#healing(({ database }) => duplicateOf(database, compared, except));
  }

  prompt(hash: string): ChatMessage[] | undefined {
    return this.#healing(({ runs }) => runs.prompt(hash));
  }

  runs(): StoredRun[] {
    return this.#healing(({ runs }) => runs.runs());
  }

  run(id: string): RunPlan | undefined {
    return this.#healing(({ runs }) => runs.plan(id));
  }

  jobs(run: string): RunJobs {
    return this.#healing(({ runs }) => runs.jobs(run));
  }

  failedJobs(run: string): { job: string; reason: string }[] {
    return this.#healing(({ runs }) => runs.failedJobs(run));
  }

  dropped(run: string): DropCount[] {
    return this.#healing(({ runs }) => runs.dropped(run));
  }

  unjudged(run: string): number {
    return this.#healing(({ runs }) => runs.unjudged(run));
  }

  undo(): Decided {
    return this.#turn('undo');
  }

  redo(): Decided {
    return this.#turn('redo');
  }

  #turn(way: 'undo' | 'redo'): Decided {
    const [type, choose] = way === 'undo' ? (['action.undone', actionToUndo] as const) : (['action.redone', actionToRedo] as const);
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

  *samplesInStatus(status: SampleStatus): Generator<Sample> {
    this.catchUp();
    yield* this.#components.samples.inStatus(status);
  }

  get counts(): StatusCounts {
    return this.#healing(({ database }) => countsOf(database.get('SELECT * FROM facets WHERE name = ?', facetName.all)));
  }

  statesAfter(id: string, limit: number): SampleState[] {
    return this.#healing(({ database }) => statesAfter(database, id, limit));
  }

  snapshots(): StoredSnapshot[] {
    return this.#healing(({ database }) => snapshotsIn(database, this.#journal));
  }

  reach(): JournalReach[] {
    return this.#healing(({ database }) => reachOf(database));
  }

  withPast<T>(snapshot: Pick<StoredSnapshot, 'name' | 'files'>, work: (past: PastSampleStates) => Promise<T>): Promise<T> {
    return this.#past.with(snapshot, work);
  }

  exportedFiles(): Set<string> {
    return this.#healing(({ database }) => exportedFiles(database));
  }

  isExport(sha256: string): boolean {
    return this.#healing(({ database }) => isExport(database, sha256));
  }

  close(): void {
    this.#past.close();
    this.#journal.close();
    this.#components.database.close();
  }
}
