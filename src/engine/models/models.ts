import type { BatchKind } from '../../core/samples/events.ts';
import { type Budget, noUsage, type RunUsage } from '../../core/samples/run-usage.ts';
import { unansweredFiles } from './batch/batch-folder.ts';
import { handedIn } from './batch/batch-store.ts';
import { batchPrice, batchesOf } from './batch/batch-terms.ts';
import { isThere } from '../files/files.ts';
import { ProjectPath } from '../files/project-path.ts';
import type { ChatModel } from './chat-model.ts';
import { systemClock } from './clock.ts';
import type { OpenedEmbedder, OpenedModel, OpenEmbedder, OpenModel } from './opened-model.ts';
import { RateLimiter } from './requests/rate-limiter.ts';
import { BudgetGuard } from './requests/budget.ts';
import { composeEmbedder, composeModel } from './requests/compose.ts';
import { RunNotes } from './run-notes.ts';
import { UsageCounter } from './requests/usage-counter.ts';
import { ReplyCache } from './requests/reply-cache.ts';
import { ResponseStore } from './requests/response-store.ts';
import { VectorStore } from './vector-store.ts';

/** Limits to the jobs begun before the first of them is recorded: beyond what may be in flight, so that a slow one holds nobody up; and for a batch, all, whoever else is asked. */
const concurrencyLimits = { local: 4, remote: 512, batch: 100_000 } as const;

const responses = 'responses.sqlite';
const vectorsFile = 'vectors.sqlite';

/** Speaks to endpoints, whose client is large. */
const loadBatches = () => import('./batch/batch-model.ts');

/** A model as a run asks it. */
export interface RunModel {
  readonly model: ChatModel;
  /** Number of jobs to have under way at most. */
  readonly concurrencyLimit: number;
}

/** A model that embeds, as a run asks it. */
export type RunEmbedder = Pick<OpenedEmbedder, 'embedder' | 'space'>;

export interface RunModelOptions {
  readonly budget: Budget;
  readonly batch: BatchKind | null;
  /** By earlier parts of the run. */
  readonly before: RunUsage;
  /** Ends the run, to be resumed. */
  readonly stop: (reason: string) => void;
  readonly onWaiting: (what: string | null) => void;
  /** Told when the usage is to be recorded before a reply comes: that may be hours later, in another process. */
  readonly onDue: () => void;
}

/** The models of a project: one reply cache for all its runs, and one rate limiter for each endpoint. */
export class Models {
  readonly #open: OpenModel;
  readonly #openEmbedder: OpenEmbedder;
  readonly #folder: string;
  readonly #writes: boolean;
  #vectors: VectorStore | undefined;
  #noVectors: VectorStore | undefined;
  #responses: ResponseStore | undefined;
  #cache: ReplyCache | undefined;
  readonly #thinkers = new Set<string>();
  readonly #rateLimiters = new Map<string, RateLimiter>();

  /** @param folder the project's @param writes false to keep nothing, and to read nothing that was kept: a database is written to by looking at it */
  constructor(folder: string, open: OpenModel, openEmbedder: OpenEmbedder, writes = true) {
    this.#writes = writes;
    this.#folder = folder;
    this.#open = open;
    this.#openEmbedder = openEmbedder;
  }

  /** @throws UsageError, saying what there is, when no model answers to the id. */
  open(id: string): Promise<OpenedModel> {
    return this.#open(id);
  }

  /** @throws UsageError, saying what to do, when there is no such model, or none that could embed. */
  openEmbedder(id: string): Promise<OpenedEmbedder> {
    return this.#openEmbedder(id);
  }

  /** The embeddings already paid for, to look at: none where none were kept, since to look makes nothing. */
  get vectors(): VectorStore {
    if (this.#vectors !== undefined) return this.#vectors;
    if (this.#writes && isThere(this.#cacheFile(vectorsFile))) return this.keptVectors;
    this.#noVectors ??= VectorStore.open(null);
    return this.#noVectors;
  }

  /** The same, to add to; made when first needed. */
  get keptVectors(): VectorStore {
    this.#vectors ??= VectorStore.open(this.#writes ? this.#cacheFile(vectorsFile) : null);
    return this.#vectors;
  }

  /** As `open`, with what it costs in that way; free where nothing is asked of anybody. */
  async priced(id: string, batch: BatchKind | null): Promise<OpenedModel> {
    const opened = await this.#open(id);
    if (!opened.remote) return withPrice(opened, { prompt: 0, completion: 0 });
    if (batch === null) return opened;
    // An engine run by hand has no price that could be known here.
    return withPrice(opened, batch === 'openai' ? batchPrice(opened.price) : undefined);
  }

  /** Kinds of batches that all of these models can be asked in. A model that nothing is sent to neither rules any out nor allows any. */
  async batchesOf(ids: readonly string[]): Promise<readonly BatchKind[]> {
    const opened = await Promise.all(ids.map((id) => this.#open(id)));
    const [first, ...others] = opened.filter(({ remote }) => remote).map(batchesOf);
    return first?.filter((kind) => others.every((kinds) => kinds.includes(kind))) ?? [];
  }

  /** Since when each run waits for batches at its endpoint. */
  handedIn(): ReadonlyMap<string, Date> {
    return this.#writes ? handedIn(this.#folder) : new Map();
  }

  /** A run's files of requests that are still to be answered. */
  unansweredFiles(run: string): ReturnType<typeof unansweredFiles> {
    return unansweredFiles(this.#folder, run);
  }

  forRun(run: string, options: RunModelOptions): RunModels {
    return new RunModels(
      async (id, shared, notes) => {
        const { model, name, concurrencyLimit } = await this.#compose(run, id, shared, options, notes);
        return { model: notes.aroundWriter(model, name), concurrencyLimit };
      },
      (id, shared, notes) => this.#composeEmbedder(run, id, shared, options, notes),
      options,
    );
  }

  /** Mean length of a model's replies, in tokens; undefined when it was never asked. */
  meanReply(model: string): number | undefined {
    return this.#kept?.meanReply(model);
  }

  /** Usage of a run up to the last reply that it got; for one that was killed, more than its journal may say. */
  usageOf(run: string): RunUsage {
    return this.#kept?.usageOf(run) ?? noUsage;
  }

  /** Calls off at its endpoint what a run still has in batches there. */
  async cancelBatches(run: string): Promise<void> {
    const { cancelBatches } = await loadBatches();
    await cancelBatches(this.#folder, run, this.#open);
  }

  close(): void {
    this.#responses?.close();
    this.#vectors?.close();
    this.#noVectors?.close();
  }

  async #compose(
    run: string,
    id: string,
    { budget, usage }: RunLimits,
    { batch, stop, onWaiting, onDue }: RunModelOptions,
    notes: RunNotes,
  ): Promise<RunModel & { readonly name: string }> {
    const opened = await this.priced(id, batch);
    const { name } = opened;
    if (!opened.remote)
      return {
        name,
        model: composeModel(opened, { ...this.#shared(opened), budget, usage }),
        concurrencyLimit: batch === null ? concurrencyLimits.local : concurrencyLimits.batch,
      };
    if (opened.price === undefined) unpriced(usage, onDue);
    const recordUsage = (): Promise<void> => this.#store().recordUsage(run, () => usage.total);
    const onAsked = (requests: number): void => {
      usage.called(requests);
      onDue();
    };
    const place = { folder: this.#folder, run, id, clock: systemClock, onAsked };
    const below =
      batch === null
        ? undefined
        : (await loadBatches()).createBatchModel(
            opened,
            batch === 'openai' ? { kind: batch, ...place, onWaiting } : { kind: batch, ...place, stop },
          );
    const composition = { ...this.#shared(opened), budget, usage, recordUsage };
    const model = composeModel(opened, below === undefined ? composition : { ...composition, below });
    if (below !== undefined) return { name, model, concurrencyLimit: concurrencyLimits.batch };
    return { name, model: notes.around(model, name, composition.rateLimiter), concurrencyLimit: concurrencyLimits.remote };
  }

  async #composeEmbedder(
    run: string,
    id: string,
    { budget, usage }: RunLimits,
    { onDue }: RunModelOptions,
    notes: RunNotes,
  ): Promise<RunEmbedder> {
    const opened = await this.#openEmbedder(id);
    if (opened.price === undefined) unpriced(usage, onDue);
    const recordUsage = (): Promise<void> => this.#store().recordUsage(run, () => usage.total);
    // A rate limiter of its own: an endpoint limits embeddings apart from chats, and they take another time.
    const rateLimiter = this.#rateLimiterOf({ ...opened, endpoint: `${opened.endpoint} embeddings` });
    const embedder = composeEmbedder(opened, { rateLimiter, budget, usage, recordUsage });
    return { embedder: notes.aroundEmbedder(embedder, opened.name), space: opened.space };
  }

  #shared(opened: OpenedModel) {
    this.#cache ??= new ReplyCache(this.#store());
    return { cache: this.#cache, thinkers: this.#thinkers, rateLimiter: this.#rateLimiterOf(opened) };
  }

  #rateLimiterOf({ endpoint, maxConcurrent }: Pick<OpenedModel, 'endpoint' | 'maxConcurrent'>): RateLimiter {
    const known = this.#rateLimiters.get(endpoint);
    const rateLimiter = known ?? new RateLimiter(systemClock, maxConcurrent);
    if (!known) this.#rateLimiters.set(endpoint, rateLimiter);
    return rateLimiter;
  }

  /** The replies that were kept; undefined when none were: to look makes nothing. */
  get #kept(): ResponseStore | undefined {
    if (this.#responses !== undefined) return this.#responses;
    return this.#writes && isThere(this.#cacheFile(responses)) ? this.#store() : undefined;
  }

  /** Made when a reply, or what was spent, is to be kept. */
  #store(): ResponseStore {
    this.#responses ??= ResponseStore.open(this.#cacheFile(responses));
    return this.#responses;
  }

  #cacheFile(name: string): ProjectPath {
    return ProjectPath.of(this.#folder).at('.loom/cache', name);
  }
}

/** Told at once, since a run whose process is killed would seem to have cost nothing. */
function unpriced(usage: UsageCounter, onDue: () => void): void {
  usage.unpriced();
  onDue();
}

function withPrice(opened: OpenedModel, price: OpenedModel['price']): OpenedModel {
  const { price: before, ...others } = opened;
  if (price === before) return opened;
  return price === undefined ? others : { ...others, price };
}

interface RunLimits {
  readonly budget: BudgetGuard;
  readonly usage: UsageCounter;
}

/** The models of one run, under its budget. */
export class RunModels {
  readonly #compose: (id: string, shared: RunLimits, notes: RunNotes) => Promise<RunModel>;
  readonly #composeEmbedder: (id: string, shared: RunLimits, notes: RunNotes) => Promise<RunEmbedder>;
  readonly #usage: UsageCounter;
  readonly #budget: BudgetGuard;
  readonly #notes: RunNotes;
  readonly #opened = new Map<string, Promise<RunModel>>();

  constructor(
    compose: (id: string, shared: RunLimits, notes: RunNotes) => Promise<RunModel>,
    composeEmbedder: (id: string, shared: RunLimits, notes: RunNotes) => Promise<RunEmbedder>,
    { budget, before, onWaiting }: RunModelOptions,
  ) {
    this.#notes = new RunNotes(onWaiting);
    this.#compose = compose;
    this.#composeEmbedder = composeEmbedder;
    this.#usage = new UsageCounter(before);
    this.#budget = new BudgetGuard(budget, this.#usage);
  }

  /** The same for the same id. @throws UsageError when no model answers to it. */
  open(id: string): Promise<RunModel> {
    const known = this.#opened.get(id);
    if (known) return known;
    const opened = this.#compose(id, { budget: this.#budget, usage: this.#usage }, this.#notes);
    this.#opened.set(id, opened);
    return opened;
  }

  /** @throws UsageError, saying what to do, when there is no such model, or none that could embed. */
  openEmbedder(id: string): Promise<RunEmbedder> {
    return this.#composeEmbedder(id, { budget: this.#budget, usage: this.#usage }, this.#notes);
  }

  /** What became known of the models that whoever ran it should know, in words. */
  get notes(): string[] {
    return this.#notes.texts;
  }

  /** Usage of the whole run, its earlier parts included. */
  get usage(): RunUsage {
    return this.#usage.total;
  }

  /** Takes the usage since this was last called. */
  takeUsage(): RunUsage {
    return this.#usage.takeUsage();
  }
}
