import { addUsage, noUsage, type RunUsage } from '../../../core/samples/run-usage.ts';
import type { Usage } from '../../../core/samples/sample.ts';
import type { Price } from '../../../protocol/profile.ts';

/** In US dollars; null when the price is not known, which is not the same as free. */
export function costOf({ promptTokens, completionTokens }: Omit<Usage, 'estimated'>, price: Price | undefined): number | null {
  return price === undefined ? null : (promptTokens * price.prompt + completionTokens * price.completion) / 1e6;
}

/** Counter of one run's usage, over all the models it calls. */
export class UsageCounter {
  /** Usage that was taken before, and that of earlier parts of the run. */
  #taken: RunUsage;
  #untaken: RunUsage = noUsage;

  constructor(before: RunUsage = noUsage) {
    this.#taken = before;
  }

  /** A model whose price is not known is among those called: what they cost together is not known either. */
  unpriced(): void {
    this.#untaken = { ...this.#untaken, cost: null };
  }

  called(requests = 1): void {
    this.#untaken = { ...this.#untaken, calls: this.#untaken.calls + requests };
  }

  cached(): void {
    this.#untaken = { ...this.#untaken, cached: this.#untaken.cached + 1 };
  }

  retried(): void {
    this.#untaken = { ...this.#untaken, retried: this.#untaken.retried + 1 };
  }

  paid(usage: Usage, price: Price | undefined): void {
    const tokens = { prompt: usage.promptTokens, completion: usage.completionTokens };
    this.#untaken = addUsage(this.#untaken, { ...noUsage, tokens, cost: costOf(usage, price) });
  }

  /** Usage of the whole run, its earlier parts included. */
  get total(): RunUsage {
    return addUsage(this.#taken, this.#untaken);
  }

  /** Takes the usage since this was last called. All that was taken, with what was used before, adds up to `total`. */
  takeUsage(): RunUsage {
    const untaken = this.#untaken;
    this.#taken = this.total;
    this.#untaken = noUsage;
    return untaken;
  }
}
