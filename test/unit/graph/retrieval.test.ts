import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import { buildConceptGraph } from '../../../src/core/graph/concept-graph.ts';
import { retrieveReferences } from '../../../src/core/graph/retrieval.ts';
import { nodesOf, unitsArbitrary } from './arbitraries.ts';

const groupOf = (unit: string): string => unit.split('#')[0]!;

/** Jaccard against every unit, then one pick after the other by the rule as it is written. */
function bruteForce(units: readonly ConceptUnit[], set: Iterable<string>, count: number, grouped: boolean) {
  const wanted = new Set(set);
  const scored = units
    .map((unit) => {
      const nodes = nodesOf(unit);
      return { unit: unit.id, overlap: wanted.intersection(nodes).size, union: wanted.union(nodes).size };
    })
    .filter(({ overlap }) => overlap > 0);
  const picked: typeof scored = [];
  while (picked.length < count && picked.length < scored.length) {
    const groups = new Set(picked.map(({ unit }) => groupOf(unit)));
    const stale = (unit: string): number => (grouped && groups.has(groupOf(unit)) ? 1 : 0);
    const [next] = scored
      .filter((other) => !picked.includes(other))
      .sort(
        (a, b) =>
          b.overlap * a.union - a.overlap * b.union || stale(a.unit) - stale(b.unit) || (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0),
      );
    picked.push(next!);
  }
  return picked.map(({ unit, overlap, union }) => ({ unit, jaccard: overlap / union }));
}

describe('reference retrieval', () => {
  const units: ConceptUnit[] = [
    { id: 'one.md#a', topics: ['t:tide'], concepts: ['c:range', 'c:ebb'] },
    { id: 'one.md#b', topics: ['t:tide'], concepts: ['c:range', 'c:flood'] },
    { id: 'two.md#a', topics: ['t:tide'], concepts: ['c:range', 'c:bore'] },
    { id: 'two.md#b', topics: ['t:moon'], concepts: ['c:phase'] },
  ];
  const graph = buildConceptGraph(units);

  it('scores by Jaccard and breaks ties by unit id', () => {
    expect(retrieveReferences(graph, ['t:tide', 'c:range', 'c:flood'])).toEqual([
      { unit: 'one.md#b', jaccard: 1 },
      { unit: 'one.md#a', jaccard: 0.5 },
    ]);
  });

  it('prefers another group among equal scores, never a lower score', () => {
    expect(retrieveReferences(graph, ['t:tide', 'c:range'], 2, { groupOf }).map(({ unit }) => unit)).toEqual(['one.md#a', 'two.md#a']);
    expect(retrieveReferences(graph, ['t:tide', 'c:range', 'c:ebb', 'c:flood'], 2, { groupOf }).map(({ unit }) => unit)).toEqual([
      'one.md#a',
      'one.md#b',
    ]);
  });

  it('counts members the graph does not have in the union', () => {
    expect(retrieveReferences(graph, ['t:moon', 'c:phase', 'c:seed', 'c:seed'], 1)).toEqual([{ unit: 'two.md#b', jaccard: 2 / 3 }]);
    expect(retrieveReferences(graph, ['c:seed'])).toEqual([]);
  });

  it('returns fewer when fewer share anything', () => {
    expect(retrieveReferences(graph, ['c:phase'], 3)).toEqual([{ unit: 'two.md#b', jaccard: 0.5 }]);
    expect(retrieveReferences(graph, ['c:phase'], 0)).toEqual([]);
    expect(() => retrieveReferences(graph, ['c:phase'], -1)).toThrow('count is -1');
  });

  const equalsBruteForce = (given: ConceptUnit[], sets: string[][], count: number, grouped: boolean): void => {
    const built = buildConceptGraph(given);
    for (const set of sets) {
      expect(retrieveReferences(built, set, count, grouped ? { groupOf } : {})).toEqual(bruteForce(given, set, count, grouped));
    }
  };
  const ids = ['t:0', 't:1', 't:2', 'c:0', 'c:1', 'c:2', 'c:3', 'c:4', 'c:5', 'c:6', 'c:7', 'c:none'];

  it('equals brute force on small graphs, set after set', () => {
    const sets = fc.array(fc.subarray(ids), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(unitsArbitrary, sets, fc.integer({ min: 1, max: 4 }), fc.boolean(), equalsBruteForce), { numRuns: 300 });
  });

  it('equals brute force where some nodes are rare, some in most units, and units differ in size', () => {
    const unit = fc.record({
      common: fc.subarray(['t:0', 'c:0', 'c:1', 'c:2'], { minLength: 0 }),
      rare: fc.array(fc.integer({ min: 3, max: 150 }), { maxLength: 12 }),
    });
    const corpus = fc.array(unit, { minLength: 150, maxLength: 200 }).map((lists) =>
      lists.map(({ common, rare }, at) => ({
        id: `file-${at % 50}#${at}`,
        topics: common.filter((id) => id.startsWith('t:')),
        concepts: [...common.filter((id) => id.startsWith('c:')), ...rare.map((number) => `c:${number}`)],
      })),
    );
    const sets = fc.array(
      fc.tuple(fc.subarray(['t:0', 'c:0', 'c:1', 'c:2']), fc.array(fc.integer({ min: 3, max: 150 }), { maxLength: 4 })),
      {
        minLength: 5,
        maxLength: 10,
      },
    );
    const members = sets.map((pairs) => pairs.map(([common, rare]) => [...common, ...rare.map((number) => `c:${number}`)]));
    fc.assert(fc.property(corpus, members, fc.integer({ min: 1, max: 3 }), fc.boolean(), equalsBruteForce), { numRuns: 60 });
  });
});
