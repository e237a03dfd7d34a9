/** Changes that stand apart from what they change, at most: a map of a hundred thousand takes longer to copy than a saved file to read. */
const apart = 2000;

/** A map that stays as it is: one with some entries different is another, which shares the rest. */
export class LayeredMap<K, V> {
  readonly #below: ReadonlyMap<K, V>;
  /** Entries that are different; undefined for those that are not there any more. */
  readonly #above: ReadonlyMap<K, V | undefined>;

  constructor(below: ReadonlyMap<K, V> = new Map<K, V>(), above: ReadonlyMap<K, V | undefined> = new Map<K, V | undefined>()) {
    this.#below = below;
    this.#above = above;
  }

  get(key: K): V | undefined {
    return this.#above.has(key) ? this.#above.get(key) : this.#below.get(key);
  }

  /** @param changes undefined for what is not to be there any more */
  with(changes: ReadonlyMap<K, V | undefined>): LayeredMap<K, V> {
    if (changes.size === 0) return this;
    const above = new Map([...this.#above, ...changes]);
    if (above.size <= apart) return new LayeredMap(this.#below, above);
    const whole = new Map(this.#below);
    for (const [key, value] of above) {
      if (value === undefined) whole.delete(key);
      else whole.set(key, value);
    }
    return new LayeredMap(whole);
  }

  /** In no particular order. */
  *entries(): Generator<readonly [K, V]> {
    for (const entry of this.#below) if (!this.#above.has(entry[0])) yield entry;
    for (const [key, value] of this.#above) if (value !== undefined) yield [key, value];
  }
}
