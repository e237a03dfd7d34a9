/**
 * One subset of SynthLLM, whole: build the graph, walk 5 epochs from every topic, retrieve two references for each set.
 * Beside it, on samples of the same data, what one would write first: a walk over a graphology graph, Jaccard against
 * every document, and a walk over stored edges. References must equal brute force, or the benchmark fails.
 */
import assert from 'node:assert/strict';
import { buildConceptGraph } from '../../src/core/graph/concept-graph.ts';
import { RandomStream } from '../../src/core/graph/random.ts';
import { retrieveReferences } from '../../src/core/graph/retrieval.ts';
import { sampleConceptSets, type WalkOptions } from '../../src/core/graph/walk.ts';
import { bruteForceReferences } from './paper-scale/brute-force.ts';
import { generateUnits, paperScale } from './paper-scale/data.ts';
import { buildGraphology, walkGraphology } from './paper-scale/graphology-walk.ts';
import { storeEdges, walkStored } from './paper-scale/stored-edges.ts';

const target = { seconds: 60, megabytes: 3000, walksPerSecond: 100_000 };
const walk: WalkOptions = { seed: 1, epochs: 5, topicSteps: [1, 2], topicConceptSteps: [1, 1], conceptSteps: [3, 4] };
/** Documents a graphology graph of which still fits into memory. */
const sampledDocuments = 3000;
const bruteForcedSets = 200;

function timed<T>(work: () => T): { value: T; seconds: number } {
  const from = performance.now();
  const value = work();
  return { value, seconds: (performance.now() - from) / 1000 };
}

const peakMegabytes = (): number => Math.round(process.resourceUsage().maxRSS / 1000);
const round = (number: number, digits = 2): number => Number(number.toFixed(digits));
const rate = (count: number, seconds: number): number => Math.round(count / seconds);
const nodesOf = ({ topics, concepts }: { topics: readonly string[]; concepts: readonly string[] }): string[] => [...topics, ...concepts];

const units = generateUnits(paperScale, 1);
const inputMegabytes = peakMegabytes();

const build = timed(() => buildConceptGraph(units));
const graph = build.value;
const walks = timed(() => [...sampleConceptSets(graph, walk)]);
const sets = walks.value;
const retrieval = timed(() => {
  for (const set of sets) retrieveReferences(graph, nodesOf(set), 2);
});
const seconds = build.seconds + walks.seconds + retrieval.seconds;
const megabytes = peakMegabytes();

console.log(graph.counts);
console.table({
  build: { count: units.length, of: 'documents', seconds: round(build.seconds), 'per second': rate(units.length, build.seconds) },
  walk: { count: sets.length, of: 'sets', seconds: round(walks.seconds), 'per second': rate(sets.length, walks.seconds) },
  references: {
    count: sets.length,
    of: 'sets, 2 each',
    seconds: round(retrieval.seconds),
    'per second': rate(sets.length, retrieval.seconds),
  },
});

const bruteForce = timed(() => sets.slice(0, bruteForcedSets).map((set) => bruteForceReferences(units, nodesOf(set))));
for (const [at, expected] of bruteForce.value.entries()) assert.deepEqual(retrieveReferences(graph, nodesOf(sets[at]!), 2), expected);

const stored = timed(() => storeEdges(graph));
const random = new RandomStream().restart(1, 0, 'plain walks');
const storedWalks = timed(() => {
  for (let set = 0; set < sets.length; set++) walkStored(stored.value, set % graph.topicCount, random);
});

const sample = units.slice(0, sampledDocuments);
const ours = timed(() => buildConceptGraph(sample));
const oursWalks = timed(() => [...sampleConceptSets(ours.value, walk)]);
const plain = timed(() => buildGraphology(sample));
assert.equal(plain.value.order, ours.value.nodes.length);
const { topicTopic, topicConcept, conceptConcept } = ours.value.counts.edges;
assert.equal(plain.value.size, topicTopic + topicConcept + conceptConcept);
const plainStarts = ours.value.nodes.slice(0, Math.min(1000, ours.value.topicCount));
const plainWalks = timed(() => {
  for (const start of plainStarts) walkGraphology(plain.value, start, random);
});

const compare = (ourRate: number, otherRate: number) => ({
  'ours per second': ourRate,
  'other per second': otherRate,
  ratio: round(ourRate / otherRate, 1),
});
console.table({
  [`build, graphology, ${sampledDocuments} documents`]: compare(
    rate(sampledDocuments, ours.seconds),
    rate(sampledDocuments, plain.seconds),
  ),
  [`walk, graphology, ${sampledDocuments} documents`]: compare(
    rate(oursWalks.value.length, oursWalks.seconds),
    rate(plainStarts.length, plainWalks.seconds),
  ),
  'walk, stored edges': compare(rate(sets.length, walks.seconds), rate(sets.length, storedWalks.seconds)),
  [`references, brute force, ${bruteForcedSets} sets`]: compare(
    rate(sets.length, retrieval.seconds),
    round(bruteForcedSets / bruteForce.seconds, 1),
  ),
});
console.log(
  `Storing the edges takes another ${round(stored.seconds)} s and ${Math.round(stored.value.bytes / 1e6)} MB before the first of these walks.`,
);

const walksPerSecond = rate(sets.length, walks.seconds);
const met = {
  seconds: seconds <= target.seconds,
  megabytes: megabytes <= target.megabytes,
  walksPerSecond: walksPerSecond > target.walksPerSecond,
};
console.table({
  'build, walk and references, s': { measured: round(seconds), target: target.seconds, met: met.seconds },
  [`peak memory (input alone: ${inputMegabytes}), MB`]: { measured: megabytes, target: target.megabytes, met: met.megabytes },
  'walk, sets a second': { measured: walksPerSecond, target: target.walksPerSecond, met: met.walksPerSecond },
});
if (!Object.values(met).every(Boolean)) process.exitCode = 1;
