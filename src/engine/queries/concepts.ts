import type { Concept } from '../../core/concepts/concept.ts';
import { findMentions } from '../../core/concepts/mentions.ts';
import { toFileSpan } from '../../core/corpus/anchors.ts';
import { neighbours } from '../../core/graph/neighbours.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import type { GraphState } from '../runs/concept-sets.ts';
import type { Store } from '../storage/store.ts';

const shown = { neighbours: 40, mentions: 50 };

type Summary = EngineResult<'concepts/list'>['concepts'][number];

/** Topics and key concepts, the most frequent first; or a concept's neighbours, the strongest first. */
export function listConcepts(state: GraphState, store: Store, query: EngineArguments<'concepts/list'>): EngineResult<'concepts/list'> {
  const { graph, concepts } = state;
  const words = query.query?.toLowerCase();
  const ids = query.near === undefined ? graph.nodes : neighbours(graph, query.near).map(({ id }) => id);
  const found = ids
    .flatMap((id) => concepts.get(id) ?? [])
    .filter(
      ({ kind, label }) =>
        (query.kind === undefined || kind === query.kind) && (words === undefined || label.toLowerCase().includes(words)),
    );
  const sampled = store.countsByConcept();
  const ranked =
    query.near === undefined ? found.sort((a, b) => graph.frequency(b.id) - graph.frequency(a.id) || (a.label < b.label ? -1 : 1)) : found;
  return {
    total: ranked.length,
    concepts: ranked.slice(query.offset, query.offset + query.limit).map((concept) => summary(concept, state, sampled)),
  };
}

function summary(concept: Concept, { graph }: GraphState, sampled: ReadonlyMap<string, number>): Summary {
  return { ...concept, frequency: graph.frequency(concept.id), samples: sampled.get(concept.id) ?? 0 };
}

/** One concept with its neighbours, the probability of stepping to each, and where the corpus names it. */
export function getConcept(state: GraphState, store: Store, id: string): EngineResult<'concepts/get'> {
  const { graph, concepts } = state;
  const concept = concepts.get(id);
  if (concept === undefined || !graph.index.has(id)) throw new UsageError(`there is no concept “${id.slice(2)}” in the graph`);
  return {
    ...summary(concept, state, store.countsByConcept()),
    neighbours: neighbours(graph, id, state.boosts)
      .slice(0, shown.neighbours)
      .flatMap(({ id: other, frequency, probability }) => {
        const neighbour = concepts.get(other);
        return neighbour === undefined ? [] : [{ ...neighbour, frequency, probability }];
      }),
    mentions: mentionsOf(state, concept),
  };
}

function mentionsOf({ graph, passagesOf }: GraphState, concept: Concept): EngineResult<'concepts/get'>['mentions'] {
  return unitsOf(graph, concept.id)
    .flatMap(passagesOf)
    .flatMap((passage) =>
      findMentions(passage.text, [concept]).map((mention) => ({
        file: passage.file,
        ...toFileSpan(passage, mention),
        text: around(passage.text, mention.start, mention.end),
      })),
    )
    .slice(0, shown.mentions);
}

function unitsOf({ index, postings, units }: GraphState['graph'], id: string): string[] {
  const node = index.get(id);
  if (node === undefined) return [];
  return Array.from(postings.items.subarray(postings.start[node], postings.start[node + 1]), (unit) => units[unit]!).sort();
}

function around(text: string, start: number, end: number): string {
  return text
    .slice(Math.max(0, start - 40), end + 60)
    .replace(/\s+/g, ' ')
    .trim();
}
