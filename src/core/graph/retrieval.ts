import { BestScores } from './best-scores.ts';
import type { ConceptGraph } from './concept-graph.ts';

export interface RetrievedUnit {
  readonly unit: string;
  /** |K ∩ C| / |K ∪ C| of the set K and the unit's topics and key concepts C. */
  readonly jaccard: number;
}

export interface RetrievalOptions {
  /** Group that a unit belongs to (its file): among equal scores one of a group not yet retrieved comes first. */
  readonly groupOf?: (unit: string) => string | number;
}

/**
 * The `count` units that share most with a concept set, by exact Jaccard over topics and key concepts (SynthLLM §3.3);
 * fewer when fewer share anything. Equal scores: a group not yet retrieved first, then by unit id. Ids that the graph
 * does not have count as members of the set that no unit holds.
 * @throws RangeError when `count` is not a whole number from 0 up.
 */
export function retrieveReferences(
  graph: ConceptGraph,
  setNodes: Iterable<string>,
  count = 2,
  options: RetrievalOptions = {},
): RetrievedUnit[] {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`count is ${count}: it must be a whole number from 0 up.`);
  const set = new Set(setNodes);
  const known = [...set].flatMap((id) => graph.index.get(id) ?? []);
  if (count === 0 || known.length === 0) return [];
  let search = searches.get(graph);
  if (search === undefined) searches.set(graph, (search = new ReferenceSearch(graph)));
  return search.run(known, set.size, count, options);
}

/** One graph's working memory for its retrievals, left clean after each. */
const searches = new WeakMap<ConceptGraph, ReferenceSearch>();

/** A node of more than one unit in this many is frequent: its units are also a bit set, of at most 8 bytes for each entry of its list. */
const unitsPerFrequent = 64;

interface Scored {
  readonly unit: number;
  readonly overlap: number;
  readonly union: number;
}

class ReferenceSearch {
  readonly #graph: ConceptGraph;
  /** Node → offset of its bit set in `#bits`, or −1. */
  readonly #bitsOf: Int32Array;
  readonly #bits: Uint32Array;
  /** Unit → how many of the rare nodes it holds, or 1 when only frequent ones were met; 0 when not met. */
  readonly #met: Uint32Array;
  readonly #metUnits: Uint32Array;
  #metCount = 0;
  /** Units that reached the best scores when they were met, and how many nodes they share. */
  readonly #candidates: Uint32Array;
  readonly #overlaps: Uint32Array;
  #found = 0;

  constructor(graph: ConceptGraph) {
    this.#graph = graph;
    const units = graph.units.length;
    const { start, items } = graph.postings;
    const words = Math.ceil(units / 32);
    this.#bitsOf = new Int32Array(graph.nodes.length).fill(-1);
    let length = 0;
    for (let node = 0; node < graph.nodes.length; node++) {
      if ((start[node + 1]! - start[node]!) * unitsPerFrequent <= units) continue;
      this.#bitsOf[node] = length;
      length += words;
    }
    this.#bits = new Uint32Array(length);
    for (let node = 0; node < graph.nodes.length; node++) {
      const offset = this.#bitsOf[node]!;
      if (offset < 0) continue;
      for (let at = start[node]!; at < start[node + 1]!; at++) this.#bits[offset + (items[at]! >>> 5)]! |= 1 << (items[at]! & 31);
    }
    this.#met = new Uint32Array(units);
    this.#metUnits = new Uint32Array(units);
    this.#candidates = new Uint32Array(units);
    this.#overlaps = new Uint32Array(units);
  }

  /** `known`: distinct nodes; `setSize`: how many members the set has with those that the graph does not have. */
  run(known: number[], setSize: number, count: number, { groupOf }: RetrievalOptions): RetrievedUnit[] {
    const best = new BestScores(count);
    const rare = known.filter((node) => this.#bitsOf[node]! < 0);
    const frequent = known.filter((node) => this.#bitsOf[node]! >= 0).sort((a, b) => this.#frequency(a) - this.#frequency(b));
    this.#found = 0;
    this.#metCount = 0;
    this.#countRare(rare);
    const offsets = frequent.map((node) => this.#bitsOf[node]!);
    for (let at = 0; at < this.#metCount; at++) {
      const unit = this.#metUnits[at]!;
      this.#weigh(unit, this.#met[unit]! + this.#shared(unit, offsets, 0), setSize, best);
    }
    this.#scanFrequent(frequent, offsets, setSize, best);
    for (let at = 0; at < this.#metCount; at++) this.#met[this.#metUnits[at]!] = 0;
    return this.#select(setSize, best, groupOf);
  }

  #frequency(node: number): number {
    const { start } = this.#graph.postings;
    return start[node + 1]! - start[node]!;
  }

  #countRare(rare: readonly number[]): void {
    const { start, items } = this.#graph.postings;
    for (const node of rare) {
      for (let at = start[node]!; at < start[node + 1]!; at++) {
        const unit = items[at]!;
        if (this.#met[unit]!++ === 0) this.#metUnits[this.#metCount++] = unit;
      }
    }
  }

  /**
   * Units that hold frequent nodes only. One first met when m nodes remain shares at most these m, so units too large to
   * reach the best with m are skipped: they are the end of the list, as units are numbered by size. Once all sizes are
   * too large, so are they for the lists that remain.
   */
  #scanFrequent(frequent: readonly number[], offsets: readonly number[], setSize: number, best: BestScores): void {
    const { postings, unitNodes } = this.#graph;
    for (let list = 0; list < frequent.length; list++) {
      const remaining = frequent.length - list;
      let largest = best.largestUnit(remaining, setSize);
      if (largest < remaining) return;
      const stop = postings.start[frequent[list]! + 1]!;
      for (let at = postings.start[frequent[list]!]!; at < stop; at++) {
        const unit = postings.items[at]!;
        if (unitNodes.start[unit + 1]! - unitNodes.start[unit]! > largest) break;
        if (this.#met[unit] !== 0) continue;
        this.#met[unit] = 1;
        this.#metUnits[this.#metCount++] = unit;
        if (this.#weigh(unit, 1 + this.#shared(unit, offsets, list + 1), setSize, best)) largest = best.largestUnit(remaining, setSize);
      }
    }
  }

  /** Number of the bit sets from `first` on that hold the unit. */
  #shared(unit: number, offsets: readonly number[], first: number): number {
    const word = unit >>> 5;
    let shared = 0;
    for (let at = first; at < offsets.length; at++) shared += (this.#bits[offsets[at]! + word]! >>> (unit & 31)) & 1;
    return shared;
  }

  /** Keeps a unit that reaches the best; true when the lowest of these rose. */
  #weigh(unit: number, overlap: number, setSize: number, best: BestScores): boolean {
    const union = this.#union(unit, overlap, setSize);
    if (!best.reaches(overlap, union)) return false;
    this.#candidates[this.#found] = unit;
    this.#overlaps[this.#found++] = overlap;
    return best.add(overlap, union);
  }

  #union(unit: number, overlap: number, setSize: number): number {
    const { start } = this.#graph.unitNodes;
    return setSize + start[unit + 1]! - start[unit]! - overlap;
  }

  #select(setSize: number, best: BestScores, groupOf: RetrievalOptions['groupOf']): RetrievedUnit[] {
    const { units, unitRank } = this.#graph;
    const pool: Scored[] = [];
    for (let at = 0; at < this.#found; at++) {
      const unit = this.#candidates[at]!;
      const overlap = this.#overlaps[at]!;
      const union = this.#union(unit, overlap, setSize);
      if (best.reaches(overlap, union)) pool.push({ unit, overlap, union });
    }

    const groups = new Set<string | number>();
    const isFresh = ({ unit }: Scored): boolean => groupOf === undefined || !groups.has(groupOf(units[unit]!));
    const isBefore = (a: Scored, b: Scored): boolean => {
      const ahead = a.overlap * b.union - b.overlap * a.union;
      if (ahead !== 0) return ahead > 0;
      if (groups.size > 0 && isFresh(a) !== isFresh(b)) return isFresh(a);
      return unitRank[a.unit]! < unitRank[b.unit]!;
    };
    const retrieved: RetrievedUnit[] = [];
    while (retrieved.length < best.count && pool.length > 0) {
      const first = pool.reduce((leader, other) => (isBefore(other, leader) ? other : leader));
      pool.splice(pool.indexOf(first), 1);
      if (groupOf) groups.add(groupOf(units[first.unit]!));
      retrieved.push({ unit: units[first.unit]!, jaccard: first.overlap / first.union });
    }
    return retrieved;
  }
}
