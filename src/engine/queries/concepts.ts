import type { Concept } from '../../core/concepts/concept.ts';
import { findMentions } from '../../core/concepts/mentions.ts';
import { toFileSpan } from '../../core/corpus/anchors.ts';
import { atLeastAsFrequent } from '../../core/graph/most-frequent.ts';
import { neighbours } from '../../core/graph/neighbours.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import type { GraphState } from '../runs/concept-sets.ts';
import type { Store } from '../storage/store.ts';
import type { ListedConcept } from '../../protocol/results.ts';

const shown = { neighbours: 40, mentions: 50 };

/** Topics and key concepts, the most frequent first; or a concept's neighbours, the strongest first. */
export function listConcepts(state: GraphState, store: Store, query: EngineArguments<'concepts/list'>): EngineResult<'concepts/list'> {
  const { total, page } = query.near === undefined && query.query === undefined ? mostFrequent(state, query) : found(state, query);
  const sampled = store.countsByConcept();
  return { total, concepts: page.map((concept) => summary(concept, state, sampled)) };
}

interface FoundConcepts {
  readonly total: number;
  readonly page: readonly Concept[];
}

/** Without sorting more than the rows that come before the page's end. */
function mostFrequent(state: GraphState, { kind, offset, limit }: EngineArguments<'concepts/list'>): FoundConcepts {
  const { graph, concepts } = state;
  const first = kind === 'concept' ? graph.topicCount : 0;
  const end = kind === 'topic' ? graph.topicCount : graph.nodes.length;
  const few = atLeastAsFrequent(graph, { first, end }, offset + limit).flatMap((node) => concepts.get(graph.nodes[node]!) ?? []);
  return { total: end - first, page: few.sort(byFrequency(state)).slice(offset, offset + limit) };
}

function found(state: GraphState, { kind, near, query, offset, limit }: EngineArguments<'concepts/list'>): FoundConcepts {
  const { graph, concepts } = state;
  const words = query?.toLowerCase();
  const ids = near === undefined ? graph.nodes : neighbours(graph, near).map(({ id }) => id);
  const all = ids
    .flatMap((id) => concepts.get(id) ?? [])
    .filter(
      (concept) => (kind === undefined || concept.kind === kind) && (words === undefined || concept.label.toLowerCase().includes(words)),
    );
  if (near === undefined) all.sort(byFrequency(state));
  return { total: all.length, page: all.slice(offset, offset + limit) };
}

const byFrequency =
  ({ graph }: GraphState) =>
  (a: Concept, b: Concept): number =>
    graph.frequency(b.id) - graph.frequency(a.id) || (a.label < b.label ? -1 : 1);

function summary(concept: Concept, { graph }: GraphState, sampled: ReadonlyMap<string, number>): ListedConcept {
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
