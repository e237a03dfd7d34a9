import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import { buildConceptGraph } from '../../../src/core/graph/concept-graph.ts';
import { sampleConceptSets, type WalkOptions } from '../../../src/core/graph/walk.ts';
import { countPairs, unitsArbitrary } from './arbitraries.ts';

const paper = { epochs: 5, topicSteps: [1, 2], topicConceptSteps: [1, 1], conceptSteps: [3, 4] } as const;

const units: ConceptUnit[] = [
  { id: 'a', topics: ['t:tide', 't:moon'], concepts: ['c:range', 'c:spring', 'c:neap', 'c:bulge'] },
  { id: 'b', topics: ['t:tide', 't:coast'], concepts: ['c:range', 'c:ebb', 'c:flood'] },
  { id: 'c', topics: ['t:moon'], concepts: ['c:phase', 'c:spring', 'c:bulge'] },
];
const graph = buildConceptGraph(units);

const optionsArbitrary = fc.record({
  seed: fc.maxSafeInteger(),
  epochs: fc.integer({ min: 1, max: 3 }),
  topicSteps: range(3),
  topicConceptSteps: range(2),
  conceptSteps: range(5),
  pinned: fc.subarray(['t:0', 't:99', 'c:1', 'c:2', 'c:new']),
  banned: fc.subarray(['t:1', 't:2', 'c:1', 'c:3', 'c:4', 'c:missing']),
  boosts: fc.constantFrom(
    new Map<string, number>(),
    new Map([
      ['c:2', 50],
      ['c:5', 0.01],
      ['t:0', 3],
    ]),
  ),
});

function range(most: number): fc.Arbitrary<readonly [number, number]> {
  return fc.tuple(fc.nat(most), fc.nat(most)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
}

describe('sampled concept sets', () => {
  it('start once from every topic in every epoch', () => {
    const sets = [...sampleConceptSets(graph, { seed: 1, ...paper })];
    expect(sets.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 15 }, (_, ordinal) => ordinal));
    for (let epoch = 0; epoch < 5; epoch++) {
      const starts = sets.filter((set) => set.epoch === epoch).map(({ start }) => start);
      expect(starts.sort()).toEqual(['t:coast', 't:moon', 't:tide']);
    }
  });

  it('are frozen for a graph and a seed', () => {
    const sets = [...sampleConceptSets(graph, { seed: 20_250_325, ...paper, epochs: 1 })];
    expect(sets).toMatchInlineSnapshot(`
      [
        {
          "concepts": [
            "c:flood",
            "c:ebb",
            "c:range",
            "c:bulge",
            "c:neap",
          ],
          "epoch": 0,
          "ordinal": 0,
          "start": "t:coast",
          "topics": [
            "t:coast",
            "t:tide",
          ],
        },
        {
          "concepts": [
            "c:spring",
            "c:range",
            "c:flood",
            "c:ebb",
          ],
          "epoch": 0,
          "ordinal": 1,
          "start": "t:moon",
          "topics": [
            "t:moon",
            "t:tide",
          ],
        },
        {
          "concepts": [
            "c:bulge",
            "c:neap",
            "c:range",
            "c:spring",
          ],
          "epoch": 0,
          "ordinal": 2,
          "start": "t:tide",
          "topics": [
            "t:tide",
            "t:moon",
          ],
        },
      ]
    `);
  });

  it('hold as many nodes as the ranges allow, visit none twice, and step along edges', () => {
    fc.assert(
      fc.property(unitsArbitrary, optionsArbitrary, (given, options) => {
        const pairs = countPairs(given);
        const linked = (u: string, v: string): boolean => pairs.has(u < v ? `${u} ${v}` : `${v} ${u}`);
        for (const set of sampleConceptSets(buildConceptGraph(given), { ...options, pinned: [] })) {
          expect(set.topics[0]).toBe(set.start);
          expect(set.topics.length).toBeLessThanOrEqual(1 + options.topicSteps[1]);
          expect(set.concepts.length).toBeLessThanOrEqual(options.topicConceptSteps[1] + options.conceptSteps[1]);
          expect(new Set([...set.topics, ...set.concepts]).size).toBe(set.topics.length + set.concepts.length);
          for (const [at, topic] of set.topics.entries()) if (at > 0) expect(linked(set.topics[at - 1]!, topic)).toBe(true);
          if (set.concepts.length > 0) expect(set.topics.some((topic) => linked(topic, set.concepts[0]!))).toBe(true);
        }
      }),
    );
  });

  it('are shortened by dead ends alone', () => {
    fc.assert(
      fc.property(unitsArbitrary, fc.integer(), (given, seed) => {
        const pairs = countPairs(given);
        const ends = (node: string, visited: readonly string[], kind: string): boolean =>
          ![...pairs.keys()].some((pair) => {
            const [u, v] = pair.split(' ') as [string, string];
            const other = u === node ? v : v === node ? u : null;
            return other?.startsWith(kind) === true && !visited.includes(other);
          });
        for (const { topics, concepts } of sampleConceptSets(buildConceptGraph(given), { seed, ...paper, epochs: 1 })) {
          if (topics.length === 1) expect(ends(topics[0]!, topics, 't:')).toBe(true);
          if (concepts.length === 0) expect(topics.every((topic) => ends(topic, [], 'c:'))).toBe(true);
          else if (concepts.length < 4) expect(ends(concepts.at(-1)!, concepts, 'c:')).toBe(true);
        }
      }),
    );
  });

  it('take the first key concept from the last topic, or from the latest that has one', () => {
    const chain = buildConceptGraph([
      { id: 'a', topics: ['t:a', 't:b'], concepts: [] },
      { id: 'b', topics: ['t:a'], concepts: ['c:of a'] },
    ]);
    for (const { topics, concepts } of sampleConceptSets(chain, { seed: 3, ...paper, topicSteps: [1, 1] })) {
      expect([...topics].sort()).toEqual(['t:a', 't:b']);
      expect(concepts).toEqual(['c:of a']);
    }
  });

  it('always hold the pins, also those the graph does not have, and never what is banned', () => {
    fc.assert(
      fc.property(unitsArbitrary, optionsArbitrary, (given, options) => {
        for (const { topics, concepts, start } of sampleConceptSets(buildConceptGraph(given), options)) {
          for (const id of options.pinned) if (!options.banned.includes(id)) expect(id.startsWith('t:') ? topics : concepts).toContain(id);
          for (const id of options.banned) expect([start, ...topics, ...concepts]).not.toContain(id);
          expect(new Set([...topics, ...concepts]).size).toBe(topics.length + concepts.length);
        }
      }),
    );
  });

  it('are the same when made again, jumped to, or made in another order', () => {
    fc.assert(
      fc.property(unitsArbitrary, optionsArbitrary, fc.nat(), (given, options, at) => {
        const sets = [...sampleConceptSets(buildConceptGraph(given), options)];
        const again = sampleConceptSets(buildConceptGraph(given.toReversed()), options);
        expect(again.length).toBe(sets.length);
        expect(sets.map((_, place) => again.at(sets.length - 1 - place)).reverse()).toEqual(sets);
        if (sets.length > 0) {
          const ordinal = at % sets.length;
          expect(sampleConceptSets(buildConceptGraph(given), options).at(ordinal)).toEqual(sets[ordinal]);
          expect([...again.from(ordinal)]).toEqual(sets.slice(ordinal));
        }
      }),
    );
  });

  it('stay as they are, in the same order, when a topic they do not hold is banned', () => {
    const options: WalkOptions = { seed: 11, ...paper };
    const plain = (banned: string[]) =>
      [...sampleConceptSets(graph, { ...options, banned })].map(({ epoch, start, topics, concepts }) => ({
        epoch,
        start,
        topics,
        concepts,
      }));
    const without = plain(['t:coast']);
    const unaffected = plain([]).filter(({ topics }) => !topics.includes('t:coast'));
    expect(unaffected.length).toBeGreaterThan(0);
    for (const set of unaffected) expect(without.some((other) => other.epoch === set.epoch && other.start === set.start)).toBe(true);
    expect(without.map(({ epoch, start }) => `${epoch} ${start}`)).toEqual(
      plain([])
        .filter(({ start }) => start !== 't:coast')
        .map(({ epoch, start }) => `${epoch} ${start}`),
    );
  });

  it('differ between seeds and between epochs', () => {
    const sets = (seed: number) => JSON.stringify([...sampleConceptSets(graph, { seed, ...paper })]);
    expect(sets(1)).not.toBe(sets(2));
    const epochs = Map.groupBy(sampleConceptSets(graph, { seed: 1, ...paper }), ({ epoch }) => epoch);
    const shown = [...epochs.values()].map((group) => JSON.stringify(group.map(({ topics, concepts }) => [topics, concepts])));
    expect(new Set(shown).size).toBe(5);
  });

  it('refuse options out of range, saying which', () => {
    const options: WalkOptions = { seed: 1, ...paper };
    expect(() => sampleConceptSets(graph, { ...options, seed: 0.5 })).toThrow('seed is 0.5');
    expect(() => sampleConceptSets(graph, { ...options, epochs: 0 })).toThrow('epochs is 0');
    expect(() => sampleConceptSets(graph, { ...options, conceptSteps: [4, 3] })).toThrow('conceptSteps is [4, 3]');
    expect(() => sampleConceptSets(graph, { ...options, boosts: new Map([['c:ebb', 0]]) })).toThrow('The boost of “c:ebb” is 0');
    expect(() => sampleConceptSets(graph, options).at(15)).toThrow('numbered from 0 to 14');
  });
});
