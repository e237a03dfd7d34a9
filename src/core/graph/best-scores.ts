/** The highest `count` Jaccard scores met so far, as fractions overlap / union of integers: equal scores compare equal. */
export class BestScores {
  readonly count: number;
  readonly #overlaps: number[] = [];
  readonly #unions: number[] = [];
  /** The lowest of them; 0/1 while there are fewer than `count`. */
  #overlap = 0;
  #union = 1;

  constructor(count: number) {
    this.count = count;
  }

  /** Tells whether a score is at least as high as the lowest of them. */
  reaches(overlap: number, union: number): boolean {
    return overlap * this.#union >= this.#overlap * union;
  }

  /** Takes a score that reaches; true when the lowest rose. */
  add(overlap: number, union: number): boolean {
    const before = this.#overlaps.length;
    if (before === this.count && overlap * this.#union === this.#overlap * union) return false;
    let place = before;
    while (place > 0 && overlap * this.#unions[place - 1]! > this.#overlaps[place - 1]! * union) place--;
    this.#overlaps.splice(place, 0, overlap);
    this.#unions.splice(place, 0, union);
    this.#overlaps.length = Math.min(this.count, before + 1);
    this.#unions.length = this.#overlaps.length;
    if (this.#overlaps.length < this.count) return false;
    this.#overlap = this.#overlaps[this.count - 1]!;
    this.#union = this.#unions[this.count - 1]!;
    return true;
  }

  /**
   * The size of the largest unit that reaches the lowest by sharing `shared` nodes with a set: the largest s with
   * shared / (setSize + s − shared) ≥ overlap / union. Below `shared` when no unit does.
   */
  largestUnit(shared: number, setSize: number): number {
    return this.#overlap === 0 ? Infinity : Math.floor((shared * this.#union) / this.#overlap) - setSize + shared;
  }
}
