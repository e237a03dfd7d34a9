import type { Incidence } from './incidence.ts';

/** One node's edges into one side of the graph, counted from its posting list on demand. Reused from node to node: it holds the last one read. */
export class NeighbourRow {
  /** The neighbours in `nodes[0]` … `nodes[length - 1]`, in the order the units name them. */
  readonly nodes: Uint32Array;
  length = 0;
  /** Node → shared units; 0 for all but the neighbours. */
  readonly frequency: Uint32Array;
  readonly #incidence: Incidence;

  constructor(incidence: Incidence) {
    this.#incidence = incidence;
    this.nodes = new Uint32Array(incidence.nodes.length);
    this.frequency = new Uint32Array(incidence.nodes.length);
  }

  /** Linear in the nodes of the units that hold `node`. */
  read(node: number, { begin, end }: { readonly begin: Uint32Array; readonly end: Uint32Array }): void {
    const { nodes, frequency } = this;
    const { postings, unitNodes } = this.#incidence;
    for (let at = 0; at < this.length; at++) frequency[nodes[at]!] = 0;
    let length = 0;
    const last = postings.start[node + 1]!;
    for (let posting = postings.start[node]!; posting < last; posting++) {
      const unit = postings.items[posting]!;
      const stop = end[unit]!;
      for (let at = begin[unit]!; at < stop; at++) {
        const other = unitNodes.items[at]!;
        if (other !== node && frequency[other]!++ === 0) nodes[length++] = other;
      }
    }
    this.length = length;
  }
}
