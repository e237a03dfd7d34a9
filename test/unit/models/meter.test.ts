import { describe, expect, it } from 'vitest';
import { addSpent, nothingSpent, type Spent } from '../../../src/core/samples/spent.ts';
import { costOf, Meter } from '../../../src/engine/models/requests/meter.ts';

const usage = (promptTokens: number, completionTokens: number) => ({ promptTokens, completionTokens, estimated: false });
const price = { prompt: 2, completion: 10 };

describe('what a run has spent', () => {
  it('is counted in calls, tokens and money', () => {
    const meter = new Meter();
    for (let call = 0; call < 3; call += 1) meter.called();
    meter.retried();
    meter.cached();
    meter.paid(usage(1000, 100), price);
    meter.paid(usage(500, 0), { prompt: 0, completion: 0 });
    expect(meter.spent).toEqual({ calls: 3, cached: 1, retried: 1, tokens: { prompt: 1500, completion: 100 }, cost: 0.003 });
  });

  it('has no known cost once anything of unknown price was used, and is not free', () => {
    const meter = new Meter();
    meter.paid(usage(1000, 100), undefined);
    meter.paid(usage(1000, 100), price);
    expect(meter.spent.cost).toBeNull();
    expect(costOf(usage(1, 1), undefined)).toBeNull();
  });

  it('has no known cost either where a model of unknown price is to be asked', () => {
    const meter = new Meter();
    meter.unpriced();
    expect(meter.takeReading()).toEqual({ ...nothingSpent, cost: null });
    expect(meter.spent.cost).toBeNull();
  });

  it('goes on from what the run had spent before it was resumed', () => {
    const before: Spent = { calls: 9, cached: 2, retried: 1, tokens: { prompt: 900, completion: 90 }, cost: 0.5 };
    const meter = new Meter(before);
    expect(meter.spent).toEqual(before);
    meter.called();
    meter.paid(usage(100, 10), price);
    expect(meter.spent).toMatchObject({ calls: 10, tokens: { prompt: 1000, completion: 100 } });
    expect(meter.spent.cost).toBeCloseTo(0.5003, 10);
    expect(new Meter({ ...before, cost: null }).spent.cost).toBeNull();
  });
});

describe('a reading', () => {
  it('is what was spent since the last one, and all of them add up', () => {
    const before: Spent = { ...nothingSpent, calls: 5, cost: 1 };
    const meter = new Meter(before);
    expect(meter.takeReading()).toEqual(nothingSpent);
    meter.called();
    meter.paid(usage(10, 1), price);
    const first = meter.takeReading();
    expect(first).toMatchObject({ calls: 1, tokens: { prompt: 10, completion: 1 } });
    meter.cached();
    const second = meter.takeReading();
    expect(second).toEqual({ ...nothingSpent, cached: 1 });
    expect([first, second].reduce(addSpent, before)).toEqual(meter.spent);
  });

  it('knows its own cost, also after something of unknown price', () => {
    const meter = new Meter({ ...nothingSpent, cost: null });
    meter.paid(usage(10, 1), undefined);
    expect(meter.takeReading().cost).toBeNull();
    meter.paid(usage(1000, 100), price);
    expect(meter.takeReading().cost).toBe(0.003);
    expect(meter.spent.cost).toBeNull();
  });
});
