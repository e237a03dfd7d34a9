import { setImmediate } from 'node:timers/promises';
import { reasonOf } from './clock.ts';
import { type AbortListener, offAbort, onAbort } from './on-abort.ts';

/** So many are told of the end in one turn of the event loop: fifty thousand at once would stop everything else. */
const toldAtOnce = 50;

/**
 * One piece of work that several wait for: begun with the first of them, called off when the last has gone. It holds
 * little for each who waits, since a batch lets tens of thousands wait for hours.
 */
export class SharedWork<T> {
  readonly #controller = new AbortController();
  readonly #waiting = new Set<Waiter<T>>();
  readonly #onOver: (() => void) | undefined;
  #work: ((signal: AbortSignal) => Promise<T>) | undefined;
  #isOver = false;
  /** One for all who wait. */
  readonly #left = (waiter: Waiter<T>, reason: Error): void => {
    this.#waiting.delete(waiter);
    if (this.#waiting.size === 0) this.#desert(reason);
  };

  /** `onOver` is told when it has ended or was called off, before anybody else hears of it: nobody may join after that. */
  constructor(work: (signal: AbortSignal) => Promise<T>, onOver?: () => void) {
    this.#work = work;
    this.#onOver = onOver;
  }

  /** Result of the work. `onLeave` is told when the signal is aborted first. @throws its reason then; the others wait on. */
  join(signal: AbortSignal, onLeave?: () => void): Promise<T> {
    if (signal.aborted) return Promise.reject(reasonOf(signal));
    const waiter = new Waiter<T>(signal, this.#left, onLeave);
    this.#waiting.add(waiter);
    this.#begin();
    return waiter.promise;
  }

  #begin(): void {
    const work = this.#work;
    if (work === undefined) return;
    this.#work = undefined;
    void work(this.#controller.signal).then(
      (value) =>
        this.#end((waiter) => {
          waiter.resolve(value);
        }),
      (error: unknown) =>
        this.#end((waiter) => {
          waiter.reject(error);
        }),
    );
  }

  #desert(reason: Error): void {
    // The last of those who were still to be told of its end.
    if (this.#isOver) return;
    this.#over();
    this.#controller.abort(reason);
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onOver?.();
  }

  async #end(tell: (waiter: Waiter<T>) => void): Promise<void> {
    this.#over();
    let told = 0;
    for (const waiter of this.#waiting) {
      this.#waiting.delete(waiter);
      waiter.stay();
      tell(waiter);
      told += 1;
      if (told % toldAtOnce === 0) await setImmediate();
    }
  }
}

/** One who waits until it is told, or until its signal is aborted. */
class Waiter<T> implements AbortListener {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
  readonly #signal: AbortSignal;
  readonly #left: (waiter: Waiter<T>, reason: Error) => void;
  readonly #onLeave: (() => void) | undefined;

  constructor(signal: AbortSignal, left: (waiter: Waiter<T>, reason: Error) => void, onLeave: (() => void) | undefined) {
    ({ promise: this.promise, resolve: this.resolve, reject: this.reject } = Promise.withResolvers<T>());
    this.#signal = signal;
    this.#left = left;
    this.#onLeave = onLeave;
    onAbort(signal, this);
  }

  stay(): void {
    offAbort(this.#signal, this);
  }

  aborted(signal: AbortSignal): void {
    const reason = reasonOf(signal);
    this.stay();
    this.reject(reason);
    this.#onLeave?.();
    this.#left(this, reason);
  }
}

/** Works under way, by what they are for. */
export class SharedWorks<T> {
  readonly #underWay = new Map<string, SharedWork<T>>();

  has(key: string): boolean {
    return this.#underWay.has(key);
  }

  /** Joins the work for a key; begins it when there is none. */
  join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) return Promise.reject(reasonOf(signal));
    const known = this.#underWay.get(key);
    if (known !== undefined) return known.join(signal);
    const begun = new SharedWork(work, () => this.#underWay.delete(key));
    this.#underWay.set(key, begun);
    return begun.join(signal);
  }
}
