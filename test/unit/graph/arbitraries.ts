import fc from 'fast-check';
import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';

/** Small corpora whose units overlap much: few names, units from empty to nearly all of them. */
export const unitsArbitrary: fc.Arbitrary<ConceptUnit[]> = fc
  .record({ topics: fc.integer({ min: 1, max: 6 }), concepts: fc.integer({ min: 1, max: 12 }) })
  .chain(({ topics, concepts }) =>
    fc.array(
      fc.record({
        topics: fc.array(fc.integer({ min: 0, max: topics - 1 }), { maxLength: 4 }),
        concepts: fc.array(fc.integer({ min: 0, max: concepts - 1 }), { maxLength: 9 }),
      }),
      { maxLength: 40 },
    ),
  )
  .map((lists) =>
    lists.map((list, unit) => ({
      id: `file-${unit % 7}#${unit}`,
      topics: list.topics.map((topic) => `t:${topic}`),
      concepts: list.concepts.map((concept) => `c:${concept}`),
    })),
  );

/** A unit's nodes without repetitions. */
export const nodesOf = (unit: ConceptUnit): Set<string> => new Set([...unit.topics, ...unit.concepts]);

/** freq(u,v) of every pair by counting pairs, `u v` with u before v in code-unit order. */
export function countPairs(units: readonly ConceptUnit[]): Map<string, number> {
  const pairs = new Map<string, number>();
  for (const unit of units) {
    const nodes = [...nodesOf(unit)].sort();
    for (const [at, u] of nodes.entries()) {
      for (const v of nodes.slice(at + 1)) pairs.set(`${u} ${v}`, (pairs.get(`${u} ${v}`) ?? 0) + 1);
    }
  }
  return pairs;
}
