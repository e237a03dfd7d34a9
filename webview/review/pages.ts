import type { EngineResult } from '../../src/protocol/engine.ts';
import type { ListedSample } from '../../src/protocol/results.ts';

type SampleList = EngineResult<'samples/list'>;
export type ListedCounts = SampleList['counts'];

export const pageSize = 100;
/** Pages kept beside the visible ones: scrolling back and forth asks nothing twice, and memory stays bounded. */
const pagesKept = 20;

/** A list of any length of which only some pages are here. */
export class SamplePages {
  total = 0;
  counts: ListedCounts = { pending: 0, accepted: 0, rejected: 0, gated: 0 };
  readonly #pages = new Map<number, readonly ListedSample[]>();

  at(row: number): ListedSample | null {
    return this.#pages.get(Math.floor(row / pageSize))?.[row % pageSize] ?? null;
  }

  /** The row of a sample among the pages that are here. */
  rowOf(sample: string): number | null {
    for (const [page, samples] of this.#pages) {
      const at = samples.findIndex(({ id }) => id === sample);
      if (at >= 0) return page * pageSize + at;
    }
    return null;
  }

  /** Pages that rows from `first` to before `end` stand on and that are not here. */
  missing(first: number, end: number): number[] {
    return pagesOf(first, Math.min(end, this.total)).filter((page) => !this.#pages.has(page));
  }

  put(page: number, list: SampleList): void {
    this.total = list.total;
    this.counts = list.counts;
    this.#pages.delete(page);
    this.#pages.set(page, list.samples);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= pagesKept) break;
      this.#pages.delete(oldest);
    }
  }

  /** The first row at or after `row`, and then from the top, of which it is known here that it is pending. */
  nextPending(row: number): number | null {
    const pending: number[] = [];
    for (const [page, samples] of this.#pages) {
      samples.forEach((sample, at) => {
        if (sample.status === 'pending') pending.push(page * pageSize + at);
      });
    }
    pending.sort((a, b) => a - b);
    return pending.find((at) => at >= row) ?? pending[0] ?? null;
  }
}

export function pagesOf(first: number, end: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(Math.max(0, first) / pageSize); page * pageSize < end; page++) pages.push(page);
  return pages;
}
