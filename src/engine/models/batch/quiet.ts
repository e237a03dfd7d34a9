import type { Clock } from '../clock.ts';

/** So long after the last request no other is on its way that could be in the same file. */
const quietMs = 300;

/** Calls back when nothing has stirred for a moment. */
export class Quiet {
  readonly #clock: Clock;
  readonly #onQuiet: () => void;
  #due = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, onQuiet: () => void) {
    this.#clock = clock;
    this.#onQuiet = onQuiet;
  }

  /** Begins the moment anew. */
  stir(): void {
    this.#due = this.#clock.now() + quietMs;
    // A timer a request would cost more than the request: the one that is set looks at the new time when it fires.
    if (this.#cancel === undefined) this.#arm(quietMs);
  }

  still(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(ms: number): void {
    const set = this.#clock.now();
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined;
      const now = this.#clock.now();
      // A timer that is late shows that this process was busy, and was not asked for that reason.
      const late = now - set > ms + quietMs / 2;
      if (late) this.#due = now + quietMs;
      // Timers may fire up to a millisecond early.
      if (this.#due > set + ms + 1 || late) this.#arm(Math.max(1, this.#due - now));
      else this.#onQuiet();
    });
  }
}
