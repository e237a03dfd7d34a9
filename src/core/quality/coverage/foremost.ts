/** The first few of many items in some order, without sorting all of them. */
export class Foremost<T> {
  readonly #limit: number;
  readonly #compare: (a: T, b: T) => number;
  #items: T[] = [];
  /** The last of them when they were last sorted: whatever comes behind it is none of the first few. */
  #bound: T | undefined;

  constructor(limit: number, compare: (a: T, b: T) => number) {
    this.#limit = limit;
    this.#compare = compare;
  }

  add(item: T): void {
    if (this.#bound !== undefined && this.#compare(this.#bound, item) <= 0) return;
    this.#items.push(item);
    // Sorted now and then: what is held stays within twice the limit.
    if (this.#items.length < 2 * this.#limit) return;
    this.#items = this.items();
    this.#bound = this.#items.at(-1);
  }

  /** In their order. */
  items(): T[] {
    return this.#items.toSorted(this.#compare).slice(0, this.#limit);
  }
}
