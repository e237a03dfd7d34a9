import { addSpent, nothingSpent, type Spent } from '../../../core/samples/spent.ts';
import type { Usage } from '../../../core/samples/sample.ts';
import type { Price } from '../../../protocol/profile.ts';

/** In US dollars; null when the price is not known, which is not the same as free. */
export function costOf({ promptTokens, completionTokens }: Omit<Usage, 'estimated'>, price: Price | undefined): number | null {
  return price === undefined ? null : (promptTokens * price.prompt + completionTokens * price.completion) / 1e6;
}

/** Counts for one run, over all the models it asks. */
export class Meter {
  /** Spending that was read before, and that of earlier parts of the run. */
  #settled: Spent;
  #fresh: Spent = nothingSpent;

  constructor(before: Spent = nothingSpent) {
    this.#settled = before;
  }

  /** A model whose price is not known is among those asked: what they cost together is not known either. */
  unpriced(): void {
    this.#fresh = { ...this.#fresh, cost: null };
  }

  called(requests = 1): void {
    this.#fresh = { ...this.#fresh, calls: this.#fresh.calls + requests };
  }

  cached(): void {
    this.#fresh = { ...this.#fresh, cached: this.#fresh.cached + 1 };
  }

  retried(): void {
    this.#fresh = { ...this.#fresh, retried: this.#fresh.retried + 1 };
  }

  paid(usage: Usage, price: Price | undefined): void {
    const tokens = { prompt: usage.promptTokens, completion: usage.completionTokens };
    this.#fresh = addSpent(this.#fresh, { ...nothingSpent, tokens, cost: costOf(usage, price) });
  }

  /** Over the whole run, its earlier parts included. */
  get spent(): Spent {
    return addSpent(this.#settled, this.#fresh);
  }

  /** Takes what was spent since this was last called. All readings, with what was spent before, add up to `spent`. */
  takeReading(): Spent {
    const reading = this.#fresh;
    this.#settled = this.spent;
    this.#fresh = nothingSpent;
    return reading;
  }
}
