import type { ConceptUnit } from '../concepts/concept.ts';
import { type Lists, transpose } from './lists.ts';

/** Incidence of units and nodes, numbered so that the same units in any order give the same numbers. */
export interface Incidence {
  /** Node ids: the topics, then the key concepts, each in code-unit order. */
  readonly nodes: readonly string[];
  readonly topicCount: number;
  /** Unit ids by number of nodes, then in code-unit order: retrieval scans the small units of a posting list and stops. */
  readonly units: readonly string[];
  /** Unit → its place in code-unit order alone. */
  readonly unitRank: Uint32Array;
  /** Unit → its nodes, ascending: topics come first. */
  readonly unitNodes: Lists;
  /** Node → the units that hold it, ascending (the inverted index). */
  readonly postings: Lists;
}

/**
 * Numbers nodes and units. A node named twice in one unit counts once; nodes of fewer units than
 * `minDocumentFrequency` are left out.
 * @throws RangeError when a unit id occurs twice or a node id lacks its kind's prefix.
 */
export function readUnits(units: Iterable<ConceptUnit>, minDocumentFrequency: number): Incidence {
  const found = new FoundNodes();
  const unitIds: string[] = [];
  const ends: number[] = [];
  for (const unit of units) {
    for (const id of unit.topics) found.add(id, 't:', unitIds.length, unit.id);
    for (const id of unit.concepts) found.add(id, 'c:', unitIds.length, unit.id);
    unitIds.push(unit.id);
    ends.push(found.entries.length);
  }

  const kept = found.ids.filter((_, node) => found.frequency[node]! >= minDocumentFrequency);
  const topics = kept.filter((id) => id.startsWith('t:')).sort();
  const nodes = [...topics, ...kept.filter((id) => id.startsWith('c:')).sort()];
  const renumbered = new Int32Array(found.ids.length).fill(-1);
  for (const [number, id] of nodes.entries()) renumbered[found.index.get(id)!] = number;

  const given = unitIds.map((_, unit) => found.entries.slice(ends[unit - 1] ?? 0, ends[unit]).filter((node) => renumbered[node]! >= 0));
  const rank = rankById(unitIds);
  const order = unitIds.map((_, unit) => unit).sort((a, b) => given[a]!.length - given[b]!.length || rank[a]! - rank[b]!);
  const start = new Uint32Array(order.length + 1);
  for (const [at, unit] of order.entries()) start[at + 1] = start[at]! + given[unit]!.length;
  const items = new Uint32Array(start[order.length]!);
  for (const [at, unit] of order.entries())
    items.set(
      given[unit]!.map((node) => renumbered[node]!),
      start[at],
    );

  const postings = transpose({ start, items }, nodes.length);
  return {
    nodes,
    topicCount: topics.length,
    units: order.map((unit) => unitIds[unit]!),
    unitRank: Uint32Array.from(order, (unit) => rank[unit]!),
    unitNodes: transpose(postings, order.length),
    postings,
  };
}

/** Nodes numbered as they come, and the units' nodes one unit after the other. */
class FoundNodes {
  readonly index = new Map<string, number>();
  readonly ids: string[] = [];
  readonly frequency: number[] = [];
  readonly entries: number[] = [];
  readonly #lastUnit: number[] = [];

  add(id: string, prefix: 't:' | 'c:', unit: number, unitId: string): void {
    if (!id.startsWith(prefix)) {
      const [kind, list] = prefix === 't:' ? ['topic', 'topics'] : ['key concept', 'concepts'];
      throw new RangeError(`Unit “${unitId}” lists “${id}” among its ${list}: the id of a ${kind} must start with “${prefix}”.`);
    }
    let node = this.index.get(id);
    if (node === undefined) {
      node = this.ids.push(id) - 1;
      this.index.set(id, node);
      this.frequency.push(0);
      this.#lastUnit.push(-1);
    }
    if (this.#lastUnit[node] === unit) return;
    this.#lastUnit[node] = unit;
    this.frequency[node]!++;
    this.entries.push(node);
  }
}

function rankById(ids: readonly string[]): Uint32Array {
  const order = ids.map((_, at) => at).sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0));
  const rank = new Uint32Array(ids.length);
  for (const [place, at] of order.entries()) {
    if (place > 0 && ids[at] === ids[order[place - 1]!]) {
      throw new RangeError(`Two units have the id “${ids[at]!}”: every unit of co-occurrence needs an id of its own.`);
    }
    rank[at] = place;
  }
  return rank;
}
