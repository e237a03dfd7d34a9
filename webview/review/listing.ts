import type { HostChannel } from '../ui/host-channel.ts';
import type { SampleOrder } from '../ui/intent.ts';
import { messageOf } from '../ui/resource.ts';
import { pageSize, pagesOf, SamplePages } from './pages.ts';
import type { ListedSample, SampleFilter } from '../../src/protocol/results.ts';

/** The samples a filter lets through, fetched page by page as they come into view. */
export class Listing {
  pages = new SamplePages();
  /** True until the first page of a new filter or order is here. */
  loading = true;
  error: string | null = null;
  /** To be followed by `refresh` where something is listed. */
  order: SampleOrder = 'time';
  #filter: SampleFilter = {};
  #visible = { first: 0, end: 1 };
  #generation = 0;
  #pumping = false;
  readonly #channel: HostChannel;
  readonly #changed: () => void;

  constructor(channel: HostChannel, changed: () => void) {
    this.#channel = channel;
    this.#changed = changed;
  }

  get filter(): SampleFilter {
    return this.#filter;
  }

  async setFilter(filter: SampleFilter): Promise<void> {
    this.#filter = filter;
    await this.#fromTheTop();
  }

  async setOrder(order: SampleOrder): Promise<void> {
    this.order = order;
    await this.#fromTheTop();
  }

  async #fromTheTop(): Promise<void> {
    this.#visible = { first: 0, end: 1 };
    this.loading = true;
    this.#changed();
    await this.refresh();
  }

  /** Fetches anew what is in view; what was here stays until the answer is. */
  async refresh(): Promise<void> {
    const generation = ++this.#generation;
    const fresh = new SamplePages();
    const error = await this.#fetch(fresh, pagesOf(this.#visible.first, this.#visible.end));
    if (generation !== this.#generation) return;
    this.loading = false;
    this.error = error;
    if (error === null) this.pages = fresh;
    this.#changed();
    await this.#pump();
  }

  /** Says which rows are in view. */
  show(first: number, end: number): void {
    this.#visible = { first, end: Math.max(end, first + 1) };
    void this.#pump();
  }

  /** The sample at a row, fetched when it is not here; null past the end or when it cannot be fetched (see `error`). */
  async at(row: number): Promise<ListedSample | null> {
    const { pages } = this;
    const missing = pages.missing(row, row + 1);
    if (missing.length > 0) this.error = await this.#fetch(pages, missing);
    return pages.at(row);
  }

  /** The next pending row at or after `row`, else one before it; looks a page ahead, no further. */
  async nextPending(row: number): Promise<number | null> {
    const { pages } = this;
    await this.#fetch(pages, pages.missing(row, row + pageSize));
    return pages.nextPending(row);
  }

  /** The first pending sample that the filter lets through. */
  async anyPending(): Promise<ListedSample | null> {
    const { status } = this.#filter;
    if (this.pages.counts.pending === 0 || (status !== undefined && !status.includes('pending'))) return null;
    const filter: SampleFilter = { ...this.#filter, status: ['pending'] };
    const list = await this.#channel.request('samples/list', { filter, order: this.order, limit: 1 });
    return list.samples[0] ?? null;
  }

  /** The ids of all samples that the filter lets through. */
  async ids(): Promise<string[]> {
    const { samples } = await this.#channel.request('samples/ids', { filter: this.#filter });
    return samples;
  }

  /** One batch at a time, always for what is in view by then: dragging the scroll bar asks for where it stops, not for all it passed. */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    for (;;) {
      const { pages } = this;
      const missing = pages.missing(this.#visible.first, this.#visible.end);
      if (missing.length === 0 || this.error !== null) break;
      this.error = await this.#fetch(pages, missing);
      this.#changed();
    }
    this.#pumping = false;
  }

  /** Null, or why it failed. */
  async #fetch(into: SamplePages, pages: readonly number[]): Promise<string | null> {
    const query = { filter: this.#filter, order: this.order, limit: pageSize };
    try {
      await Promise.all(
        pages.map(async (page) => {
          into.put(page, await this.#channel.request('samples/list', { ...query, offset: page * pageSize }));
        }),
      );
      return null;
    } catch (cause) {
      return messageOf(cause);
    }
  }
}
