import type { CancellationToken } from 'vscode-jsonrpc/node';
import type { EngineNotifications, EngineParams, EngineResult, WireMethod } from '../../protocol/engine.ts';
import type { Disposable } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import { Emitter } from './emitter.ts';
import type { Event } from './emitter.ts';
import { EngineStopped } from './errors.ts';
import type { EngineExit } from './errors.ts';

/** Parts of an engine process that the supervisor needs; see `EngineConnection`. */
export interface Engine extends Disposable {
  readonly onExit: Event<EngineExit>;
  readonly onChanged: Event<EngineNotifications['changed']>;
  readonly onProgress: Event<EngineNotifications['progress']>;
  readonly onReading: Event<EngineNotifications['reading']>;
  request<M extends WireMethod>(method: M, params: EngineParams<M>, token?: CancellationToken): Promise<EngineResult<M>>;
}

export type EngineState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Reason to tell people something about the engine. */
export type EngineIncident = { readonly kind: 'restarted'; readonly reason: string } | { readonly kind: 'failed'; readonly reason: string };

/** The line that says most: the error's own where there is one, not the stack below it. */
function essence(lastWords: string): string {
  const lines = lastWords.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => /\bError\b.*: /.test(line)) ?? lines.at(-1) ?? '').trim();
}

function describe(exit: EngineExit): string {
  // Output that it wrote before somebody else ended it has nothing to do with its end.
  if (exit.signal) return `it was ended by ${exit.signal}`;
  const how = exit.code === null ? 'it could not be started' : `it ended with code ${exit.code}`;
  const words = essence(exit.lastWords);
  return words ? `${how}: ${words}` : how;
}

/** A crash so long ago says nothing of the next one: a window stays open for weeks. */
const remembered = 10 * 60_000;

/**
 * Keeps one engine running: starts it at the first request, starts it again after a crash, gives up after a second one
 * within ten minutes until somebody asks for a restart.
 */
export class EngineSupervisor implements Disposable {
  readonly #start: () => Promise<Engine>;
  readonly #now: () => number;
  readonly #onState = new Emitter<EngineState>();
  readonly #onIncident = new Emitter<EngineIncident>();
  readonly #onChanged = new Emitter<EngineNotifications['changed']>();
  readonly #onProgress = new Emitter<EngineNotifications['progress']>();
  readonly #onReading = new Emitter<EngineNotifications['reading']>();
  readonly onState = this.#onState.event;
  readonly onIncident = this.#onIncident.event;
  readonly onChanged = this.#onChanged.event;
  readonly onProgress = this.#onProgress.event;
  readonly onReading = this.#onReading.event;
  #state: EngineState = { kind: 'idle' };
  #engine: Promise<Engine> | null = null;
  /** Time at which it last crashed; `-Infinity` for never, or forgiven. */
  #crashedAt = -Infinity;
  #disposed = false;

  /**
   * @param start starts a process; it is called anew for every restart, so that what changed meanwhile (trust) counts.
   *   Fails when there is nothing to start, which a second try would not mend
   * @param now milliseconds, of a clock that nobody sets
   */
  constructor(start: () => Promise<Engine>, now = () => performance.now()) {
    this.#start = start;
    this.#now = now;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** @throws {EngineStopped} while the engine is failed, or when it dies before it answers */
  async request<M extends WireMethod>(method: M, params: EngineParams<M>, token?: CancellationToken): Promise<EngineResult<M>> {
    if (this.#state.kind === 'failed') throw new EngineStopped(`The engine is not running: ${this.#state.reason}`);
    if (this.#disposed) throw new EngineStopped('The engine was shut down.');
    const starting = this.#engine ?? this.#launch();
    const engine = await starting;
    if (this.#engine !== starting) throw new EngineStopped('The engine was stopped while it started.');
    return engine.request(method, params, token);
  }

  /** Ends the process, if there is one, and starts another; past crashes are forgiven. */
  restart(): void {
    this.#drop();
    this.#crashedAt = -Infinity;
    if (!this.#disposed) void this.#launch();
  }

  dispose(): void {
    this.#disposed = true;
    this.#drop();
    for (const emitter of [this.#onState, this.#onIncident, this.#onChanged, this.#onProgress, this.#onReading]) emitter.dispose();
  }

  #launch(): Promise<Engine> {
    this.#setState({ kind: 'starting' });
    const starting = this.#start();
    this.#engine = starting;
    void starting.then(
      (engine) => {
        if (this.#engine === starting) this.#follow(engine, starting);
      },
      (error: unknown) => {
        if (this.#engine === starting) this.#fail(messageOf(error));
      },
    );
    return starting;
  }

  #follow(engine: Engine, starting: Promise<Engine>): void {
    engine.onChanged((change) => {
      this.#onChanged.fire(change);
    });
    engine.onProgress((progress) => {
      this.#onProgress.fire(progress);
    });
    engine.onReading((reading) => {
      this.#onReading.fire(reading);
    });
    engine.onExit((exit) => {
      if (this.#engine === starting) this.#crashed(exit);
    });
    void this.#greet(engine, starting);
  }

  /** The first answer tells that the project can be read, and lets every view fetch what it shows. */
  async #greet(engine: Engine, starting: Promise<Engine>): Promise<void> {
    try {
      const { revision } = await engine.request('status', {});
      if (this.#engine !== starting) return;
      this.#setState({ kind: 'ready' });
      this.#onChanged.fire({ revision });
    } catch (error) {
      // A dead process is handled by its exit; here it lives and refuses.
      if (this.#engine !== starting || error instanceof EngineStopped) return;
      this.#fail(messageOf(error));
    }
  }

  #crashed(exit: EngineExit): void {
    this.#engine = null;
    const isRepeated = this.#now() - this.#crashedAt < remembered;
    this.#crashedAt = this.#now();
    const reason = describe(exit);
    if (isRepeated) {
      this.#fail(reason);
      return;
    }
    this.#onIncident.fire({ kind: 'restarted', reason });
    void this.#launch();
  }

  #fail(reason: string): void {
    this.#drop();
    this.#setState({ kind: 'failed', reason });
    this.#onIncident.fire({ kind: 'failed', reason });
  }

  #drop(): void {
    const starting = this.#engine;
    this.#engine = null;
    // One that could not be started has told so where it was asked for.
    void starting?.then((engine) => engine.dispose()).catch(() => undefined);
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.#onState.fire(state);
  }
}
