import { randomUUID } from 'node:crypto';
import { heldSince } from '../../storage/writer-locks.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { type Clock, sleep } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import type { OpenedModel } from '../opened-model.ts';
import type { Endpoint } from '../openai/endpoint.ts';
import type { AskedEndpoint } from '../openai/failures.ts';
import { SharedWorks } from '../shared-work.ts';
import { BatchApi } from './batch-api.ts';
import { BatchForm, batchKey, type LineOutcome, outcomeOf } from './batch-lines.ts';
import { BatchStore, type BatchRow } from './batch-store.ts';
import { claim } from './claiming.ts';
import { collect, type Collecting } from './collecting.ts';
import { Gathering } from './gathering.ts';
import { pollDelay, retrying } from './retrying.ts';
import { RequestFile } from './request-file.ts';
import { lockFolder } from './scratch-file.ts';
import { isTidy, tidy } from './tidying.ts';
import { unanswered } from './unanswered.ts';
import { Waiting } from './waiting.ts';

export interface OpenAiBatchOptions {
  /** The project's. */
  readonly folder: string;
  readonly run: string;
  /** Id that opens the model again. */
  readonly id: string;
  readonly clock: Clock;
  /** Told how many requests have just been handed in, each as often as it is. */
  readonly onAsked: (requests: number) => void;
  /** Told in words what is waited for; null when for nothing any more. */
  readonly onWaiting: (what: string | null) => void;
}

/** Number of times that a request is put into a batch at most, the first included. */
const maxBatches = 3;
/** Number of times that a batch is handed in at most to an endpoint that does not take it just then. */
const maxAttempts = 6;

/**
 * A model asked through its endpoint's Batch API. What is in which batch is on the disk before a batch is created: asked
 * again by a later process, a request waits for the batch it is in, and what is not known to be in one is looked for at
 * the endpoint before it is sent again.
 */
export class OpenAiBatches implements ChatModel {
  readonly id: string;
  readonly #opened: OpenedModel;
  readonly #options: OpenAiBatchOptions;
  readonly #api: BatchApi;
  readonly #form: BatchForm;
  readonly #gathering: Gathering<RequestFile>;
  readonly #waiting: Waiting;
  readonly #followed = new SharedWorks<void>();
  readonly #tidying = new SharedWorks<void>();
  #isTidy = false;
  /** In how many batches a request has been in vain. */
  readonly #inVain = new Map<string, number>();
  /** Open while anybody needs it: a model is never closed. */
  #store: BatchStore | undefined;
  #users = 0;

  constructor(opened: OpenedModel, endpoint: Endpoint, options: OpenAiBatchOptions) {
    this.id = opened.model.id;
    this.#opened = opened;
    this.#options = options;
    this.#api = new BatchApi(endpoint, this.id, options.clock);
    this.#form = new BatchForm(opened);
    this.#gathering = new Gathering({
      clock: options.clock,
      begin: () => new RequestFile(options.folder),
      send: (file, signal) => this.#withStore((store) => this.#handIn(store, file, signal)),
    });
    this.#waiting = new Waiting(options.onWaiting);
  }

  async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    signal.throwIfAborted();
    // In one frame, with nothing of the text in it: fifty thousand of them wait for hours.
    const store = this.#enter();
    try {
      const key = batchKey(this.#opened, request);
      /** True for an outcome that was told to nobody yet. */
      let isNews = false;
      for (;;) {
        if (!this.#isTidyIn(store)) await this.#tidy(store, signal);
        const known = store.find(key);
        if (known === undefined) {
          isNews = true;
          await this.#gathering.add(key, this.#form.line(key, request), signal);
        } else if (known.batch.end === null) {
          isNews = true;
          await this.#follow(known.batch.token, signal);
        } else {
          const outcome = this.#outcome(known, request);
          if ('reply' in outcome) {
            await request.keep?.(outcome.reply);
            return outcome.reply;
          }
          if (!this.#isAskedAgain(key, outcome, isNews, request)) throw outcome.error;
          store.release(key, known.batch.token);
          isNews = false;
        }
      }
    } finally {
      this.#leave(store);
    }
  }

  #outcome({ batch, reply }: KnownBatch, request: ChatRequest): LineOutcome {
    const asked: AskedEndpoint = { ...this.#api.asked, prompt: request.messages.map(({ content }) => content) };
    return reply === null ? unanswered(batch, asked) : outcomeOf(reply, request, asked, this.#form);
  }

  /** News are told, unless they are worth another batch at once. What was told is asked again, unless that was paid for and would end alike. */
  #isAskedAgain(key: string, { error, again }: Exclude<LineOutcome, { reply: unknown }>, isNews: boolean, request: ChatRequest): boolean {
    const inVain = (this.#inVain.get(key) ?? 0) + (isNews ? 1 : 0);
    this.#inVain.set(key, inVain);
    return inVain < maxBatches && (isNews ? again : !isFinal(error, request));
  }

  /** Puts requests into a batch. @returns when it is known which. */
  async #handIn(store: BatchStore, file: RequestFile, signal: AbortSignal): Promise<void> {
    const { run, id: model, clock } = this.#options;
    const token = randomUUID();
    const about = { token, run, model, endpoint: this.#opened.endpoint, owner: file.owner, createdAt: Date.now() };
    const claimed = await claim(store, about, file.keys(), signal);
    if (claimed.size === 0) return;
    const retries = { clock, signal, attempts: maxAttempts, onTrouble: this.#onTrouble(token) };
    let attempt = 0;
    try {
      this.#waiting.tell(token, `${this.#api.asked.endpoint} to take a batch of ${count(claimed.size)}`);
      const content = file.content(claimed);
      const inputFile = await retrying(() => this.#api.upload(content, signal), retries);
      store.uploaded(token, inputFile);
      const id = await retrying(async () => {
        attempt += 1;
        // The answer to an attempt may have been lost on its way back.
        const created = attempt === 1 ? undefined : await this.#api.find({ ...about, inputFile }, signal);
        return created ?? (await this.#api.create(inputFile, token, signal));
      }, retries);
      this.#created(store, token, id);
    } catch (error) {
      // Refused at once, it does not exist. In any other case it may: whoever asks next looks for it.
      if (attempt <= 1 && error instanceof ModelError && !error.retryable) store.forget(token);
      throw error;
    } finally {
      this.#waiting.end(token);
    }
  }

  /** Waits for a batch until its replies are in the store. */
  #follow(token: string, signal: AbortSignal): Promise<void> {
    return this.#followed.join(token, signal, async (shared) => {
      try {
        await this.#withStore((store) => this.#collect(store, token, shared));
      } finally {
        this.#waiting.end(token);
      }
    });
  }

  async #collect(store: BatchStore, token: string, signal: AbortSignal): Promise<void> {
    for (let look = 0; ; look += 1) {
      const batch = store.batch(token);
      if (batch?.end !== null) return;
      if (batch.id === null) await this.#find(store, batch, signal);
      else {
        const remote = await this.#retrying(token, signal, () => this.#api.get(batch.id!, signal));
        if (remote.end !== null) {
          const collecting = this.#collecting(store, signal);
          await this.#retrying(token, signal, () => collect(token, remote, collecting));
          await tidy(this.#opened.endpoint, collecting);
          return;
        }
        const total = store.requestsIn(token);
        const state = remote.isStopping ? ', being cancelled' : '';
        const of = `${remote.answered.toLocaleString('en')} of ${total.toLocaleString('en')} answered`;
        this.#waiting.tell(token, `${batch.id} at ${this.#api.asked.endpoint}: ${of}${state}`);
        await sleep(this.#options.clock, Math.max(remote.retryAfterMs, pollDelay(look)), signal);
      }
    }
  }

  /** A batch that was to be created: whether it was, the endpoint alone knows. */
  async #find(store: BatchStore, batch: BatchRow, signal: AbortSignal): Promise<void> {
    const { clock, folder } = this.#options;
    if (heldSince(lockFolder(folder), batch.owner) !== undefined) {
      this.#waiting.tell(batch.token, `another process to hand in a batch of ${count(store.requestsIn(batch.token))}`);
      await sleep(clock, 1000, signal);
      return;
    }
    const id = await this.#retrying(batch.token, signal, () => this.#api.find(batch, signal));
    if (id === undefined) store.forget(batch.token);
    else this.#created(store, batch.token, id);
  }

  /** A batch is known to be at the endpoint: whoever learns of it first counts its requests, and nobody after that. */
  #created(store: BatchStore, token: string, id: string): void {
    if (store.created(token, id)) this.#options.onAsked(store.requestsIn(token));
  }

  #isTidyIn(store: BatchStore): boolean {
    this.#isTidy ||= isTidy(store, this.#opened.endpoint);
    return this.#isTidy;
  }

  /** Tidies away what earlier processes left at the endpoint; once, whatever comes of it. */
  async #tidy(store: BatchStore, signal: AbortSignal): Promise<void> {
    await this.#tidying.join('', signal, (shared) => this.#withStore(() => tidy(this.#opened.endpoint, this.#collecting(store, shared))));
    this.#isTidy = true;
  }

  #collecting(store: BatchStore, signal: AbortSignal): Collecting {
    return { folder: this.#options.folder, store, api: this.#api, signal };
  }

  #retrying<T>(token: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return retrying(work, { clock: this.#options.clock, signal, onTrouble: this.#onTrouble(token) });
  }

  #onTrouble(token: string) {
    return (error: ModelError): void => {
      this.#waiting.tell(token, `${error.message} It is asked again and again meanwhile.`);
    };
  }

  async #withStore<T>(work: (store: BatchStore) => Promise<T>): Promise<T> {
    const store = this.#enter();
    try {
      return await work(store);
    } finally {
      this.#leave(store);
    }
  }

  #enter(): BatchStore {
    const store = (this.#store ??= new BatchStore(this.#options.folder));
    this.#users += 1;
    return store;
  }

  #leave(store: BatchStore): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#store = undefined;
    store.close();
  }
}

/** Paid for, and would end alike; a reply that was cut short is worth another when more is allowed for it now. */
function isFinal({ kind, usage, retryable }: ModelError, { sampling }: ChatRequest): boolean {
  if (usage === undefined || retryable) return false;
  return kind !== 'truncated' || usage.completionTokens >= (sampling?.maxTokens ?? 0);
}

type KnownBatch = NonNullable<ReturnType<BatchStore['find']>>;

const count = (requests: number): string => (requests === 1 ? '1 request' : `${requests.toLocaleString('en')} requests`);
