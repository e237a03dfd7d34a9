import type { SamplePages } from './pages.ts';

/** The samples ticked for one action on all of them. */
export class Checked {
  #ids: ReadonlySet<string> = new Set();
  /** The row a range is drawn from. */
  #anchor: number | null = null;

  get size(): number {
    return this.#ids.size;
  }

  has(sample: string): boolean {
    return this.#ids.has(sample);
  }

  list(): string[] {
    return [...this.#ids];
  }

  toggle(sample: string, row: number | null): void {
    const ids = new Set(this.#ids);
    if (!ids.delete(sample)) ids.add(sample);
    this.#ids = ids;
    this.#anchor = row;
  }

  /** Ticks all from the last toggled row to this one, as far as they are here. */
  extend(row: number, pages: SamplePages): void {
    const anchor = this.#anchor ?? row;
    const ids = new Set(this.#ids);
    for (let at = Math.min(anchor, row); at <= Math.max(anchor, row); at++) {
      const sample = pages.at(at);
      if (sample !== null) ids.add(sample.id);
    }
    this.#ids = ids;
  }

  set(samples: readonly string[]): void {
    this.#ids = new Set(samples);
    this.forgetRows();
  }

  /** The next range is drawn from where it is begun. */
  forgetRows(): void {
    this.#anchor = null;
  }

  clear(): void {
    this.set([]);
  }
}
