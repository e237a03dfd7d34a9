import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildConceptGraph } from '../../../src/core/graph/concept-graph.ts';
import { neighbours } from '../../../src/core/graph/neighbours.ts';
import { countPairs, nodesOf, unitsArbitrary } from './arbitraries.ts';

const units = [
  { id: 'a', topics: ['t:tide', 't:moon'], concepts: ['c:range', 'c:spring tide'] },
  { id: 'b', topics: ['t:tide'], concepts: ['c:range', 'c:neap tide', 'c:range'] },
  { id: 'c', topics: ['t:moon'], concepts: [] },
];

describe('the concept graph', () => {
  it('counts nodes, edges of each sub-graph and units', () => {
    expect(buildConceptGraph(units).counts).toEqual({
      topics: 2,
      concepts: 3,
      // tide–moon · tide–{range, spring, neap}, moon–{range, spring} · range–spring, range–neap
      edges: { topicTopic: 1, topicConcept: 5, conceptConcept: 2 },
      units: 3,
    });
  });

  it('counts units, not mentions', () => {
    const graph = buildConceptGraph(units);
    expect(graph.frequency('c:range')).toBe(2);
    expect(graph.frequency('t:tide')).toBe(2);
    expect(graph.frequency('c:unknown')).toBe(0);
  });

  it('gives each neighbour its frequency and its probability (freq + ε) / Σ (freq + ε) within the sub-graph', () => {
    const found = neighbours(buildConceptGraph(units), 't:tide');
    expect(found.map(({ id, frequency }) => [id, frequency])).toEqual([
      ['c:range', 2],
      ['t:moon', 1],
      ['c:neap tide', 1],
      ['c:spring tide', 1],
    ]);
    const [range, moon, neap, spring] = found.map(({ probability }) => probability);
    expect(moon).toBe(1);
    expect(range).toBeCloseTo(2.00001 / 4.00003, 12);
    expect(neap).toBeCloseTo(1.00001 / 4.00003, 12);
    expect(spring).toBe(neap);
  });

  it('multiplies boosts into the probabilities', () => {
    const found = neighbours(buildConceptGraph(units), 't:tide', new Map([['c:neap tide', 3]]));
    expect(found.find(({ id }) => id === 'c:neap tide')?.probability).toBeCloseTo(3.00003 / (2.00001 + 1.00001 + 3.00003), 12);
  });

  it('has no neighbours for a node it does not have', () => {
    expect(neighbours(buildConceptGraph(units), 't:nothing')).toEqual([]);
  });

  it('is built from nothing', () => {
    const { counts } = buildConceptGraph([]);
    expect(counts).toEqual({ topics: 0, concepts: 0, edges: { topicTopic: 0, topicConcept: 0, conceptConcept: 0 }, units: 0 });
  });

  it('leaves out nodes of fewer units than the least document frequency, with their edges', () => {
    const { counts, nodes } = buildConceptGraph(units, { minDocumentFrequency: 2 });
    expect(nodes).toEqual(['t:moon', 't:tide', 'c:range']);
    expect(counts).toEqual({ topics: 2, concepts: 1, edges: { topicTopic: 1, topicConcept: 2, conceptConcept: 0 }, units: 3 });
  });

  it('equals counting all pairs', () => {
    fc.assert(
      fc.property(unitsArbitrary, fc.integer({ min: 1, max: 3 }), (given, minDocumentFrequency) => {
        const graph = buildConceptGraph(given, { minDocumentFrequency });
        const frequency = new Map<string, number>();
        for (const id of given.flatMap((unit) => [...nodesOf(unit)])) frequency.set(id, (frequency.get(id) ?? 0) + 1);
        const kept = new Set([...frequency].filter(([, count]) => count >= minDocumentFrequency).map(([id]) => id));
        expect(new Set(graph.nodes)).toEqual(kept);
        for (const id of kept) expect(graph.frequency(id)).toBe(frequency.get(id));

        const expected = new Map([...countPairs(given)].filter(([pair]) => pair.split(' ').every((id) => kept.has(id))));
        const found = new Map<string, number>();
        for (const u of graph.nodes) {
          for (const { id: v, frequency: shared } of neighbours(graph, u)) if (u < v) found.set(`${u} ${v}`, shared);
        }
        expect(found).toEqual(expected);
        const edges = { topicTopic: 0, topicConcept: 0, conceptConcept: 0 };
        for (const pair of expected.keys()) {
          if (/^t:.* t:/.test(pair)) edges.topicTopic++;
          else if (/^c:.* c:/.test(pair)) edges.conceptConcept++;
          else edges.topicConcept++;
        }
        expect(graph.counts.edges).toEqual(edges);
      }),
    );
  });

  it('is the same for the same units in any order', () => {
    fc.assert(
      fc.property(
        unitsArbitrary.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }))),
        ([given, shuffled]) => {
          const plain = (graph: ReturnType<typeof buildConceptGraph>) => ({ ...graph, frequency: null });
          const reversed = shuffled.map((unit) => ({ ...unit, concepts: unit.concepts.toReversed() }));
          expect(plain(buildConceptGraph(reversed))).toEqual(plain(buildConceptGraph(given)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses two units of one id, ids of the wrong kind and a frequency below 1', () => {
    const [first] = units as [(typeof units)[number]];
    expect(() => buildConceptGraph([first, first])).toThrow('Two units have the id “a”');
    expect(() => buildConceptGraph([{ id: 'a', topics: ['c:range'], concepts: [] }])).toThrow('must start with “t:”');
    expect(() => buildConceptGraph([{ id: 'a', topics: ['t:tide'], concepts: ['t:tide'] }])).toThrow('must start with “c:”');
    expect(() => buildConceptGraph(units, { minDocumentFrequency: 0 })).toThrow('from 1 up');
  });
});
