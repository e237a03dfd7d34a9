import { describe, expect, it } from 'vitest';
import { addUsage, noUsage, type RunUsage } from '../../../src/core/samples/run-usage.ts';
import { costOf, UsageCounter } from '../../../src/engine/models/requests/usage-counter.ts';

const usage = (promptTokens: number, completionTokens: number) => ({ promptTokens, completionTokens, estimated: false });
const price = { prompt: 2, completion: 10 };

describe('the usage of a run', () => {
  it('is counted in calls, tokens and money', () => {
    const counter = new UsageCounter();
    for (let call = 0; call < 3; call += 1) counter.called();
    counter.retried();
    counter.cached();
    counter.paid(usage(1000, 100), price);
    counter.paid(usage(500, 0), { prompt: 0, completion: 0 });
    expect(counter.total).toEqual({ calls: 3, cached: 1, retried: 1, tokens: { prompt: 1500, completion: 100 }, cost: 0.003 });
  });

  it('has no known cost once anything of unknown price was used, and is not free', () => {
    const counter = new UsageCounter();
    counter.paid(usage(1000, 100), undefined);
    counter.paid(usage(1000, 100), price);
    expect(counter.total.cost).toBeNull();
    expect(costOf(usage(1, 1), undefined)).toBeNull();
  });

  it('has no known cost either where a model of unknown price is to be asked', () => {
    const counter = new UsageCounter();
    counter.unpriced();
    expect(counter.takeUsage()).toEqual({ ...noUsage, cost: null });
    expect(counter.total.cost).toBeNull();
  });

  it('goes on from what the run had used before it was resumed', () => {
    const before: RunUsage = { calls: 9, cached: 2, retried: 1, tokens: { prompt: 900, completion: 90 }, cost: 0.5 };
    const counter = new UsageCounter(before);
    expect(counter.total).toEqual(before);
    counter.called();
    counter.paid(usage(100, 10), price);
    expect(counter.total).toMatchObject({ calls: 10, tokens: { prompt: 1000, completion: 100 } });
    expect(counter.total.cost).toBeCloseTo(0.5003, 10);
    expect(new UsageCounter({ ...before, cost: null }).total.cost).toBeNull();
  });
});

describe('a reading', () => {
  it('is what was used since the last one, and all of them add up', () => {
    const before: RunUsage = { ...noUsage, calls: 5, cost: 1 };
    const counter = new UsageCounter(before);
    expect(counter.takeUsage()).toEqual(noUsage);
    counter.called();
    counter.paid(usage(10, 1), price);
    const first = counter.takeUsage();
    expect(first).toMatchObject({ calls: 1, tokens: { prompt: 10, completion: 1 } });
    counter.cached();
    const second = counter.takeUsage();
    expect(second).toEqual({ ...noUsage, cached: 1 });
    expect([first, second].reduce(addUsage, before)).toEqual(counter.total);
  });

  it('knows its own cost, also after something of unknown price', () => {
    const counter = new UsageCounter({ ...noUsage, cost: null });
    counter.paid(usage(10, 1), undefined);
    expect(counter.takeUsage().cost).toBeNull();
    counter.paid(usage(1000, 100), price);
    expect(counter.takeUsage().cost).toBe(0.003);
    expect(counter.total.cost).toBeNull();
  });
});
