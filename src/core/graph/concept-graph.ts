import type { ConceptUnit } from '../concepts/concept.ts';
import { type Incidence, readUnits } from './incidence.ts';
import { NeighbourRow } from './neighbour-row.ts';
import { NodeIndex } from './node-index.ts';

/** ε of the transition weights `freq(u,v) + ε` (MathScale, §3.2). */
export const epsilon = 1e-5;

/** Data that the graph offers a step to nodes of one kind: every unit's nodes of that kind and their number around each node. */
export interface Side {
  /** Unit → where its nodes of this kind begin and end in `unitNodes.items`. */
  readonly begin: Uint32Array;
  readonly end: Uint32Array;
  /** Beside `postings.items`: how many nodes of this kind the units of the list hold up to and with this one. */
  readonly cumulative: Uint32Array;
  /** Node → its distinct neighbours of this kind. */
  readonly degree: Uint32Array;
}

interface GraphCounts {
  readonly topics: number;
  readonly concepts: number;
  readonly edges: { readonly topicTopic: number; readonly topicConcept: number; readonly conceptConcept: number };
  readonly units: number;
}

/**
 * The concept graph of SynthLLM §3.2 as the incidence of units and nodes. Edges are implied, not stored: `freq(u,v)` is
 * the number of units that u and v share, so a node's edges are read off its posting list, and drawing a neighbour by
 * frequency needs only the list (see step.ts). At the paper's scale the edges outnumber the incidence seven to one.
 */
export interface ConceptGraph extends Incidence {
  readonly index: NodeIndex;
  readonly topicSide: Side;
  readonly conceptSide: Side;
  readonly counts: GraphCounts;
  /** The number of units that hold a node; 0 when the graph does not have it. */
  frequency(id: string): number;
}

/**
 * Builds the graph; the order of the units and of their lists makes no difference.
 * @throws RangeError when a unit id occurs twice, a node id lacks its kind's prefix, or `minDocumentFrequency` is not a positive integer.
 */
export function buildConceptGraph(units: Iterable<ConceptUnit>, options: { minDocumentFrequency?: number } = {}): ConceptGraph {
  const { minDocumentFrequency = 1 } = options;
  if (!Number.isInteger(minDocumentFrequency) || minDocumentFrequency < 1) {
    throw new RangeError(`minDocumentFrequency is ${minDocumentFrequency}: it must be a whole number from 1 up.`);
  }
  return graphOf(readUnits(units, minDocumentFrequency));
}

/** Degrees that are known already, of both sides; −1 for a node whose neighbours have to be counted. */
export interface KnownDegrees {
  readonly topics: Int32Array;
  readonly concepts: Int32Array;
}

/** All that follows from the incidence. */
export function graphOf(incidence: Incidence, known?: KnownDegrees): ConceptGraph {
  const { nodes, topicCount, postings } = incidence;
  const index = new NodeIndex(nodes, topicCount);
  const topicEnd = topicEnds(incidence);
  const topicSide = side(incidence, incidence.unitNodes.start.subarray(0, -1), topicEnd, known?.topics);
  const conceptSide = side(incidence, topicEnd, incidence.unitNodes.start.subarray(1), known?.concepts);
  return {
    ...incidence,
    index,
    topicSide,
    conceptSide,
    counts: {
      topics: topicCount,
      concepts: nodes.length - topicCount,
      edges: {
        topicTopic: sum(topicSide.degree.subarray(0, topicCount)) / 2,
        topicConcept: sum(conceptSide.degree.subarray(0, topicCount)),
        conceptConcept: sum(conceptSide.degree.subarray(topicCount)) / 2,
      },
      units: incidence.units.length,
    },
    frequency: (id) => {
      const node = index.get(id);
      return node === undefined ? 0 : postings.start[node + 1]! - postings.start[node]!;
    },
  };
}

function topicEnds({ units, unitNodes, topicCount }: Incidence): Uint32Array {
  return Uint32Array.from(units, (_, unit) => {
    let at = unitNodes.start[unit]!;
    while (at < unitNodes.start[unit + 1]! && unitNodes.items[at]! < topicCount) at++;
    return at;
  });
}

function side(incidence: Incidence, begin: Uint32Array, end: Uint32Array, known?: Int32Array): Side {
  const { postings, nodes } = incidence;
  const cumulative = new Uint32Array(postings.items.length);
  const degree = new Uint32Array(nodes.length);
  const row = new NeighbourRow(incidence);
  for (let node = 0; node < nodes.length; node++) {
    let held = 0;
    for (let at = postings.start[node]!; at < postings.start[node + 1]!; at++) {
      const unit = postings.items[at]!;
      held += end[unit]! - begin[unit]!;
      cumulative[at] = held;
    }
    const before = known?.[node] ?? -1;
    if (before < 0) row.read(node, { begin, end });
    degree[node] = before < 0 ? row.length : before;
  }
  return { begin, end, cumulative, degree };
}

const sum = (numbers: Uint32Array): number => numbers.reduce((total, number) => total + number, 0);
