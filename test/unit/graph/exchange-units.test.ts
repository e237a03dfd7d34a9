import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import { buildConceptGraph, type ConceptGraph } from '../../../src/core/graph/concept-graph.ts';
import { exchangeUnits } from '../../../src/core/graph/exchange-units.ts';
import { unitsArbitrary } from './arbitraries.ts';

const nodesOf = ({ topics, concepts }: ConceptUnit): string[] => [...topics, ...concepts];
/** Each name once, and no unit without one. */
const proper = (units: readonly ConceptUnit[]): ConceptUnit[] =>
  units
    .map(({ id, topics, concepts }) => ({ id, topics: [...new Set(topics)], concepts: [...new Set(concepts)] }))
    .filter((unit) => nodesOf(unit).length > 0);
const numbers = (graph: ConceptGraph) => Object.fromEntries(Object.entries(graph).filter(([name]) => name !== 'frequency'));

describe('exchangeUnits', () => {
  it('gives the graph that is built of the units there are then', () => {
    const exchanges = fc.array(fc.tuple(unitsArbitrary, fc.func(fc.boolean())), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(unitsArbitrary, exchanges, (first, changes) => {
        let units = proper(first);
        let graph = buildConceptGraph(units);
        for (const [others, isReplaced] of changes) {
          const incoming = new Map(proper(others).map((unit) => [unit.id, unit]));
          const removed = units.filter(({ id }) => isReplaced(id));
          const gone = new Set(removed.map(({ id }) => id));
          const kept = units.filter(({ id }) => !gone.has(id));
          for (const { id } of kept) incoming.delete(id);
          const added = [...incoming.values()];
          units = [...kept, ...added];
          graph = exchangeUnits(graph, { removed, added });
          expect(numbers(graph)).toEqual(numbers(buildConceptGraph(units)));
          for (const id of graph.nodes) expect(graph.frequency(id)).toBe(units.filter((unit) => nodesOf(unit).includes(id)).length);
        }
      }),
    );
  });
});
