import type { ConceptUnit } from '../concepts/concept.ts';
import { type ConceptGraph, graphOf, type KnownDegrees } from './concept-graph.ts';
import type { Incidence } from './incidence.ts';
import { transpose } from './lists.ts';

/** Units that a graph has, and those that take their place. Each has a concept at least, and each name once. */
export interface Exchange {
  readonly removed: readonly ConceptUnit[];
  readonly added: readonly ConceptUnit[];
}

/**
 * The graph with some units exchanged: the same as one that is built of the units there are then, where every node is in
 * it, however few units it has. What takes long in building, names and neighbours, is done for the exchanged units alone;
 * the rest is copied, number by number.
 */
export function exchangeUnits(graph: ConceptGraph, { removed, added }: Exchange): ConceptGraph {
  const nodes = exchangeNodes(graph, removed, added);
  const units = exchangeUnitOrder(graph, removed, added);
  const unitNodes = exchangeLists(graph, nodes, units);
  const postings = transpose(unitNodes, nodes.ids.length);
  const { ids, topicCount } = nodes;
  const incidence: Incidence = { nodes: ids, topicCount, units: units.ids, unitRank: units.rank, unitNodes, postings };
  return graphOf(incidence, knownDegrees(graph, nodes, [...removed, ...added]));
}

const nodesOf = ({ topics, concepts }: ConceptUnit): string[] => [...topics, ...concepts];
const isTopic = (id: string): boolean => id.startsWith('t:');

/** The numbers of sorted things of which some go and others come. */
interface Moves {
  /** Old number → new one; −1 for what is gone. */
  readonly renumbered: Int32Array;
  /** The new numbers of those that come, in their order. */
  readonly come: readonly number[];
}

/** @param gone numbers of those that go; @param places the old numbers before which others come, ascending */
function moves(length: number, gone: ReadonlySet<number>, places: readonly number[]): Moves {
  const renumbered = new Int32Array(length);
  const come: number[] = [];
  let number = 0;
  for (let old = 0; old <= length; old++) {
    while (places[come.length] === old) come.push(number++);
    if (old < length) renumbered[old] = gone.has(old) ? -1 : number++;
  }
  return { renumbered, come };
}

/** A list with its things where they have moved to. */
function moved<T>(list: readonly T[], gone: ReadonlySet<number>, places: readonly number[], come: readonly T[]): T[] {
  const result: T[] = [];
  const cuts = [...new Set([...gone, ...places, list.length])].sort((a, b) => a - b);
  let [from, next] = [0, 0];
  for (const cut of cuts) {
    for (const each of list.slice(from, cut)) result.push(each);
    while (places[next] === cut) result.push(come[next++]!);
    from = gone.has(cut) ? cut + 1 : cut;
  }
  return result;
}

interface Numbering extends Moves {
  readonly ids: readonly string[];
  readonly topicCount: number;
  /** New number of a node of an exchanged unit; undefined for one that is gone. */
  readonly numberOf: (id: string) => number | undefined;
}

function exchangeNodes(graph: ConceptGraph, removed: readonly ConceptUnit[], added: readonly ConceptUnit[]): Numbering {
  const change = new Map<string, number>();
  for (const id of removed.flatMap(nodesOf)) change.set(id, (change.get(id) ?? 0) - 1);
  for (const id of added.flatMap(nodesOf)) change.set(id, (change.get(id) ?? 0) + 1);
  const { index } = graph;
  const fresh = [...change.keys()].filter((id) => (change.get(id) ?? 0) > 0 && !index.has(id)).sort(topicsFirst);
  const left = [...change.keys()].filter((id) => index.has(id) && graph.frequency(id) + (change.get(id) ?? 0) === 0);
  const gone = new Set(left.map((id) => index.get(id)!));
  const places = fresh.map((id) => index.placeOf(id));
  const { renumbered, come } = moves(graph.nodes.length, gone, places);
  const newNumbers = new Map(fresh.map((id, at) => [id, come[at]!]));
  const numberOf = (id: string): number | undefined => {
    const old = index.get(id);
    const number = old === undefined ? newNumbers.get(id) : renumbered[old]!;
    return number === -1 ? undefined : number;
  };
  const topicCount = graph.topicCount - left.filter(isTopic).length + fresh.filter(isTopic).length;
  return { ids: moved(graph.nodes, gone, places, fresh), topicCount, renumbered, come, numberOf };
}

/** Topics before key concepts, each in code-unit order. */
function topicsFirst(a: string, b: string): number {
  if (isTopic(a) !== isTopic(b)) return isTopic(a) ? -1 : 1;
  return a < b ? -1 : 1;
}

interface UnitOrder extends Moves {
  readonly ids: readonly string[];
  readonly rank: Uint32Array;
  /** Those that come, in their order. */
  readonly newcomers: readonly ConceptUnit[];
}

const sizeOf = (unit: ConceptUnit): number => unit.topics.length + unit.concepts.length;

function exchangeUnitOrder(graph: ConceptGraph, removed: readonly ConceptUnit[], added: readonly ConceptUnit[]): UnitOrder {
  const newcomers = added.toSorted((a, b) => sizeOf(a) - sizeOf(b) || (a.id < b.id ? -1 : 1));
  const gone = new Set(removed.map((unit) => placeOfUnit(graph, unit)));
  const places = newcomers.map((unit) => placeOfUnit(graph, unit));
  const order = moves(graph.units.length, gone, places);
  const ids = moved(
    graph.units,
    gone,
    places,
    newcomers.map(({ id }) => id),
  );
  return { ...order, ids, rank: exchangeRanks(graph, gone, newcomers, order), newcomers };
}

/** The number of a unit, or the one before which it would stand: by its size, then by its id. */
function placeOfUnit({ units, unitNodes: { start } }: ConceptGraph, unit: ConceptUnit): number {
  const size = sizeOf(unit);
  let [from, to] = [0, units.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const held = start[middle + 1]! - start[middle]!;
    if (held < size || (held === size && units[middle]! < unit.id)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Places in code-unit order, of which some go and others come as well. */
function exchangeRanks(
  { units, unitRank }: ConceptGraph,
  gone: ReadonlySet<number>,
  newcomers: readonly ConceptUnit[],
  { renumbered, come }: Moves,
): Uint32Array {
  const byRank = new Uint32Array(units.length);
  for (let unit = 0; unit < units.length; unit++) byRank[unitRank[unit]!] = unit;
  const sorted = newcomers.map(({ id }, at) => ({ id, number: come[at]! })).sort((a, b) => (a.id < b.id ? -1 : 1));
  const places = sorted.map(({ id }) => placeByRank(byRank, units, id));
  const ranks = moves(units.length, new Set([...gone].map((unit) => unitRank[unit]!)), places);
  const rank = new Uint32Array(units.length - gone.size + newcomers.length);
  for (let unit = 0; unit < units.length; unit++) if (renumbered[unit]! >= 0) rank[renumbered[unit]!] = ranks.renumbered[unitRank[unit]!]!;
  for (const [at, { number }] of sorted.entries()) rank[number] = ranks.come[at]!;
  return rank;
}

function placeByRank(byRank: Uint32Array, units: readonly string[], id: string): number {
  let [from, to] = [0, byRank.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (units[byRank[middle]!]! < id) from = middle + 1;
    else to = middle;
  }
  return from;
}

function exchangeLists(graph: ConceptGraph, nodes: Numbering, { renumbered, come, newcomers, ids }: UnitOrder): Incidence['unitNodes'] {
  const { start: oldStart, items: oldItems } = graph.unitNodes;
  const start = new Uint32Array(ids.length + 1);
  for (let unit = 0; unit < renumbered.length; unit++) {
    if (renumbered[unit]! >= 0) start[renumbered[unit]! + 1] = oldStart[unit + 1]! - oldStart[unit]!;
  }
  for (const [at, unit] of newcomers.entries()) start[come[at]! + 1] = sizeOf(unit);
  for (let unit = 0; unit < ids.length; unit++) start[unit + 1]! += start[unit]!;
  const items = new Uint32Array(start[ids.length]!);
  for (let unit = 0; unit < renumbered.length; unit++) {
    if (renumbered[unit]! < 0) continue;
    let to = start[renumbered[unit]!]!;
    for (let at = oldStart[unit]!; at < oldStart[unit + 1]!; at++) items[to++] = nodes.renumbered[oldItems[at]!]!;
  }
  for (const [at, unit] of newcomers.entries()) {
    const numbers = nodesOf(unit).map((id) => nodes.numberOf(id)!);
    items.set(
      numbers.sort((a, b) => a - b),
      start[come[at]!],
    );
  }
  return { start, items };
}

/** Edges come and go only among the nodes of one exchanged unit: all others have the neighbours that they had. */
function knownDegrees(graph: ConceptGraph, { ids, renumbered, numberOf }: Numbering, exchanged: readonly ConceptUnit[]): KnownDegrees {
  const topics = new Int32Array(ids.length).fill(-1);
  const concepts = new Int32Array(ids.length).fill(-1);
  for (let node = 0; node < renumbered.length; node++) {
    const now = renumbered[node]!;
    if (now < 0) continue;
    topics[now] = graph.topicSide.degree[node]!;
    concepts[now] = graph.conceptSide.degree[node]!;
  }
  for (const id of exchanged.flatMap(nodesOf)) {
    const node = numberOf(id);
    if (node !== undefined) topics[node] = concepts[node] = -1;
  }
  return { topics, concepts };
}
