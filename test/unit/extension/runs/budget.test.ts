import { describe, expect, it } from 'vitest';
import { budgetText, doubled, isAtBudget, parseBudget } from '../../../../src/extension/runs/budget.ts';
import { shortCount } from '../../../../src/extension/runs/figures.ts';
import { dollars, duration } from '../../../../src/protocol/figures.ts';

describe('a budget as it is typed', () => {
  it.each([
    ['200000', { maxTokens: 200_000 }],
    ['200,000', { maxTokens: 200_000 }],
    ['200 000 tokens', { maxTokens: 200_000 }],
    ['200k', { maxTokens: 200_000 }],
    ['1.5M', { maxTokens: 1_500_000 }],
    ['$2.50', { maxCost: 2.5 }],
    ['2.50 USD', { maxCost: 2.5 }],
    ['$1,000', { maxCost: 1000 }],
  ])('%s is %j', (text, budget) => {
    expect(parseBudget(text)).toEqual(budget);
  });

  it.each(['', '0', '$0', '-5', '1.5', 'lots', '1,50', '$1,50', '$', 'k', '1e9', '9'.repeat(20)])('%j is none', (text) => {
    expect(parseBudget(text)).toBeNull();
  });

  it('is read again as it is proposed', () => {
    for (const budget of [{ maxTokens: 1234 }, { maxCost: 0.0042 }, { maxCost: 3 }])
      expect(parseBudget(budgetText(budget))).toEqual(budget);
  });

  it('is proposed doubled to somebody whose run it stopped', () => {
    expect(doubled({ tokens: 500, cost: null })).toEqual({ maxTokens: 1000 });
    expect(doubled({ tokens: 500, cost: 2 })).toEqual({ maxTokens: 1000, maxCost: 4 });
  });

  it('is to be raised where it stopped the run, and not where the run was limited and waits for a batch, or was paused', () => {
    const stopped = { outcome: 'stopped', stoppedBy: 'budget', budget: { tokens: 500, cost: null } } as const;
    expect(isAtBudget(stopped)).toBe(true);
    expect(isAtBudget({ ...stopped, stoppedBy: 'batch' })).toBe(false);
    expect(isAtBudget({ ...stopped, outcome: 'paused', stoppedBy: null })).toBe(false);
    // An older journal does not say what it was.
    expect(isAtBudget({ ...stopped, stoppedBy: null })).toBe(true);
    expect(isAtBudget({ ...stopped, stoppedBy: null, budget: { tokens: null, cost: null } })).toBe(false);
  });
});

describe('figures', () => {
  it('are short', () => {
    expect([0, 980, 12_300, 1_200_000].map(shortCount)).toEqual(['0', '980', '12.3K', '1.2M']);
    expect([0, 0.00042, 0.0421, 0.5, 0.999, 1.5, 1234].map(dollars)).toEqual([
      '$0.00',
      '$0.00042',
      '$0.042',
      '$0.50',
      '$1.00',
      '$1.50',
      '$1234.00',
    ]);
  });

  it('name a time in the unit that needs no fraction, rounded up', () => {
    expect([500, 61_000, 95_000, 3_600_000, 6_000_000, 200_000_000].map(duration)).toEqual([
      { unit: 'seconds', count: 1 },
      { unit: 'seconds', count: 61 },
      { unit: 'minutes', count: 2 },
      { unit: 'minutes', count: 60 },
      { unit: 'hours', count: 2 },
      { unit: 'days', count: 3 },
    ]);
  });
});
