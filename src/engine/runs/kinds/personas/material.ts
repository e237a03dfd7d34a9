import type { Concept } from '../../../../core/concepts/concept.ts';
import type { Passage } from '../../../../core/corpus/passage.ts';
import { splitSentences } from '../../../../core/corpus/sentences.ts';
import { neighbours } from '../../../../core/graph/neighbours.ts';
import type { CorpusState } from '../../../corpus-state.ts';
import { titleOf } from '../../../corpus-state.ts';
import type { GraphState } from '../../concept-sets.ts';

/** Limits of what one call is shown of the corpus: enough to tell people apart by, in a prompt that stays short. */
const shown = { topics: 12, concepts: 6, extracts: 3, extractLength: 600 };

export interface PersonaMaterial {
  /** Topics, each a line with its key concepts. */
  readonly topics: readonly string[];
  readonly extracts: readonly { readonly title: string; readonly text: string }[];
}

/** The corpus's topics, the most frequent first. */
export function rankedTopics({ graph, concepts }: GraphState): Concept[] {
  const topics = graph.nodes.flatMap((id) => concepts.get(id) ?? []).filter(({ kind }) => kind === 'topic');
  return topics.sort((a, b) => graph.frequency(b.id) - graph.frequency(a.id) || (a.id < b.id ? -1 : 1));
}

/** Material of a call of a run: each goes on with the topics where the one before left off, and begins again behind the last. */
export function personaMaterial(state: GraphState, corpus: CorpusState, ranked: readonly Concept[], call: number): PersonaMaterial {
  const count = Math.min(shown.topics, ranked.length);
  const topics = Array.from({ length: count }, (_, at) => ranked[(call * shown.topics + at) % ranked.length]!);
  return {
    topics: topics.map((topic) => [topic.label, conceptsBeside(state, topic).join(', ')].filter(Boolean).join(': ')),
    extracts: passagesOn(state, topics).map((passage) => ({ title: titleOf(corpus, passage), text: beginning(passage.text) })),
  };
}

function conceptsBeside({ graph, concepts }: GraphState, { id }: Concept): string[] {
  return neighbours(graph, id)
    .flatMap((neighbour) => concepts.get(neighbour.id) ?? [])
    .filter(({ kind }) => kind === 'concept')
    .slice(0, shown.concepts)
    .map(({ label }) => label);
}

/** A passage on each of the first topics, of different files as far as there are some. */
function passagesOn({ graph: { index, postings, units }, passagesOf }: GraphState, topics: readonly Concept[]): Passage[] {
  const found = new Map<string, Passage>();
  for (const { id } of topics) {
    if (found.size === shown.extracts) break;
    const node = index.get(id)!;
    const passages = [...postings.items.subarray(postings.start[node], postings.start[node + 1])].flatMap((unit) =>
      passagesOf(units[unit]!).slice(0, 1),
    );
    // Units come by the number of their concepts: the last has most to tell.
    const passage = passages.findLast(({ file }) => !found.has(file));
    if (passage !== undefined) found.set(passage.file, passage);
  }
  return [...found.values()];
}

/** The first sentences of a text, as far as there is room. */
function beginning(text: string): string {
  if (text.length <= shown.extractLength) return text;
  const end = splitSentences(text).findLast((sentence) => sentence.end <= shown.extractLength)?.end;
  return `${text.slice(0, end ?? shown.extractLength).trimEnd()} …`;
}
