/** Number of times that each spelling of one concept occurs. Nearly all concepts have one: only the others have a map. */
export class Spellings {
  #only: string;
  #times = 1;
  #all: Map<string, number> | null = null;

  constructor(label: string) {
    this.#only = label;
  }

  add(label: string): void {
    if (this.#all === null && label !== this.#only) this.#all = new Map([[this.#only, this.#times]]);
    if (this.#all === null) this.#times += 1;
    else this.#all.set(label, (this.#all.get(label) ?? 0) + 1);
  }

  /** @returns how many are left, of all spellings */
  remove(label: string): number {
    if (this.#all === null) return (this.#times -= 1);
    const left = (this.#all.get(label) ?? 0) - 1;
    if (left > 0) this.#all.set(label, left);
    else this.#all.delete(label);
    const [first, ...others] = this.#all;
    if (first === undefined || others.length > 0) return this.#all.size;
    [this.#only, this.#times] = first;
    this.#all = null;
    return this.#times;
  }

  /** The first in code-unit order when several are. */
  get mostFrequent(): string {
    if (this.#all === null) return this.#only;
    let [best, most] = ['', 0];
    for (const [label, count] of this.#all) if (count > most || (count === most && label < best)) [best, most] = [label, count];
    return best;
  }
}
