import type { InsightsStore, InsightsSurroundings } from '../insights/insights-store.ts';
import type { HostChannel } from '../ui/host-channel.ts';
import { messageOf } from '../ui/resource.ts';
import { ViewStore } from '../ui/store.ts';

/** The way into the insights, whose code is loaded when they are first opened: until then nothing of them is here, and nothing is asked. */
export class InsightsDoor extends ViewStore {
  /** Null until they are loaded. */
  store: InsightsStore | null = null;
  error: string | null = null;
  readonly #channel: HostChannel;
  readonly #around: InsightsSurroundings;
  #loading = false;

  constructor(channel: HostChannel, around: InsightsSurroundings) {
    super();
    this.#channel = channel;
    this.#around = around;
  }

  /** Loads them, and has them measure what was never measured. */
  async open(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    this.error = null;
    this.changed();
    try {
      const { InsightsStore } = await import('../insights/index.ts');
      this.store ??= new InsightsStore(this.#channel, this.#around);
    } catch (cause) {
      this.error = messageOf(cause);
    }
    this.#loading = false;
    this.changed();
    this.store?.look();
  }
}
