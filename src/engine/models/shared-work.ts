import { setImmediate } from 'node:timers/promises';
import { reasonOf } from './clock.ts';
import { onAbort } from './on-abort.ts';

interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
  /** Ends the listening to its signal. */
  readonly stay: () => void;
}

/** So many are told of the end in one turn of the event loop: fifty thousand at once would stop everything else. */
const toldAtOnce = 50;

/**
 * One piece of work that several wait for: begun with the first of them, called off when the last has gone. Written
 * without `async`, since tens of thousands may wait here for hours, and each frame that waits takes half a kilobyte.
 */
export class SharedWork<T> {
  readonly #controller = new AbortController();
  readonly #waiting = new Set<Waiter<T>>();
  readonly #onOver: () => void;
  #work: ((signal: AbortSignal) => Promise<T>) | undefined;
  #isOver = false;

  /** `onOver` is told when it has ended or was called off, before anybody else hears of it: nobody may join after that. */
  constructor(work: (signal: AbortSignal) => Promise<T>, onOver: () => void = () => undefined) {
    this.#work = work;
    this.#onOver = onOver;
  }

  /** What comes of it. @throws the signal's reason when that is aborted first; the others wait on. */
  join(signal: AbortSignal): Promise<T> {
    if (signal.aborted) return Promise.reject(reasonOf(signal));
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        if (!this.#waiting.delete(waiter)) return;
        waiter.stay();
        reject(reasonOf(signal));
        if (this.#waiting.size === 0) this.#desert(reasonOf(signal));
      };
      const waiter: Waiter<T> = { resolve, reject, stay: onAbort(signal, leave) };
      this.#waiting.add(waiter);
      this.#begin();
    });
  }

  #begin(): void {
    const work = this.#work;
    if (work === undefined) return;
    this.#work = undefined;
    void work(this.#controller.signal).then(
      (value) =>
        this.#end(({ resolve }) => {
          resolve(value);
        }),
      (error: unknown) =>
        this.#end(({ reject }) => {
          reject(error);
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
    this.#onOver();
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
