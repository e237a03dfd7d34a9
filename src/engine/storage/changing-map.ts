/** Changes remembered at most; who last looked before them looks at everything. */
const remembered = 20_000;

/** A map that is brought in step in place, and knows what of it has changed. */
export interface Changing<V> extends ReadonlyMap<string, V> {
  /** Rises with every change; no two maps have the same. */
  readonly version: number;
  /** The keys whose value has changed since a version; null when that is not known, or not known any more. */
  changedSince(version: number): ReadonlySet<string> | null;
}

let versions = 0;

export class ChangingMap<V> extends Map<string, V> implements Changing<V> {
  version = ++versions;
  #changes: { readonly version: number; readonly key: string }[] = [];
  /** Before this version, nothing is known of changes. */
  #known = this.version;

  change(values: ReadonlyMap<string, V>): void {
    if (values.size === 0) return;
    this.version = ++versions;
    for (const [key, value] of values) {
      this.set(key, value);
      this.#changes.push({ version: this.version, key });
    }
    if (this.#changes.length <= remembered) return;
    this.#changes = [];
    this.#known = this.version;
  }

  changedSince(version: number): ReadonlySet<string> | null {
    if (version < this.#known || version > this.version) return null;
    const keys = new Set<string>();
    for (let at = this.#changes.length - 1; at >= 0 && this.#changes[at]!.version > version; at--) keys.add(this.#changes[at]!.key);
    return keys;
  }
}
