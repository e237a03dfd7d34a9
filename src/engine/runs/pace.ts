/** So far back goes what "of late" means. */
const lately = 60_000;

/** Recent speed of some work, and when it will be done at that pace. */
export class Pace {
  readonly #now: () => number;
  /** Readings, oldest first, those older than `lately` but the last of them dropped. */
  #readings: { readonly at: number; readonly done: number }[] = [];

  /** @param now milliseconds, never running backwards */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param done of `total`; the first reading is where it begins, not what was done before it */
  read(done: number, total: number): { readonly perMinute: number | null; readonly etaMs: number | null } {
    const at = this.#now();
    this.#readings.push({ at, done });
    while (this.#readings.length > 2 && this.#readings[1]!.at < at - lately) this.#readings.shift();
    // Hundreds of readings a second tell no more than every tenth.
    if (this.#readings.length > 600) this.#readings = this.#readings.filter((_, index, all) => index % 2 === 0 || index === all.length - 1);
    const first = this.#readings[0]!;
    const [passed, made] = [at - first.at, done - first.done];
    if (passed <= 0 || made <= 0) return { perMinute: null, etaMs: null };
    const perMs = made / passed;
    return { perMinute: perMs * 60_000, etaMs: Math.max(0, total - done) / perMs };
  }
}
