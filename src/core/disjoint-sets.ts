/** Disjoint sets of the numbers 0 … size − 1 ; the least of a set stands for it. Finds by path halving (Tarjan and van Leeuwen 1984). */
export class DisjointSets {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, at) => at);
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
