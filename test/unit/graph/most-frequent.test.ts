import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildConceptGraph } from '../../../src/core/graph/concept-graph.ts';
import { atLeastAsFrequent } from '../../../src/core/graph/most-frequent.ts';
import { unitsArbitrary } from './arbitraries.ts';

describe('atLeastAsFrequent', () => {
  it('holds the most frequent nodes of a range, and none that is rarer than the last of them', () => {
    fc.assert(
      fc.property(unitsArbitrary, fc.nat(20), fc.nat(20), fc.nat(20), (units, from, length, count) => {
        const graph = buildConceptGraph(units);
        const first = Math.min(from, graph.nodes.length);
        const end = Math.min(first + length, graph.nodes.length);
        const frequencyOf = (node: number): number => graph.frequency(graph.nodes[node]!);
        const all = Array.from({ length: end - first }, (_, at) => first + at);
        const least =
          all
            .map(frequencyOf)
            .sort((a, b) => b - a)
            .slice(0, count)
            .at(-1) ?? Infinity;
        expect(atLeastAsFrequent(graph, { first, end }, count)).toEqual(all.filter((node) => frequencyOf(node) >= least));
      }),
    );
  });
});
