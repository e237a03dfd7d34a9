import { describe, expect, it } from 'vitest';
import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import { boostFactors, prepareBoosts } from '../../../src/core/graph/boosts.ts';
import { buildConceptGraph, epsilon } from '../../../src/core/graph/concept-graph.ts';
import { NeighbourRow } from '../../../src/core/graph/neighbour-row.ts';
import { neighbours } from '../../../src/core/graph/neighbours.ts';
import { RandomStream } from '../../../src/core/graph/random.ts';
import { StepSampler } from '../../../src/core/graph/step.ts';

/** Key concepts 0 … 7, the lower the more frequent, in units of several sizes. */
const units: ConceptUnit[] = Array.from({ length: 160 }, (_, unit) => ({
  id: `${unit}`,
  topics: ['t:all'],
  concepts: Array.from({ length: 8 }, (__, concept) => concept)
    .filter((concept) => unit % (concept + 1) === 0)
    .map((concept) => `c:${concept}`),
}));

/** Nearly all weight around c:0 lies on c:1: when it is taken, refusals go on until the row is read. */
const crowded: ConceptUnit[] = Array.from({ length: 20_000 }, (_, unit) => ({
  id: `${unit}`,
  topics: [],
  concepts: ['c:0', ...(unit < 15 ? [`c:${2 + Math.floor(Math.log2(unit + 1))}`] : ['c:1'])],
}));

function stepCounts(given: readonly ConceptUnit[], boosts: ReadonlyMap<string, number>, banned: readonly string[], from: string) {
  const graph = buildConceptGraph(given);
  const factor = boostFactors(graph, boosts);
  const concepts = { first: graph.topicCount, end: graph.nodes.length };
  const fromSide = from.startsWith('t:') ? graph.topicSide : graph.conceptSide;
  const prepared = factor && prepareBoosts(graph, factor, fromSide, concepts);
  const sampler = new StepSampler(graph, graph.conceptSide, prepared, new NeighbourRow(graph));
  const taken = new Uint8Array(graph.nodes.length);
  for (const id of [from, ...banned]) taken[graph.index.get(id)!] = 1;
  const random = new RandomStream().restart(2025, 0, 'steps');
  const draws = given === crowded ? 2_000 : 200_000;
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
    ['from a topic', units, new Map<string, number>(), [], 't:all'],
    ['from a key concept', units, new Map<string, number>(), [], 'c:1'],
    ['some taken', units, new Map<string, number>(), ['c:0', 'c:4'], 'c:1'],
    ['boosts', units, boosts, ['c:4'], 't:all'],
    ['boosts from a boosted key concept', units, boosts, [], 'c:5'],
    ['nearly all taken', crowded, new Map<string, number>(), ['c:1'], 'c:0'],
    ['nearly all taken, boosts', crowded, boosts, ['c:1'], 'c:0'],
  ] as const;

  it.each(cases)('matches p(u→v): %s', (_, given, factors, banned, from) => {
    const { counts, expected } = stepCounts(given, factors, banned, from);
    expect(expected.length).toBeGreaterThan(3);
    expect([...counts.keys()].sort()).toEqual(expected.map(({ id }) => id).sort());
    const chiSquare = expected.reduce((sum, { id, count }) => sum + ((counts.get(id) ?? 0) - count) ** 2 / count, 0);
    expect(chiSquare).toBeLessThan(critical[expected.length - 1]!);
  });

  it('would be found out if a weight were wrong by a twentieth', () => {
    const { counts } = stepCounts(units, new Map<string, number>(), [], 't:all');
    const { expected } = stepCounts(units, new Map([['c:3', 1.05]]), [], 't:all');
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
    const graph = buildConceptGraph(units);
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
