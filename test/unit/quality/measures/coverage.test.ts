import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildConceptGraph } from '../../../../src/core/graph/concept-graph.ts';
import { CoverageTally } from '../../../../src/core/quality/coverage/concept-coverage.ts';
import { Foremost } from '../../../../src/core/quality/coverage/foremost.ts';
import { compareUnigrams, UnigramTable } from '../../../../src/core/quality/coverage/unigrams.ts';

const finished = <T>(steps: Generator<undefined, T>): T => {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};

const tableOf = (...texts: string[]): UnigramTable => {
  const table = new UnigramTable();
  texts.forEach((text) => {
    table.add(text);
  });
  return table;
};
const compared = (test: UnigramTable, train: UnigramTable, limit = 20) => finished(compareUnigrams(test, train, { limit }));

describe('Words of training texts against those of test texts', () => {
  it('have figures that a hand computes', () => {
    // p: tide 2, moon 1, ebb 1; q: tide 1, moon 3. The union has 3 words: p̃ = (3, 2, 2) / 7, q̃ = (2, 4, 1) / 7.
    const found = compared(tableOf('tide moon', 'Tide ebb'), tableOf('tide moon moon moon'));
    expect(found).toMatchObject({ test: { words: 4, types: 3 }, train: { words: 4, types: 2 }, typeCoverage: 2 / 3, tokenCoverage: 0.75 });
    const adds = { tide: (3 / 7) * Math.log(3 / 2), moon: (2 / 7) * Math.log(2 / 4), ebb: (2 / 7) * Math.log(2) };
    expect(found.divergence).toBeCloseTo(adds.tide + adds.moon + adds.ebb, 12);
    expect(found.most.map(({ word, test, train }) => [word, test, train])).toEqual([
      ['ebb', 1, 0],
      ['tide', 2, 1],
    ]);
    expect(found.most[0]!.adds).toBeCloseTo(adds.ebb, 12);
  });

  it('have none where one of them has no words', () => {
    expect(compared(tableOf('...'), tableOf('tide'))).toMatchObject({
      typeCoverage: null,
      tokenCoverage: null,
      divergence: null,
      most: [],
    });
    expect(compared(tableOf('tide'), tableOf(''))).toMatchObject({ typeCoverage: 0, tokenCoverage: 0, divergence: null, most: [] });
  });

  it('do not diverge from themselves, and never by less than nothing', () => {
    const text = fc.array(fc.constantFrom('tide', 'moon', 'ebb', 'neap', '潮'), { maxLength: 30 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [test, train] = [tableOf(a), tableOf(b)];
        const itself = compared(test, tableOf(a));
        if (test.total > 0) expect(itself).toMatchObject({ typeCoverage: 1, tokenCoverage: 1, divergence: 0 });
        const { divergence, most, typeCoverage } = compared(test, train);
        if (divergence !== null) {
          expect(divergence).toBeGreaterThanOrEqual(0);
          expect(most.reduce((sum, { adds }) => sum + adds, 0)).toBeGreaterThanOrEqual(divergence - 1e-12);
        }
        if (typeCoverage !== null) expect(typeCoverage).toSatisfy((share: number) => share >= 0 && share <= 1);
        // More training text covers no less.
        expect(compared(test, tableOf(b, 'tide')).typeCoverage ?? 0).toBeGreaterThanOrEqual(typeCoverage ?? 0);
      }),
    );
  });

  it('give way between thousands of words', () => {
    const steps = compareUnigrams(tableOf(Array.from({ length: 20_000 }, (_, n) => `w${n}`).join(' ')), tableOf('w1'), { limit: 3 });
    let turns = 0;
    while (steps.next().done !== true) turns++;
    expect(turns).toBeGreaterThan(3);
  });
});

describe('The foremost of many', () => {
  it('are those that sorting all would give', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (numbers, limit) => {
        const foremost = new Foremost<number>(limit, (a, b) => a - b);
        numbers.forEach((number) => {
          foremost.add(number);
        });
        expect(foremost.items()).toEqual(numbers.toSorted((a, b) => a - b).slice(0, limit));
      }),
    );
  });
});

const graph = buildConceptGraph([
  { id: '1', topics: ['t:tides'], concepts: ['c:ebb', 'c:flood'] },
  { id: '2', topics: ['t:tides', 't:moon'], concepts: ['c:perigee'] },
  { id: '3', topics: ['t:moon'], concepts: ['c:perigee', 'c:apogee'] },
]);

describe('Coverage of a graph', () => {
  it('counts nodes and edges that some set holds, and lists what has the fewest samples', () => {
    const tally = new CoverageTally(graph);
    // Ebb and perigee stand in no unit together, so they are no edge.
    tally.add(['t:tides', 'c:ebb', 'c:perigee']);
    tally.add(['t:tides', 'c:ebb', 'c:ebb', 'c:gone']);
    tally.add(['c:gone']);
    const found = finished(tally.result(2));
    expect(found).toMatchObject({ topics: { total: 2, covered: 1 }, concepts: { total: 4, covered: 2 }, without: 1, isExact: true });
    // Tides–ebb and tides–perigee of 8: t–t 1, tides with 3, moon with 2, ebb–flood, perigee–apogee.
    expect(found.edges).toEqual({ total: 8, covered: 2 });
    expect(found.leastTopics).toEqual([
      { id: 't:moon', frequency: 2, samples: 0 },
      { id: 't:tides', frequency: 2, samples: 2 },
    ]);
    expect(found.leastConcepts.map(({ id, samples }) => [id, samples])).toEqual([
      ['c:apogee', 0],
      ['c:flood', 0],
    ]);
  });

  it('is whole where each unit is a set, and grows with every sample, whatever the order', () => {
    const all = ['t:tides', 't:moon', 'c:ebb', 'c:flood', 'c:perigee', 'c:apogee'];
    const units = new CoverageTally(graph);
    units.add(['t:tides', 'c:ebb', 'c:flood']);
    units.add(['t:tides', 't:moon', 'c:perigee']);
    units.add(['t:moon', 'c:perigee', 'c:apogee']);
    const whole = finished(units.result(9));
    expect(whole.edges.covered).toBe(whole.edges.total);
    expect(whole.topics.covered + whole.concepts.covered).toBe(6);
    fc.assert(
      fc.property(fc.array(fc.subarray(all), { minLength: 1, maxLength: 6 }), (sets) => {
        const [forwards, backwards, fewer] = [sets, sets.toReversed(), sets.slice(1)].map((each) => {
          const tally = new CoverageTally(graph);
          each.forEach((set) => {
            tally.add(set);
          });
          return finished(tally.result(9));
        });
        expect(backwards).toEqual(forwards);
        expect(forwards!.edges.covered).toBeGreaterThanOrEqual(fewer!.edges.covered);
        expect(forwards!.edges.covered).toBeLessThanOrEqual(8);
      }),
    );
  });
});
