import { expect, it } from 'vitest';
import { boostFactors, prepareBoosts } from '../../../src/core/graph/boosts.ts';
import { buildConceptGraph, epsilon } from '../../../src/core/graph/concept-graph.ts';

it('adds (factor − 1)(freq + ε) for every raised neighbour, and nothing for lowered ones', () => {
  const graph = buildConceptGraph([
    { id: '1', topics: ['t:a'], concepts: ['c:x', 'c:y', 'c:z'] },
    { id: '2', topics: ['t:a'], concepts: ['c:x'] },
  ]);
  const factor = boostFactors(
    graph,
    new Map([
      ['c:x', 4],
      ['c:y', 0.5],
      ['c:z', 3],
    ]),
  )!;
  const { raised, added } = prepareBoosts(graph, factor, graph.topicSide, { first: graph.topicCount, end: graph.nodes.length });
  expect([...raised.items].map((node) => graph.nodes[node])).toEqual(['c:x', 'c:z']);
  expect([...added]).toEqual([3 * (2 + epsilon), 3 * (2 + epsilon) + 2 * (1 + epsilon)]);
  expect(boostFactors(graph, new Map([['c:x', 1]]))).toBeNull();
});
