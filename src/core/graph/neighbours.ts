import { boostFactors } from './boosts.ts';
import { type ConceptGraph, epsilon, type Side } from './concept-graph.ts';
import { NeighbourRow } from './neighbour-row.ts';

export interface Neighbour {
  readonly id: string;
  /** Units that hold both. */
  readonly frequency: number;
  /** Probability of a step to it within its sub-graph: topics and key concepts each sum to 1. */
  readonly probability: number;
}

/** A node's neighbours, the most frequent first, then topics before key concepts and by id; none when the graph does not have the node. */
export function neighbours(
  graph: ConceptGraph,
  nodeId: string,
  boosts: ReadonlyMap<string, number> = new Map<string, number>(),
): Neighbour[] {
  const node = graph.index.get(nodeId);
  if (node === undefined) return [];
  const row = new NeighbourRow(graph);
  const factor = boostFactors(graph, boosts);
  const found = [graph.topicSide, graph.conceptSide].flatMap((side) => rowOf(node, side, row, factor));
  return found
    .sort((a, b) => b.frequency - a.frequency || a.node - b.node)
    .map(({ node: other, frequency, probability }) => ({ id: graph.nodes[other]!, frequency, probability }));
}

function rowOf(node: number, side: Side, row: NeighbourRow, factor: Float64Array | null) {
  row.read(node, side);
  const found = [...row.nodes.subarray(0, row.length)].map((other) => {
    const frequency = row.frequency[other]!;
    return { node: other, frequency, weight: (frequency + epsilon) * (factor?.[other] ?? 1) };
  });
  const total = found.reduce((sum, { weight }) => sum + weight, 0);
  return found.map((neighbour) => ({ ...neighbour, probability: neighbour.weight / total }));
}
