import type { Concept, ConceptKind } from '../../core/concepts/concept.ts';
import type { Passage } from '../../core/corpus/passage.ts';
import { saysSame } from '../../core/corpus/shingles.ts';
import type { ConceptGraph } from '../../core/graph/concept-graph.ts';
import { retrieveReferences } from '../../core/graph/retrieval.ts';
import { type ConceptSetSampler, type SampledNodes, sampleConceptSets } from '../../core/graph/walk.ts';
import type { LayeredMap } from '../../core/layered-map.ts';
import type { Reference, SampledConceptSet } from '../../core/samples/sample.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { EngineResult } from '../../protocol/engine.ts';

/** References of a set: the paper takes two. */
const referenceCount = 2;
/** Where so many say the same, the set has fewer references. */
const maxRetrieved = 128;

/** The graph of the extracted corpus, with what turns its nodes back into names and passages. */
export interface GraphState {
  readonly graph: ConceptGraph;
  readonly concepts: LayeredMap<string, Concept>;
  /** The curator's: node ids in every set, and factors on the probability of stepping to a node. */
  readonly pinned: readonly string[];
  readonly boosts: ReadonlyMap<string, number>;
  /** The passages of a unit: one, or a file's when files are the unit. */
  readonly passagesOf: (unit: string) => readonly Passage[];
  /** The id of a name as samples show it: the curator's, a spelling, or one that was merged since. */
  readonly idOf: (kind: ConceptKind, label: string) => string;
  /** The concepts of a passage's unit. */
  readonly conceptsOf: (passage: Passage) => readonly Concept[];
}

/** A sampled set with the passages retrieved for it. */
export interface ReferencedSet {
  readonly set: SampledConceptSet;
  readonly references: readonly { readonly passage: Passage; readonly reference: Reference }[];
}

/** Concept set as front ends show it. */
export const describeSet = ({ set, references }: ReferencedSet): EngineResult<'sets/sample'>['sets'][number] => ({
  ...set,
  references: references.map(({ reference }) => reference),
});

/** The concept sets of a seed (SynthLLM §3.2), each with its reference passages, made when asked for. */
export function* referencedSets(state: GraphState, walk: ProjectSettings['walk'], seed: number): Generator<ReferencedSet, undefined> {
  for (const nodes of sampler(state, walk, seed)) yield withReferences(state, nodes, seed);
}

function sampler({ graph, pinned, boosts }: GraphState, walk: ProjectSettings['walk'], seed: number): ConceptSetSampler {
  return sampleConceptSets(graph, { ...walk, seed, pinned, boosts });
}

function withReferences(state: GraphState, nodes: SampledNodes, seed: number): ReferencedSet {
  const { graph, concepts, passagesOf } = state;
  const label = (id: string): string => concepts.get(id)?.label ?? id.slice(2);
  const wanted = new Set([...nodes.topics, ...nodes.concepts]);
  const groupOf = (unit: string): string => passagesOf(unit)[0]?.file ?? unit;
  return {
    set: { topics: nodes.topics.map(label), concepts: nodes.concepts.map(label), seed, epoch: nodes.epoch, ordinal: nodes.ordinal },
    references: distinct((count) =>
      retrieveReferences(graph, wanted, count, { groupOf }).map(({ unit, jaccard }) => ({
        passage: bestPassage(state, passagesOf(unit), wanted),
        jaccard,
      })),
    ).map(({ passage, jaccard }) => ({ passage, reference: { file: passage.file, ...passage.span, passage: passage.id, jaccard } })),
  };
}

/** The best references of which none says what another does; the next best takes the place of one that does. */
function distinct(
  retrieve: (count: number) => readonly { readonly passage: Passage | undefined; readonly jaccard: number }[],
): { readonly passage: Passage; readonly jaccard: number }[] {
  for (let count = referenceCount; ; count *= 4) {
    const found = retrieve(count);
    const chosen: { passage: Passage; jaccard: number }[] = [];
    for (const { passage, jaccard } of found) {
      if (passage === undefined || chosen.some((other) => saysSame(other.passage.text, passage.text))) continue;
      chosen.push({ passage, jaccard });
      if (chosen.length === referenceCount) break;
    }
    if (chosen.length === referenceCount || found.length < count || count >= maxRetrieved) return chosen;
  }
}

/** With files as units, the passage of the file that names most of the set. */
function bestPassage(state: GraphState, passages: readonly Passage[], wanted: ReadonlySet<string>): Passage | undefined {
  if (passages.length < 2) return passages[0];
  const score = (passage: Passage): number => {
    const text = passage.text.toLowerCase();
    return [...wanted].filter((id) => text.includes((state.concepts.get(id)?.label ?? id.slice(2)).toLowerCase())).length;
  };
  return passages.map((passage) => ({ passage, found: score(passage) })).reduce((best, next) => (next.found > best.found ? next : best))
    .passage;
}
