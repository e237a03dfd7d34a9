/** Times that tell how long an endpoint takes to begin a reply; those before them say little of now. */
const remembered = 64;
/** A reply that does not begin in so many times the longest of them does not come. */
const factor = 5;
/** Bounds below which none is given up, in milliseconds, by how many replies have begun. */
const floors: readonly { readonly begun: number; readonly ms: number }[] = [
  { begun: 8, ms: 90_000 },
  { begun: 3, ms: 180_000 },
];

/**
 * How long the first piece of a reply is waited for. A model that loads, queues or thinks is given many minutes; of one that has just
 * begun dozens of replies within seconds, a request that hangs is told sooner, since a run waits for each of its jobs.
 */
export class Patience {
  #times: number[] = [];

  began(ms: number): void {
    this.#times.push(ms);
    if (this.#times.length >= 2 * remembered) this.#times = this.#times.slice(-remembered);
  }

  /** @param most without anything known */
  limit(most: number): number {
    const floor = floors.find(({ begun }) => this.#times.length >= begun);
    if (floor === undefined) return most;
    const longest = this.#times.slice(-remembered).reduce((max, each) => Math.max(max, each), 0);
    return Math.min(most, Math.max(floor.ms, factor * longest));
  }
}
