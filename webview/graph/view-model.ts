import { backbone } from './backbone.ts';
import type { ShownGraph } from '../../src/protocol/results.ts';

export interface GraphNode {
  readonly id: string;
  readonly kind: 'topic' | 'concept';
  readonly label: string;
  readonly frequency: number;
  readonly covered: boolean;
  readonly inFocus: boolean;
  /** Radius in pixels at the fitting zoom. */
  readonly size: number;
}

interface GraphEdge {
  readonly source: string;
  readonly target: string;
  readonly frequency: number;
  /** Degree to which both occur together oftener than their frequencies alone would have it: cosine of their occurrences, 0–1. */
  readonly strength: number;
  /** Drawn always; the others only when one of their ends is looked at. */
  readonly backbone: boolean;
}

export interface GraphModel {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly neighbours: ReadonlyMap<string, ReadonlySet<string>>;
  readonly topics: number;
  readonly concepts: number;
}

const radii = { topic: [7, 12], concept: [4, 9] } as const;
export function graphModel(view: ShownGraph): GraphModel {
  const largest = { topic: 1, concept: 1 };
  for (const node of view.nodes) largest[node.kind] = Math.max(largest[node.kind], node.frequency);
  const nodes = view.nodes
    .map((node) => {
      const [min, max] = radii[node.kind];
      return { ...node, size: min + (max - min) * Math.sqrt(node.frequency / largest[node.kind]) };
    })
    .sort(byImportance);
  const edges = graphEdges(view);
  const neighbours = new Map<string, Set<string>>(nodes.map((node) => [node.id, new Set()]));
  for (const { source, target } of edges) {
    neighbours.get(source)?.add(target);
    neighbours.get(target)?.add(source);
  }
  const topics = nodes.filter((node) => node.kind === 'topic').length;
  return { nodes, edges, neighbours, topics, concepts: nodes.length - topics };
}

function byImportance(a: GraphNode, b: GraphNode): number {
  if (a.kind !== b.kind) return a.kind === 'topic' ? -1 : 1;
  return b.frequency - a.frequency || (a.id < b.id ? -1 : 1);
}

function graphEdges(view: ShownGraph): GraphEdge[] {
  const frequency = new Map(view.nodes.map((node) => [node.id, node.frequency]));
  const edges = view.edges
    .filter((edge) => frequency.has(edge.source) && frequency.has(edge.target) && edge.source !== edge.target)
    .map((edge) => {
      const product = (frequency.get(edge.source) ?? 0) * (frequency.get(edge.target) ?? 0);
      return { ...edge, strength: product === 0 ? 0 : Math.min(1, edge.frequency / Math.sqrt(product)) };
    });
  const kept = backbone(edges);
  return edges.map((edge) => ({ ...edge, backbone: kept.has(edge) }));
}

export interface Attention {
  /** The concept in the inspector. */
  readonly selected: string | null;
  readonly hovered: string | null;
  /** Nodes of a concept set that was pointed at. */
  readonly marked: ReadonlySet<string>;
}

/** The nodes to show at full strength, the rest stepping back; null when none stands out. Pointing beats marking beats selecting. */
export function litNodes(model: GraphModel, attention: Attention): ReadonlySet<string> | null {
  if (attention.hovered !== null) return withNeighbours(model, attention.hovered);
  if (attention.marked.size > 0) return attention.marked;
  if (attention.selected !== null) return withNeighbours(model, attention.selected);
  return null;
}

function withNeighbours(model: GraphModel, id: string): ReadonlySet<string> | null {
  const neighbours = model.neighbours.get(id);
  return neighbours === undefined ? null : new Set([id, ...neighbours]);
}

/** Same nodes and lines: a decision on a sample changes rings, and must not move anything. */
export function sameShape(a: GraphModel, b: GraphModel): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.edges.length === b.edges.length &&
    a.nodes.every((node, at) => node.id === b.nodes[at]?.id && node.frequency === b.nodes[at].frequency) &&
    a.edges.every((edge, at) => edge.source === b.edges[at]?.source && edge.target === b.edges[at].target)
  );
}
