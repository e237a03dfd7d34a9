import { setImmediate } from 'node:timers/promises';
import { reasonOf } from '../clock.ts';
import { onAbort } from '../on-abort.ts';

/** One piece of work that many wait for; called off when the last of them has gone. */
export class SharedWork {
  readonly #controller = new AbortController();
  readonly #end: Promise<void>;
  readonly #onDeserted: () => void;
  #waiting = 0;

  /** `work` begins in a later turn, when those who wait for it have joined. */
  constructor(work: (signal: AbortSignal) => Promise<void>, onDeserted: () => void = () => undefined) {
    this.#onDeserted = onDeserted;
    this.#end = Promise.resolve().then(() => work(this.#controller.signal));
    // Nobody may be left to hear of its failure.
    this.#end.catch(() => undefined);
  }

  async join(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#waiting += 1;
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      left.reject(reasonOf(signal));
      this.#waiting -= 1;
      if (this.#waiting > 0) return;
      this.#onDeserted();
      this.#controller.abort(reasonOf(signal));
    };
    const stay = onAbort(signal, leave);
    try {
      await Promise.race([this.#end, left.promise]);
    } finally {
      stay();
    }
  }
}

/** Lets through so many a turn of the event loop: fifty thousand replies at once would stop everything else. */
export class Turns {
  readonly #size = 200;
  #taken = 0;
  #gate: Promise<void> = Promise.resolve();

  take(): Promise<void> {
    const gate = this.#gate;
    this.#taken += 1;
    if (this.#taken % this.#size === 0) this.#gate = gate.then(() => setImmediate());
    return gate;
  }
}
