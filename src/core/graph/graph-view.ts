import type { ConceptGraph } from './concept-graph.ts';
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
  const row = new NeighbourRow(graph);
  const focus = [...new Set(options.focus)].flatMap((id) => graph.index.get(id) ?? []);
  const chosen = options.focus === undefined ? mostFrequent(graph, options.limit) : aroundFocus(graph, focus, options.limit, row);
  const inFocus = new Set(focus);
  return {
    nodes: chosen.map((node) => ({ id: graph.nodes[node]!, frequency: frequencyOf(graph, node), inFocus: inFocus.has(node) })),
    edges: strongest(edgesAmong(graph, chosen, row), chosen, Math.round((options.density ?? 2) * chosen.length)).map(
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
  const ranked = graph.nodes.map((_, node) => node).sort(order);
  const topics = ranked.filter((node) => node < graph.topicCount);
  const concepts = ranked.filter((node) => node >= graph.topicCount);
  const topicsShown = Math.max(Math.ceil(limit / 3), limit - concepts.length);
  return [...topics.slice(0, topicsShown), ...concepts.slice(0, limit - Math.min(topicsShown, topics.length))].sort(order);
}

function aroundFocus(graph: ConceptGraph, focus: readonly number[], limit: number, row: NeighbourRow): number[] {
  const nearness = new Float64Array(graph.nodes.length);
  for (const node of focus) {
    for (const side of [graph.topicSide, graph.conceptSide]) {
      row.read(node, side);
      let total = 0;
      for (let at = 0; at < row.length; at++) total += row.frequency[row.nodes[at]!]!;
      for (let at = 0; at < row.length; at++) nearness[row.nodes[at]!]! += row.frequency[row.nodes[at]!]! / total;
    }
  }
  const inFocus = new Set(focus);
  const near = graph.nodes.map((_, node) => node).filter((node) => nearness[node]! > 0 && !inFocus.has(node));
  return [...focus.toSorted(byScore((node) => frequencyOf(graph, node))), ...near.sort(byScore((node) => nearness[node]!))].slice(0, limit);
}

interface Edge {
  readonly source: number;
  readonly target: number;
  readonly frequency: number;
  readonly strength: number;
}

function edgesAmong(graph: ConceptGraph, chosen: readonly number[], row: NeighbourRow): Edge[] {
  const edges: Edge[] = [];
  for (const source of chosen) {
    for (const side of [graph.topicSide, graph.conceptSide]) {
      row.read(source, side);
      for (const target of chosen) {
        const frequency = row.frequency[target]!;
        if (target <= source || frequency === 0) continue;
        const strength = frequency / Math.sqrt(frequencyOf(graph, source) * frequencyOf(graph, target));
        edges.push({ source, target, frequency, strength });
      }
    }
  }
  return edges.sort((a, b) => b.strength - a.strength || b.frequency - a.frequency || a.source - b.source || a.target - b.target);
}

/** Kruskal's forest over edges sorted by strength, filled up to `most` with the strongest of the others. */
function strongest(edges: readonly Edge[], nodes: readonly number[], most: number): Edge[] {
  const parent = new Map(nodes.map((node) => [node, node]));
  const root = (node: number): number => {
    let at = node;
    while (parent.get(at) !== at) {
      parent.set(at, parent.get(parent.get(at)!)!);
      at = parent.get(at)!;
    }
    return at;
  };
  const forest = new Set<Edge>();
  for (const edge of edges) {
    const [a, b] = [root(edge.source), root(edge.target)];
    if (a === b) continue;
    parent.set(a, b);
    forest.add(edge);
  }
  let spare = most - forest.size;
  return edges.filter((edge) => forest.has(edge) || spare-- > 0);
}
