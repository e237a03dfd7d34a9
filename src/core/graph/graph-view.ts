import type { ConceptGraph } from './concept-graph.ts';
import { atLeastAsFrequent } from './most-frequent.ts';
import { NeighbourRow } from './neighbour-row.ts';

interface ViewNode {
  readonly id: string;
  /** Units that hold it. */
  readonly frequency: number;
  readonly inFocus: boolean;
}

interface ViewEdge {
  readonly source: string;
  readonly target: string;
  /** Units that hold both. */
  readonly frequency: number;
}

export interface GraphView {
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
  /** Nodes of the graph that are not in the view. */
  readonly omitted: number;
}

export interface ViewOptions {
  /** Node ids to show with their neighbourhood; without them the view is of the whole graph. Unknown ids are passed over. */
  readonly focus?: Iterable<string>;
  /** Most nodes shown. */
  readonly limit: number;
  /** Most edges shown for each node, on average; 2 when not given. */
  readonly density?: number;
}

/**
 * The part of a graph that can be read at once. Of the whole graph: the most frequent nodes, a third of them topics,
 * so that key concepts do not crowd out what orders them. Of a focus: its nodes, then those a step of the walk from
 * them reaches with the highest probability.
 *
 * Of the edges among the nodes shown, a spanning forest of the strongest stays, so that nothing linked looks cut off,
 * and then the strongest of the rest. Strength is the Ochiai coefficient freq(u,v) / √(freq(u) freq(v)): counts alone
 * would give every edge to the few most frequent nodes.
 */
export function selectGraphView(graph: ConceptGraph, options: ViewOptions): GraphView {
  const focus = [...new Set(options.focus)].flatMap((id) => graph.index.get(id) ?? []);
  const chosen = options.focus === undefined ? mostFrequent(graph, options.limit) : aroundFocus(graph, focus, options.limit);
  const inFocus = new Set(focus);
  return {
    nodes: chosen.map((node) => ({ id: graph.nodes[node]!, frequency: frequencyOf(graph, node), inFocus: inFocus.has(node) })),
    edges: strongest(edgesAmong(graph, chosen), chosen, Math.round((options.density ?? 2) * chosen.length)).map(
      ({ source, target, frequency }) => ({ source: graph.nodes[source]!, target: graph.nodes[target]!, frequency }),
    ),
    omitted: graph.nodes.length - chosen.length,
  };
}

const frequencyOf = ({ postings }: ConceptGraph, node: number): number => postings.start[node + 1]! - postings.start[node]!;

/** Numbers by descending score, ties ascending. */
const byScore =
  (score: (node: number) => number) =>
  (a: number, b: number): number =>
    score(b) - score(a) || a - b;

function mostFrequent(graph: ConceptGraph, limit: number): number[] {
  const order = byScore((node) => frequencyOf(graph, node));
  const { topicCount, nodes } = graph;
  const topicsShown = Math.max(Math.ceil(limit / 3), limit - (nodes.length - topicCount));
  const conceptsShown = limit - Math.min(topicsShown, topicCount);
  const topics = atLeastAsFrequent(graph, { first: 0, end: topicCount }, topicsShown).sort(order);
  const concepts = atLeastAsFrequent(graph, { first: topicCount, end: nodes.length }, conceptsShown).sort(order);
  return [...topics.slice(0, topicsShown), ...concepts.slice(0, conceptsShown)].sort(order);
}

function aroundFocus(graph: ConceptGraph, focus: readonly number[], limit: number): number[] {
  const row = new NeighbourRow(graph);
  const nearness = new Float64Array(graph.nodes.length);
  const reached: number[] = [];
  for (const node of focus) {
    for (const side of [graph.topicSide, graph.conceptSide]) {
      row.read(node, side);
      let total = 0;
      for (let at = 0; at < row.length; at++) total += row.frequency[row.nodes[at]!]!;
      for (let at = 0; at < row.length; at++) {
        const other = row.nodes[at]!;
        if (nearness[other] === 0) reached.push(other);
        nearness[other]! += row.frequency[other]! / total;
      }
    }
  }
  const inFocus = new Set(focus);
  const near = reached.filter((node) => !inFocus.has(node));
  return [...focus.toSorted(byScore((node) => frequencyOf(graph, node))), ...near.sort(byScore((node) => nearness[node]!))].slice(0, limit);
}

interface CountedEdge {
  readonly source: number;
  readonly target: number;
  readonly frequency: number;
  readonly strength: number;
}

/** Goes through the units of the nodes once, and keeps of each which of them it holds: few, where its nodes are many. */
function edgesAmong(graph: ConceptGraph, chosen: readonly number[]): CountedEdge[] {
  const { postings, units } = graph;
  const nodes = chosen.toSorted((a, b) => a - b);
  const shared = new Uint32Array(nodes.length ** 2);
  const held = nodes.reduce((sum, node) => sum + frequencyOf(graph, node), 0);
  // Lists of the chosen nodes that each unit holds: the last entry of a unit, and before each entry the one that it follows.
  const last = new Int32Array(units.length).fill(-1);
  const [entries, before] = [new Uint32Array(held), new Int32Array(held)];
  let next = 0;
  for (const [target, node] of nodes.entries()) {
    for (let at = postings.start[node]!; at < postings.start[node + 1]!; at++) {
      const unit = postings.items[at]!;
      for (let entry = last[unit]!; entry >= 0; entry = before[entry]!) shared[entries[entry]! * nodes.length + target]!++;
      entries[next] = target;
      before[next] = last[unit]!;
      last[unit] = next++;
    }
  }
  const edges: CountedEdge[] = [];
  for (let at = 0; at < shared.length; at++) {
    const frequency = shared[at]!;
    if (frequency === 0) continue;
    const [source, target] = [nodes[Math.floor(at / nodes.length)]!, nodes[at % nodes.length]!];
    const strength = frequency / Math.sqrt(frequencyOf(graph, source) * frequencyOf(graph, target));
    edges.push({ source, target, frequency, strength });
  }
  return edges.sort((a, b) => b.strength - a.strength || b.frequency - a.frequency || a.source - b.source || a.target - b.target);
}

/** Kruskal's forest over edges sorted by strength, filled up to `most` with the strongest of the others. */
function strongest(edges: readonly CountedEdge[], nodes: readonly number[], max: number): CountedEdge[] {
  const parent = new Map(nodes.map((node) => [node, node]));
  const root = (node: number): number => {
    let at = node;
    while (parent.get(at) !== at) {
      parent.set(at, parent.get(parent.get(at)!)!);
      at = parent.get(at)!;
    }
    return at;
  };
  const forest = new Set<CountedEdge>();
  for (const edge of edges) {
    const [a, b] = [root(edge.source), root(edge.target)];
    if (a === b) continue;
    parent.set(a, b);
    forest.add(edge);
  }
  let spare = max - forest.size;
  return edges.filter((edge) => forest.has(edge) || spare-- > 0);
}
