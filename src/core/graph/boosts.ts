import type { ConceptGraph, Side } from './concept-graph.ts';
import { epsilon } from './concept-graph.ts';
import type { Lists } from './lists.ts';
import { NeighbourRow } from './neighbour-row.ts';

/** Factors on the weights of steps to some nodes. */
export interface Boosts {
  /** Node → factor; 1 for most. */
  readonly factor: Float64Array;
  /** Node → its neighbours whose factor is above 1. */
  readonly raised: Lists;
  /** Beside `raised.items`: Σ (factor − 1)(freq + ε) of the list up to and with this one: the weight the boosts add. */
  readonly added: Float64Array;
}

/**
 * Factors by node number; null when none differs from 1. Ids that the graph does not have are passed over.
 * @throws RangeError when a factor is not a positive finite number.
 */
export function boostFactors(graph: ConceptGraph, boosts: ReadonlyMap<string, number>): Float64Array | null {
  const factor = new Float64Array(graph.nodes.length).fill(1);
  let differs = false;
  for (const [id, value] of boosts) {
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`The boost of “${id}” is ${value}: it must be a positive number.`);
    const node = graph.index.get(id);
    if (node === undefined) continue;
    factor[node] = value;
    differs ||= value !== 1;
  }
  return differs ? factor : null;
}

/** Prepares steps to the nodes of one kind, from the nodes `from`; as large as the raised nodes' edges. */
export function prepareBoosts(graph: ConceptGraph, factor: Float64Array, from: Side, to: { first: number; end: number }): Boosts {
  const row = new NeighbourRow(graph);
  const start = new Uint32Array(graph.nodes.length + 1);
  const raisedNodes: number[] = [];
  for (let node = to.first; node < to.end; node++) if (factor[node]! > 1) raisedNodes.push(node);
  for (const node of raisedNodes) {
    row.read(node, from);
    for (let at = 0; at < row.length; at++) start[row.nodes[at]! + 1]!++;
  }
  for (let node = 0; node < graph.nodes.length; node++) start[node + 1]! += start[node]!;

  const next = start.slice();
  const items = new Uint32Array(start[graph.nodes.length]!);
  const added = new Float64Array(items.length);
  for (const node of raisedNodes) {
    row.read(node, from);
    for (let at = 0; at < row.length; at++) {
      const neighbour = row.nodes[at]!;
      const place = next[neighbour]!++;
      const before = place > start[neighbour]! ? added[place - 1]! : 0;
      items[place] = node;
      added[place] = before + (factor[node]! - 1) * (row.frequency[neighbour]! + epsilon);
    }
  }
  return { factor, raised: { start, items }, added };
}
