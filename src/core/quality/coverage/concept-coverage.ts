/** Coverage of a concept graph by samples: which topics, key concepts and edges some sample's set holds. */
import type { ConceptGraph } from '../../graph/concept-graph.ts';
import { NeighbourRow } from '../../graph/neighbour-row.ts';
import { Foremost } from './foremost.ts';

/** Pairs of concepts that are kept in mind at most; of more, edges are counted as covered too rarely. */
const maxPairs = 2_000_000;

interface Covered {
  readonly total: number;
  /** Those that the set of some sample holds. */
  readonly covered: number;
}

export interface NodeSamples {
  readonly id: string;
  /** Units of the corpus, and samples, whose sets hold it. */
  readonly frequency: number;
  readonly samples: number;
}

export interface ConceptCoverage {
  readonly topics: Covered;
  readonly concepts: Covered;
  readonly edges: Covered;
  /** False where so many pairs were seen that some are not counted. */
  readonly isExact: boolean;
  /** Samples without any topic or key concept that is in the graph. */
  readonly without: number;
  /** Those with the fewest samples; of as many, the most frequent in the corpus first. */
  readonly leastTopics: readonly NodeSamples[];
  readonly leastConcepts: readonly NodeSamples[];
}

/** Counts sample by sample. */
export class CoverageTally {
  readonly #graph: ConceptGraph;
  readonly #samples: Uint32Array;
  /** Node → the later nodes that some set holds together with it. */
  readonly #pairs = new Map<number, Set<number>>();
  #pairCount = 0;
  #without = 0;

  constructor(graph: ConceptGraph) {
    this.#graph = graph;
    this.#samples = new Uint32Array(graph.nodes.length);
  }

  /** @param ids the ids of a sample's topics and key concepts; those that the graph does not have are passed over */
  add(ids: readonly string[]): void {
    const found = ids.flatMap((id) => this.#graph.index.get(id) ?? []);
    const nodes = [...new Set(found)].sort((a, b) => a - b);
    if (nodes.length === 0) this.#without++;
    for (const [at, node] of nodes.entries()) {
      this.#samples[node]!++;
      for (const other of nodes.slice(at + 1)) this.#pair(node, other);
    }
  }

  #pair(node: number, other: number): void {
    const known = this.#pairs.get(node);
    if (known?.has(other) === true || this.#pairCount >= maxPairs) return;
    this.#pairCount++;
    if (known === undefined) this.#pairs.set(node, new Set([other]));
    else known.add(other);
  }

  /** Yields after each node. */
  *result(listed: number): Generator<undefined, ConceptCoverage> {
    const { topicCount, nodes, counts } = this.#graph;
    const covered = { topics: 0, concepts: 0 };
    const order = (a: NodeSamples, b: NodeSamples) => a.samples - b.samples || b.frequency - a.frequency || (a.id < b.id ? -1 : 1);
    const least = { topics: new Foremost(listed, order), concepts: new Foremost(listed, order) };
    for (const [node, id] of nodes.entries()) {
      const kind = node < topicCount ? 'topics' : 'concepts';
      const samples = this.#samples[node]!;
      if (samples > 0) covered[kind]++;
      least[kind].add({ id, frequency: this.#graph.frequency(id), samples });
      yield;
    }
    const { topicTopic, topicConcept, conceptConcept } = counts.edges;
    return {
      topics: { total: counts.topics, covered: covered.topics },
      concepts: { total: counts.concepts, covered: covered.concepts },
      edges: { total: topicTopic + topicConcept + conceptConcept, covered: yield* this.#coveredEdges() },
      isExact: this.#pairCount < maxPairs,
      without: this.#without,
      leastTopics: least.topics.items(),
      leastConcepts: least.concepts.items(),
    };
  }

  /** Pairs that are edges: that share a unit. Each node's row is read once. */
  *#coveredEdges(): Generator<undefined, number> {
    const { topicSide, conceptSide } = this.#graph;
    const row = new NeighbourRow(this.#graph);
    let edges = 0;
    for (const [node, others] of this.#pairs) {
      for (const side of [topicSide, conceptSide]) {
        row.read(node, side);
        for (let at = 0; at < row.length; at++) if (others.has(row.nodes[at]!)) edges++;
      }
      yield;
    }
    return edges;
  }
}
