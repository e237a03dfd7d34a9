/** Disjoint sets of the numbers 0, 1, 2 …; the least of a set stands for it. Finds by path halving (Tarjan and van Leeuwen 1984). */
export class DisjointSets {
  readonly #parents: number[];

  /** @param size numbers that are there from the beginning, each a set of its own */
  constructor(size = 0) {
    this.#parents = Array.from({ length: size }, (_, at) => at);
  }

  /** Adds the next number, as a set of its own. @returns it */
  add(): number {
    return this.#parents.push(this.#parents.length) - 1;
  }

  /** The least number of the set that a number is in. */
  rootOf(at: number): number {
    const parents = this.#parents;
    let each = at;
    while (parents[each] !== each) {
      const above = parents[parents[each]!]!;
      parents[each] = above;
      each = above;
    }
    return each;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.rootOf(a), this.rootOf(b)];
    if (x !== y) this.#parents[Math.max(x, y)] = Math.min(x, y);
  }
}
