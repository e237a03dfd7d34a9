/** Counts of the values that a field of words has, with the places where each was found, as many as are wanted. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
  /** The first places; fewer than `count` where there are more than are kept. */
  readonly places: readonly number[];
}

/** Distinct values that are counted one by one; of a free text, nearly each is another. */
const maxDistinct = 10_000;

export class ValueCounter {
  readonly #placesKept: number;
  readonly #values = new Map<string, { count: number; readonly places: number[] }>();
  #uncounted = 0;

  constructor(placesKept: number) {
    this.#placesKept = placesKept;
  }

  add(value: string, place: number): void {
    let held = this.#values.get(value);
    if (held === undefined) {
      if (this.#values.size >= maxDistinct) {
        this.#uncounted++;
        return;
      }
      held = { count: 0, places: [] };
      this.#values.set(value, held);
    }
    held.count++;
    if (held.places.length < this.#placesKept) held.places.push(place);
  }

  /** The most frequent values, by name where they are as frequent; and of the others, how many values and how many were counted. */
  top(limit: number): { readonly values: ValueCount[]; readonly rest: { readonly values: number; readonly count: number } } {
    const all = [...this.#values]
      .map(([value, held]) => ({ value, ...held }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    const rest = all.slice(limit);
    return {
      values: all.slice(0, limit),
      rest: { values: rest.length, count: rest.reduce((sum, { count }) => sum + count, this.#uncounted) },
    };
  }
}
