import { describe, expect, it } from 'vitest';
import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import { boostFactors, prepareBoosts } from '../../../src/core/graph/boosts.ts';
import { buildConceptGraph, epsilon } from '../../../src/core/graph/concept-graph.ts';
import { NeighbourRow } from '../../../src/core/graph/neighbour-row.ts';
import { neighbours } from '../../../src/core/graph/neighbours.ts';
import { RandomStream } from '../../../src/core/graph/random.ts';
import { StepSampler } from '../../../src/core/graph/step.ts';

const draws = 200_000;

/** Key concepts 0 … 7, the lower the more frequent, in units of several sizes; `copies` decides whether rows are read or drawn from. */
function unitsOf(copies: number): ConceptUnit[] {
  return Array.from({ length: 16 * copies }, (_, unit) => ({
    id: `${unit}`,
    topics: ['t:all'],
    concepts: Array.from({ length: 8 }, (_, concept) => concept)
      .filter((concept) => unit % (concept + 1) === 0)
      .map((concept) => `c:${concept}`),
  }));
}

function stepCounts(copies: number, boosts: ReadonlyMap<string, number>, banned: readonly string[], from: string) {
  const graph = buildConceptGraph(unitsOf(copies));
  const factor = boostFactors(graph, boosts);
  const concepts = { first: graph.topicCount, end: graph.nodes.length };
  const fromSide = from.startsWith('t:') ? graph.topicSide : graph.conceptSide;
  const prepared = factor && prepareBoosts(graph, factor, fromSide, concepts);
  const sampler = new StepSampler(graph, graph.conceptSide, prepared, new NeighbourRow(graph));
  const taken = new Uint8Array(graph.nodes.length);
  for (const id of [from, ...banned]) taken[graph.index.get(id)!] = 1;
  const random = new RandomStream().restart(2025, 0, 'steps');
  const counts = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    const id = graph.nodes[sampler.next(graph.index.get(from)!, taken, random)]!;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const open = neighbours(graph, from, boosts).filter(({ id }) => id.startsWith('c:') && !banned.includes(id));
  const total = open.reduce((sum, { probability }) => sum + probability, 0);
  return { counts, expected: open.map(({ id, probability }) => ({ id, count: (draws * probability) / total })) };
}

/** Upper 0.1 % points of χ² by degrees of freedom. */
const critical = [0, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32];

describe('a step', () => {
  const boosts = new Map([
    ['c:3', 4],
    ['c:5', 1.5],
    ['c:1', 0.25],
    ['c:6', 30],
  ]);
  const cases = [
    ['from a topic, rows read', 1, new Map<string, number>(), [], 't:all'],
    ['from a topic, units drawn', 40, new Map<string, number>(), [], 't:all'],
    ['from a key concept, rows read', 1, new Map<string, number>(), [], 'c:1'],
    ['from a key concept, units drawn', 40, new Map<string, number>(), [], 'c:1'],
    ['some taken, rows read', 1, new Map<string, number>(), ['c:0', 'c:4'], 'c:1'],
    ['some taken, units drawn', 40, new Map<string, number>(), ['c:0', 'c:4'], 'c:1'],
    ['boosts, rows read', 1, boosts, ['c:4'], 't:all'],
    ['boosts, units drawn', 40, boosts, ['c:4'], 't:all'],
    ['boosts from a boosted key concept', 40, boosts, [], 'c:5'],
  ] as const;

  it.each(cases)('matches p(u→v): %s', (_, copies, factors, banned, from) => {
    const { counts, expected } = stepCounts(copies, factors, banned, from);
    expect(expected.length).toBeGreaterThan(3);
    expect([...counts.keys()].sort()).toEqual(expected.map(({ id }) => id).sort());
    const chiSquare = expected.reduce((sum, { id, count }) => sum + ((counts.get(id) ?? 0) - count) ** 2 / count, 0);
    expect(chiSquare).toBeLessThan(critical[expected.length - 1]!);
  });

  it('would be found out if a weight were wrong by a twentieth', () => {
    const { counts } = stepCounts(40, new Map<string, number>(), [], 't:all');
    const { expected } = stepCounts(40, new Map([['c:3', 1.05]]), [], 't:all');
    const chiSquare = expected.reduce((sum, { id, count }) => sum + ((counts.get(id) ?? 0) - count) ** 2 / count, 0);
    expect(chiSquare).toBeGreaterThan(critical[expected.length - 1]!);
  });

  it('reaches the one neighbour left when nearly all weight is taken, and tells a dead end', () => {
    const graph = buildConceptGraph([
      ...Array.from({ length: 5000 }, (_, unit) => ({ id: `${unit}`, topics: [], concepts: ['c:a', 'c:b'] })),
      { id: 'once', topics: [], concepts: ['c:a', 'c:rare'] },
    ]);
    const sampler = new StepSampler(graph, graph.conceptSide, null, new NeighbourRow(graph));
    const [a, b, rare] = ['c:a', 'c:b', 'c:rare'].map((id) => graph.index.get(id)!) as [number, number, number];
    const random = new RandomStream().restart(1, 0, '');
    const taken = new Uint8Array(3);
    taken[a] = taken[b] = 1;
    for (let draw = 0; draw < 20; draw++) expect(sampler.next(a, taken, random)).toBe(rare);
    taken[rare] = 1;
    expect(sampler.next(a, taken, random)).toBe(-1);
  });

  it('keeps ε: numbers at the very end of the range give the light component', () => {
    const graph = buildConceptGraph(unitsOf(40));
    const sampler = new StepSampler(graph, graph.conceptSide, null, new NeighbourRow(graph));
    const from = graph.index.get('t:all')!;
    const pairs = graph.conceptSide.cumulative[graph.postings.start[from + 1]! - 1]!;
    const total = pairs + 8 * epsilon;
    const stepAt = (weight: number): string => {
      const random = new RandomStream();
      random.float = () => weight / total;
      return graph.nodes[sampler.next(from, new Uint8Array(graph.nodes.length), random)]!;
    };
    const light = Array.from({ length: 8 }, (_, place) => stepAt(pairs + (place + 0.5) * epsilon));
    expect(light.sort()).toEqual(graph.nodes.slice(1));
    expect(stepAt(total * (1 - 2 ** -53))).toMatch(/^c:/);
  });
});
