import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/engine/models/clock.ts';

/** Time that passes when the test says so; what waits for it runs in order. */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly due: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.size;
  }

  /** How long until the next timer goes off; infinite when none is set. */
  get nextIn(): number {
    return Math.min(Infinity, ...[...this.#timers].map(({ due }) => due - this.#now));
  }

  /** Lets `ms` pass, timer by timer, and whatever each sets in motion come to rest. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await setImmediate();
      const [next] = [...this.#timers].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.callback();
    }
    this.#now = until;
  }
}
