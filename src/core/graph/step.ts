import type { Boosts } from './boosts.ts';
import { type ConceptGraph, epsilon, type Side } from './concept-graph.ts';
import type { NeighbourRow } from './neighbour-row.ts';
import type { RandomStream } from './random.ts';

/** Refused draws after which a row is read: most of its weight then lies on nodes already taken. */
const maxDraws = 32;

/**
 * Draws the next node of a walk within one sub-graph: exactly p(u→v) ∝ (freq(u,v) + ε) · boost(v) over the neighbours
 * that are not taken.
 *
 * Edges are not stored: the benchmark paper-scale has both ways. Storing them takes longer than the 160,000 walks that
 * would read them, and 410 MB; reading them is then one and a half times as fast. A unit of u drawn with its number of nodes as weight, and a node drawn uniformly from it, is v
 * with probability ∝ freq(u,v); ε is a second, very light component, uniform over u's neighbours; boosts above 1 are a
 * third, over the raised neighbours; boosts below 1 thin the first two. Refusing a taken node and drawing again leaves
 * the others in proportion; so does reading the row and drawing among those left, which is done where refusals would go
 * on, and which alone can tell a dead end.
 */
export class StepSampler {
  readonly #graph: ConceptGraph;
  readonly #side: Side;
  readonly #boosts: Boosts | null;
  readonly #row: NeighbourRow;

  constructor(graph: ConceptGraph, side: Side, boosts: Boosts | null, row: NeighbourRow) {
    this.#graph = graph;
    this.#side = side;
    this.#boosts = boosts;
    this.#row = row;
  }

  /** The next node, or −1 when every neighbour is taken. `taken[from]` must be set. */
  next(from: number, taken: Uint8Array, random: RandomStream): number {
    const degree = this.#side.degree[from]!;
    if (degree === 0) return -1;
    const pairs = this.#side.cumulative[this.#graph.postings.start[from + 1]! - 1]!;
    const plain = pairs + epsilon * degree;
    const total = plain + this.#addedWeight(from);
    for (let draw = 0; draw < maxDraws; draw++) {
      const at = random.float() * total;
      let node: number;
      if (at >= plain && total > plain) {
        node = this.#raisedAt(from, at - plain);
        if (taken[node] === 0) return node;
        continue;
      }
      node = at < pairs ? this.#sharedAt(from, Math.floor(at)) : this.#neighbourAt(from, Math.floor((at - pairs) / epsilon));
      if (taken[node] === 0 && this.#keeps(node, random)) return node;
    }
    return this.#fromRow(from, taken, random);
  }

  /** The `pair`th node among all nodes of all units of `from`. */
  #sharedAt(from: number, pair: number): number {
    const { postings, unitNodes } = this.#graph;
    const { cumulative, end } = this.#side;
    let low = postings.start[from]!;
    let high = postings.start[from + 1]! - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle]! > pair) high = middle;
      else low = middle + 1;
    }
    return unitNodes.items[end[postings.items[low]!]! - (cumulative[low]! - pair)]!;
  }

  #neighbourAt(from: number, place: number): number {
    this.#row.read(from, this.#side);
    return this.#row.nodes[Math.min(place, this.#row.length - 1)]!;
  }

  #addedWeight(from: number): number {
    if (this.#boosts === null) return 0;
    const { raised, added } = this.#boosts;
    return raised.start[from + 1]! > raised.start[from]! ? added[raised.start[from + 1]! - 1]! : 0;
  }

  #raisedAt(from: number, weight: number): number {
    const { raised, added } = this.#boosts!;
    let low = raised.start[from]!;
    let high = raised.start[from + 1]! - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (added[middle]! > weight) high = middle;
      else low = middle + 1;
    }
    return raised.items[low]!;
  }

  /** Tells whether a boost below 1 lets this draw stand. */
  #keeps(node: number, random: RandomStream): boolean {
    const factor = this.#boosts?.factor[node] ?? 1;
    return factor >= 1 || random.float() < factor;
  }

  #fromRow(from: number, taken: Uint8Array, random: RandomStream): number {
    const row = this.#row;
    row.read(from, this.#side);
    let total = 0;
    let last = -1;
    for (let at = 0; at < row.length; at++) {
      const node = row.nodes[at]!;
      if (taken[node] !== 0) continue;
      total += this.#weight(node);
      last = node;
    }
    let left = random.float() * total;
    for (let at = 0; at < row.length; at++) {
      const node = row.nodes[at]!;
      if (taken[node] !== 0) continue;
      left -= this.#weight(node);
      if (left < 0) return node;
    }
    return last;
  }

  #weight(node: number): number {
    const weight = this.#row.frequency[node]! + epsilon;
    return this.#boosts === null ? weight : weight * this.#boosts.factor[node]!;
  }
}
