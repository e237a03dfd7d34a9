/** Arithmetic of the LLM cluster-agent: draws, scores, criteria and groups taken together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSamples } from '../../../src/core/quality/cluster-agent/draw.ts';
import { MergedGroups } from '../../../src/core/quality/cluster-agent/named-groups.ts';
import { countProposals } from '../../../src/core/quality/cluster-agent/proposals.ts';
import { diversityScore, scoreOfRound } from '../../../src/core/quality/cluster-agent/score.ts';
import { shownSample } from '../../../src/core/quality/cluster-agent/shown-sample.ts';

/** Groups by their sizes: valid, but for those that a minus marks. */
const groups = (...sizes: readonly number[]) => sizes.map((size) => ({ size: Math.abs(size), valid: size > 0 }));

describe('the score of a round of ten samples', () => {
  it.each([
    ['all alike: C = 1, S = 10', groups(10), 1 / 10],
    ['all apart: C = 10, S = 1', groups(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 10],
    ['two halves: C = 2, S = 5', groups(5, 5), 2 / 5],
    ['five pairs: C = 5, S = 2', groups(2, 2, 2, 2, 2), 5 / 2],
    ['uneven groups: C = 3, S = (5 + 3 + 2) / 3', groups(5, 3, 2), 3 / (10 / 3)],
    ['a large group and four alone: C = 5, S = (6 + 4 · 1) / 5 = 2', groups(6, 1, 1, 1, 1), 5 / 2],
    ['an invalid group is as if it were not there: C = 2, S = (4 + 2) / 2 = 3', groups(4, -4, 2), 2 / 3],
    ['one valid group among invalid ones: C = 1, S = 2', groups(-5, -3, 2), 1 / 2],
    ['samples alone are valid whatever is said of them: C = 2, S = 1', groups(-8, -1, -1), 2],
    ['no valid group: a miss', groups(-6, -4), null],
  ])('%s', (_, round, expected) => {
    if (expected === null) expect(scoreOfRound(round)).toBeNull();
    else expect(scoreOfRound(round)).toBeCloseTo(expected, 12);
  });

  it('lies between 1/K and K while every group is valid, and finer groups score higher', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 10 }), (sizes) => {
        const k = sizes.reduce((sum, size) => sum + size, 0);
        const score = scoreOfRound(groups(...sizes))!;
        expect(score).toBeGreaterThanOrEqual(1 / k - 1e-12);
        expect(score).toBeLessThanOrEqual(k + 1e-12);
        const [first, ...others] = sizes;
        if (first! > 1) expect(scoreOfRound(groups(1, first! - 1, ...others))).toBeGreaterThan(score);
      }),
    );
  });
});

describe('the score of several rounds', () => {
  it('is their mean, misses left out, with its standard error', () => {
    // Mean (1 + 2 + 4 + 5) / 4 = 3; squares 4 + 1 + 1 + 4 = 10; s² = 10 / 3; s / √4 = √(10 / 12).
    const score = diversityScore([1, null, 2, 4, null, 5]);
    expect(score).toMatchObject({ mean: 3, rounds: 6, misses: 2 });
    expect(score.standardError).toBeCloseTo(Math.sqrt(10 / 12), 12);
  });

  it('has no error with one round that counts, and no mean with none', () => {
    expect(diversityScore([2.5, null])).toEqual({ mean: 2.5, standardError: null, rounds: 2, misses: 1 });
    expect(diversityScore([null, null])).toEqual({ mean: null, standardError: null, rounds: 2, misses: 2 });
    expect(diversityScore([])).toEqual({ mean: null, standardError: null, rounds: 0, misses: 0 });
    expect(diversityScore([2, 2, 2]).standardError).toBe(0);
    // Their sum is rounded, so that they differ from its fiftieth.
    expect(diversityScore(Array.from({ length: 50 }, () => 8.1)).standardError).toBe(0);
  });
});

describe('a draw', () => {
  const items = Array.from({ length: 30 }, (_, at) => `s${at}`);
  const draw = (size: number, index: number, seed = 1) => drawSamples(items, size, { purpose: 'round', seed, index });

  it('is of different items, and the same for the same seed and number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.nat(), fc.nat(), (size, index, seed) => {
        const drawn = draw(size, index, seed);
        expect(new Set(drawn).size).toBe(size);
        expect(drawn.every((item) => items.includes(item))).toBe(true);
        expect(draw(size, index, seed)).toEqual(drawn);
      }),
    );
  });

  it('differs by number, seed and purpose', () => {
    const [a, ...others] = [draw(10, 0), draw(10, 1), draw(10, 0, 2), drawSamples(items, 10, { purpose: 'criteria', seed: 1, index: 0 })];
    for (const other of others) expect(other).not.toEqual(a);
  });

  it('takes every item as often as any other: within four standard deviations in 6000 draws of 10 of 30', () => {
    const counts = new Map(items.map((item) => [item, 0]));
    for (let index = 0; index < 6000; index++) for (const item of draw(10, index)) counts.set(item, counts.get(item)! + 1);
    // Binomial: mean 6000 / 3, variance 6000 · 1/3 · 2/3.
    const most = 4 * Math.sqrt((6000 * 2) / 9);
    for (const [item, count] of counts) expect(Math.abs(count - 2000), item).toBeLessThan(most);
  });

  it('of more than there are is refused', () => {
    expect(() => draw(31, 0)).toThrow('31 cannot be drawn from 30');
  });
});

describe('criteria of several draws', () => {
  const criterion = (name: string, definition = `about ${name}`) => ({ name, definition });

  it('are counted by name, whatever its case and number, the most frequent first', () => {
    const { shown, leftOut } = countProposals([
      [criterion('Length'), criterion('Subject', 'what it is about')],
      [criterion('subject'), criterion('Tone')],
      [criterion('**Subjects**'), criterion('length')],
    ]);
    expect(shown.map(({ name, times, definitions }) => [name, times, definitions])).toEqual([
      ['Subject', 3, ['what it is about', 'about subject', 'about **Subjects**']],
      ['Length', 2, ['about Length', 'about length']],
      ['Tone', 1, ['about Tone']],
    ]);
    expect(leftOut).toBe(0);
    const many = countProposals([1, 1, 2, 3, 4].map((n) => [criterion('Tone', `tone ${n}`)]));
    expect(many.shown).toEqual([{ name: 'Tone', times: 5, definitions: ['tone 1', 'tone 2', 'tone 3'] }]);
  });

  it('beyond the first 150 are left out, and counted', () => {
    const draws = Array.from({ length: 100 }, (_, draw) => [criterion('Subject'), criterion(`a${draw}x`), criterion(`b${draw}x`)]);
    const { shown, leftOut } = countProposals(draws);
    expect([shown.length, leftOut]).toEqual([150, 51]);
    expect(shown[0]).toMatchObject({ name: 'Subject', times: 100 });
  });
});

describe('groups of several rounds', () => {
  it('are put together by name; only samples of valid ones belong to it', () => {
    const merged = new MergedGroups();
    merged.add({ name: 'Tide tables', samples: ['a', 'b'], valid: true });
    merged.add({ name: 'tide table', samples: ['b', 'c'], valid: true });
    merged.add({ name: 'Tide Tables', samples: ['d', 'e'], valid: false });
    merged.add({ name: 'Proofs', samples: ['f'], valid: true });
    merged.add({ name: '', samples: ['g', 'h', 'i', 'j'], valid: false });
    expect(merged.all()).toEqual([
      { name: 'Tide tables', groups: 3, valid: 2, samples: ['a', 'b', 'c'] },
      { name: 'Proofs', groups: 1, valid: 1, samples: ['f'] },
      { name: '', groups: 1, valid: 0, samples: [] },
    ]);
  });
});

describe('a sample in a prompt', () => {
  const sentence = 'The range at spring tide is half as much again as at neap tide.';

  it('has its parts under their labels, without empty ones', () => {
    expect(shownSample({ shape: 'qa', question: 'How often?', answer: '' })).toBe('Question: How often?');
    expect(shownSample({ shape: 'text', title: 'Tides', text: 'They come twice.' })).toBe('Title: Tides\nText: They come twice.');
  });

  it('ends with a whole sentence where it is long, and sooner for a smaller share', () => {
    const content = { shape: 'text' as const, title: 'Tides', text: Array<string>(100).fill(sentence).join(' ') };
    const whole = shownSample(content);
    expect(whole.length).toBeLessThanOrEqual(1502);
    expect(whole.length).toBeGreaterThan(1300);
    expect(whole.endsWith(`${sentence} …`)).toBe(true);
    expect(shownSample(content, 0.25).length).toBeLessThan(378);
  });

  it('is cut within a sentence that has no end, and not within a character', () => {
    const shown = shownSample({ shape: 'text', title: 'x', text: '🌊'.repeat(5000) });
    expect(shown.length).toBeLessThanOrEqual(1502);
    expect(shown.isWellFormed()).toBe(true);
  });
});
