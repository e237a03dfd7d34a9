import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildConceptGraph } from '../../../src/core/graph/concept-graph.ts';
import { selectGraphView } from '../../../src/core/graph/graph-view.ts';
import { countPairs, unitsArbitrary } from './arbitraries.ts';

const graph = buildConceptGraph([
  { id: 'a', topics: ['t:tide', 't:moon'], concepts: ['c:range', 'c:spring', 'c:bulge'] },
  { id: 'b', topics: ['t:tide'], concepts: ['c:range', 'c:ebb'] },
  { id: 'c', topics: ['t:tide'], concepts: ['c:range', 'c:ebb'] },
  { id: 'd', topics: ['t:star'], concepts: ['c:light'] },
]);
const shown = (view: ReturnType<typeof selectGraphView>): string[] => view.nodes.map(({ id }) => id);

describe('the view of a graph', () => {
  it('shows the most frequent nodes, a third of them topics', () => {
    const view = selectGraphView(graph, { limit: 3 });
    expect(shown(view)).toEqual(['t:tide', 'c:range', 'c:ebb']);
    expect(view.nodes[0]).toEqual({ id: 't:tide', frequency: 3, inFocus: false });
    expect(view.omitted).toBe(5);
  });

  it('fills up with the other kind when one is short', () => {
    expect(shown(selectGraphView(graph, { limit: 8 })).sort()).toEqual([...graph.nodes].sort());
    const topicsOnly = buildConceptGraph([{ id: 'a', topics: ['t:a', 't:b', 't:c'], concepts: [] }]);
    expect(shown(selectGraphView(topicsOnly, { limit: 3 }))).toEqual(['t:a', 't:b', 't:c']);
  });

  it('shows a focus first and then what a step from it most likely reaches', () => {
    const view = selectGraphView(graph, { focus: ['c:ebb', 'c:unknown'], limit: 3 });
    expect(shown(view)).toEqual(['c:ebb', 't:tide', 'c:range']);
    expect(view.nodes.map(({ inFocus }) => inFocus)).toEqual([true, false, false]);
  });

  it('is empty for a focus the graph does not have', () => {
    expect(selectGraphView(graph, { focus: ['c:unknown'], limit: 3 })).toEqual({ nodes: [], edges: [], omitted: 8 });
  });

  it('keeps the strongest edges relative to how often their ends occur, and every node it can linked', () => {
    const view = selectGraphView(graph, { limit: 8, density: 0 });
    // Two components of 6 and 2 nodes: 5 + 1 edges of a forest.
    expect(view.edges).toHaveLength(6);
    expect(view.edges[0]).toEqual({ source: 't:tide', target: 'c:range', frequency: 3 });
    // Always together, though only once; moon–range is as frequent and half as strong.
    expect(view.edges).toContainEqual({ source: 't:moon', target: 'c:bulge', frequency: 1 });
    expect(view.edges).not.toContainEqual({ source: 't:moon', target: 'c:range', frequency: 1 });
    expect(view.edges).toContainEqual({ source: 't:star', target: 'c:light', frequency: 1 });
  });

  it('holds only nodes and edges of the graph, within its limits, whatever the graph', () => {
    fc.assert(
      fc.property(unitsArbitrary, fc.integer({ min: 1, max: 20 }), fc.option(fc.subarray(['t:0', 'c:0', 'c:1'])), (units, limit, focus) => {
        const built = buildConceptGraph(units);
        const view = selectGraphView(built, focus === null ? { limit } : { limit, focus });
        const ids = new Set(shown(view));
        expect(ids.size).toBe(view.nodes.length);
        expect(view.nodes.length).toBeLessThanOrEqual(limit);
        if (focus === null) expect(view.nodes.length).toBe(Math.min(limit, built.nodes.length));
        expect(view.omitted).toBe(built.nodes.length - ids.size);
        expect(view.edges.length).toBeLessThanOrEqual(2 * ids.size);
        const pairs = countPairs(units);
        for (const { source, target, frequency } of view.edges) {
          expect(ids.has(source) && ids.has(target)).toBe(true);
          expect(frequency).toBe(pairs.get([source, target].sort().join(' ')));
        }
      }),
    );
  });
});
