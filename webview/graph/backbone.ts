interface BackboneEdge {
  readonly source: string;
  readonly target: string;
  readonly frequency: number;
  readonly strength: number;
}

/** Beside the tree: each node's strongest lines, which show what it belongs to most. */
const strongest = 2;

/**
 * The edges worth drawing always. The concepts of one passage are all joined to each other, and all their lines are a
 * ball of wool; a maximum spanning tree (the most frequent edges that join everything that is joined at all) and each
 * node's strongest edges keep the shape of the graph.
 */
export function backbone(edges: readonly BackboneEdge[]): ReadonlySet<BackboneEdge> {
  const kept = new Set<BackboneEdge>();
  const trees = new Trees();
  for (const edge of edges.toSorted((a, b) => b.frequency - a.frequency || b.strength - a.strength || byEnds(a, b))) {
    if (trees.join(edge.source, edge.target)) kept.add(edge);
  }
  const drawn = new Map<string, number>();
  for (const edge of edges.toSorted((a, b) => b.strength - a.strength || b.frequency - a.frequency || byEnds(a, b))) {
    const bySource = drawn.get(edge.source) ?? 0;
    const byTarget = drawn.get(edge.target) ?? 0;
    if (bySource >= strongest && byTarget >= strongest) continue;
    kept.add(edge);
    drawn.set(edge.source, bySource + 1);
    drawn.set(edge.target, byTarget + 1);
  }
  return kept;
}

function byEnds(a: BackboneEdge, b: BackboneEdge): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.target < b.target ? -1 : 1;
}

/** Kruskal's disjoint sets, with paths halved. */
class Trees {
  readonly #above = new Map<string, string>();

  /** False when both are in one tree already. */
  join(a: string, b: string): boolean {
    const [rootA, rootB] = [this.#root(a), this.#root(b)];
    if (rootA === rootB) return false;
    this.#above.set(rootA, rootB);
    return true;
  }

  #root(node: string): string {
    let at = node;
    for (;;) {
      const above = this.#above.get(at);
      if (above === undefined) return at;
      const next = this.#above.get(above);
      if (next !== undefined) this.#above.set(at, next);
      at = above;
    }
  }
}
