/** The numbers of nodes by their ids. Ids are sorted, so that they are looked up where they stand: a map of them would have to be made anew with every graph. */
export class NodeIndex {
  readonly #nodes: readonly string[];
  readonly #topicCount: number;

  /** @param nodes the topics, then the key concepts, each in code-unit order */
  constructor(nodes: readonly string[], topicCount: number) {
    this.#nodes = nodes;
    this.#topicCount = topicCount;
  }

  get(id: string): number | undefined {
    const place = this.placeOf(id);
    return this.#nodes[place] === id ? place : undefined;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** The number of a node, or the one before which it would stand. */
  placeOf(id: string): number {
    let [from, to] = id.startsWith('t:') ? [0, this.#topicCount] : [this.#topicCount, this.#nodes.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#nodes[middle]! < id) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
