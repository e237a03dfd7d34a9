import { UndirectedGraph } from 'graphology';
import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import { epsilon } from '../../../src/core/graph/concept-graph.ts';
import type { RandomStream } from '../../../src/core/graph/random.ts';

interface EdgeAttributes {
  weight: number;
}
export type StoredGraph = UndirectedGraph<Record<string, never>, EdgeAttributes>;

/** The concept graph as one would write it first: a node for each name, a weighted edge for each pair. */
export function buildGraphology(units: readonly ConceptUnit[]): StoredGraph {
  const graph: StoredGraph = new UndirectedGraph();
  for (const unit of units) {
    const nodes = [...unit.topics, ...unit.concepts];
    for (const node of nodes) graph.mergeNode(node);
    for (const [at, u] of nodes.entries()) {
      for (const v of nodes.slice(at + 1)) {
        graph.updateUndirectedEdge(u, v, (edge) => ({ weight: (edge.weight ?? 0) + 1 }));
      }
    }
  }
  return graph;
}

/** The paper's walk over it: each step sums the weights of the open neighbours and draws by them. */
export function walkGraphology(graph: StoredGraph, start: string, random: RandomStream): string[] {
  const walked = [start];
  const step = (kind: 't:' | 'c:'): boolean => {
    const open: [node: string, weight: number][] = [];
    let total = 0;
    const from = walked.at(-1)!;
    graph.forEachEdge(from, (_edge, { weight }, source, target) => {
      const node = source === from ? target : source;
      if (!node.startsWith(kind) || walked.includes(node)) return;
      total += weight + epsilon;
      open.push([node, weight + epsilon]);
    });
    let left = random.float() * total;
    const chosen = open.find(([, weight]) => (left -= weight) < 0);
    if (chosen !== undefined) walked.push(chosen[0]);
    return chosen !== undefined;
  };
  for (let steps = random.between(1, 2); steps > 0 && step('t:');) steps--;
  if (step('c:')) for (let steps = random.between(3, 4); steps > 0 && step('c:');) steps--;
  return walked;
}
