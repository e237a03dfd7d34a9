import { Worker } from 'node:worker_threads';
import { messageOf, UsageError } from '../../errors.ts';
import { type AbortListener, offAbort, onAbort } from '../on-abort.ts';
import { reasonOf } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import type { FilePins } from './model-folder.ts';
import { type FromWorker, fromWorker, type ToWorker } from './wire.ts';

export type Embedded = Extract<FromWorker, { readonly type: 'embedded' }>;
type Loaded = Extract<FromWorker, { readonly type: 'ready' }>;

interface WaitingTexts {
  readonly resolve: (embedded: Embedded) => void;
  readonly reject: (error: Error) => void;
}

/** Beside this module in what ships; the source itself where sources run. */
const place = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './onnx-worker.mjs', import.meta.url);

/** A thread with a model in it. It keeps no process alive but while it loads, or a text is to be embedded. */
export class ModelThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, WaitingTexts>();
  #last = 0;
  #ended: Error | undefined;
  /** @throws UsageError when there is no model in the folder that can be used */
  readonly loaded: Promise<Loaded>;

  /** @param folder absolute @param name the model's, for messages */
  constructor(folder: string, pins: FilePins, name: string) {
    // What an engine writes is messages to its host: nothing that a library writes may come between. It is not read either,
    // since who reads it is kept alive by it.
    this.#worker = new Worker(place, { workerData: { folder, pins }, execArgv: [], stdout: true });
    const { promise, resolve, reject } = Promise.withResolvers<Loaded>();
    this.loaded = promise;
    // Told to whoever waits; nobody may be waiting any more.
    promise.catch(() => undefined);
    const end = (error: Error): void => {
      this.#ended ??= error;
      reject(this.#ended);
      for (const { reject: fail } of this.#waiting.values()) fail(this.#ended);
      this.#waiting.clear();
    };
    this.#worker.on('message', (value: unknown) => {
      const message = fromWorker.parse(value);
      if (message.type === 'ready') resolve(message);
      else if (message.type === 'unusable') end(new UsageError(message.message));
      else this.#answer(message, name);
      if (message.type === 'ready') this.#worker.unref();
    });
    this.#worker.on('error', (error: unknown) => {
      end(
        new ModelError(
          'server',
          `${name} has stopped: ${messageOf(error)}. Run the same again; if it stops again, choose a smaller model.`,
        ),
      );
    });
    this.#worker.on('exit', () => {
      end(new ModelError('server', `${name} was closed`));
    });
  }

  /** True once it can embed nothing more. */
  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /** @throws ModelError; the signal's reason. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Embedded> {
    signal.throwIfAborted();
    await this.loaded;
    if (this.#ended !== undefined) throw this.#ended;
    signal.throwIfAborted();
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Embedded>();
    this.#waiting.set(id, { resolve, reject });
    this.#worker.ref();
    const listener: AbortListener = {
      aborted: () => {
        this.#post({ type: 'cancel', id });
        this.#done(id);
        reject(reasonOf(signal));
      },
    };
    onAbort(signal, listener);
    this.#post({ type: 'embed', id, texts: [...texts] });
    try {
      return await promise;
    } finally {
      offAbort(signal, listener);
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #answer(message: Extract<FromWorker, { readonly id: number }>, name: string): void {
    const waiting = this.#waiting.get(message.id);
    this.#done(message.id);
    if (message.type === 'embedded') waiting?.resolve(message);
    else waiting?.reject(new ModelError('bad-request', `${name} could not embed a text: ${message.message}`));
  }

  #done(id: number): void {
    this.#waiting.delete(id);
    if (!this.isBusy) this.#worker.unref();
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
