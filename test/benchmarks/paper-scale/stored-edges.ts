import { type ConceptGraph, epsilon, type Side } from '../../../src/core/graph/concept-graph.ts';
import { NeighbourRow } from '../../../src/core/graph/neighbour-row.ts';
import type { RandomStream } from '../../../src/core/graph/random.ts';
import { placeOf } from './place-of.ts';

/** One sub-graph's edges in compressed sparse rows, with the cumulated weights of each row. */
interface StoredEdges {
  readonly start: Uint32Array;
  readonly targets: Uint32Array;
  readonly cumulated: Float64Array;
}

/** What the walk would read if edges were stored: the alternative to drawing them from the posting lists. */
export function storeEdges(graph: ConceptGraph): { topics: StoredEdges; toConcepts: StoredEdges; concepts: StoredEdges; bytes: number } {
  const row = new NeighbourRow(graph);
  const store = (side: Side, first: number, end: number): StoredEdges => {
    const start = new Uint32Array(graph.nodes.length + 1);
    for (let node = 0; node < graph.nodes.length; node++)
      start[node + 1] = start[node]! + (node >= first && node < end ? side.degree[node]! : 0);
    const targets = new Uint32Array(start[graph.nodes.length]!);
    const cumulated = new Float64Array(targets.length);
    for (let node = first; node < end; node++) {
      row.read(node, side);
      let total = 0;
      for (let at = 0; at < row.length; at++) {
        targets[start[node]! + at] = row.nodes[at]!;
        cumulated[start[node]! + at] = total += row.frequency[row.nodes[at]!]! + epsilon;
      }
    }
    return { start, targets, cumulated };
  };
  const topics = store(graph.topicSide, 0, graph.topicCount);
  const toConcepts = store(graph.conceptSide, 0, graph.topicCount);
  const concepts = store(graph.conceptSide, graph.topicCount, graph.nodes.length);
  const bytes = [topics, toConcepts, concepts].reduce((sum, edges) => sum + edges.targets.byteLength + edges.cumulated.byteLength, 0);
  return { topics, toConcepts, concepts, bytes };
}

/** The paper's walk over them: a binary search for each step, drawn again while the node is already in the walk. */
export function walkStored(edges: ReturnType<typeof storeEdges>, start: number, random: RandomStream): number[] {
  const walked = [start];
  const step = ({ start: rows, targets, cumulated }: StoredEdges): boolean => {
    const first = rows[walked.at(-1)!]!;
    const row = cumulated.subarray(first, rows[walked.at(-1)! + 1]);
    for (let draw = 0; draw < 32 && row.length > 0; draw++) {
      const node = targets[first + placeOf(random.float() * row.at(-1)!, row)]!;
      if (walked.includes(node)) continue;
      walked.push(node);
      return true;
    }
    return false;
  };
  for (let steps = random.between(1, 2); steps > 0 && step(edges.topics);) steps--;
  if (step(edges.toConcepts)) for (let steps = random.between(3, 4); steps > 0 && step(edges.concepts);) steps--;
  return walked;
}
