import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import { RandomStream } from '../../../src/core/graph/random.ts';
import { placeOf } from './place-of.ts';

export interface Scale {
  readonly documents: number;
  readonly topics: number;
  readonly concepts: number;
  readonly topicsPerDocument: number;
  readonly conceptsPerDocument: number;
}

/** One of SynthLLM's subsets: about 32,000 topics and 200,000 key concepts. */
export const paperScale: Scale = { documents: 90_000, topics: 32_000, concepts: 200_000, topicsPerDocument: 3, conceptsPerDocument: 24 };

/**
 * An extraction of that size, by Zipf's law (exponent 1) without correlations, which makes more distinct edges than a
 * real corpus would. Every name occurs at least once: each is first given to a random document that has room.
 */
export function generateUnits(scale: Scale, seed: number): ConceptUnit[] {
  const random = new RandomStream().restart(seed, 0, 'units');
  const topics = drawLists(scale.documents, scale.topics, scale.topicsPerDocument, random);
  const concepts = drawLists(scale.documents, scale.concepts, scale.conceptsPerDocument, random);
  const topicIds = Array.from({ length: scale.topics }, (_, topic) => `t:topic number ${topic}`);
  const conceptIds = Array.from({ length: scale.concepts }, (_, concept) => `c:key concept ${concept}`);
  return Array.from({ length: scale.documents }, (_, document) => ({
    id: `corpus/${document % 1000}/document-${document}.md#${(document * 2654435761).toString(16)}`,
    topics: [...topics[document]!].map((topic) => topicIds[topic]!),
    concepts: [...concepts[document]!].map((concept) => conceptIds[concept]!),
  }));
}

function drawLists(documents: number, names: number, perDocument: number, random: RandomStream): Set<number>[] {
  const lists = Array.from({ length: documents }, () => new Set<number>());
  for (let name = 0; name < names; name++) {
    let document = random.between(0, documents - 1);
    while (lists[document]!.size === perDocument) document = random.between(0, documents - 1);
    lists[document]!.add(name);
  }
  const cumulative = new Float64Array(names);
  let total = 0;
  for (let name = 0; name < names; name++) cumulative[name] = total += 1 / (name + 1);
  for (const list of lists) while (list.size < perDocument) list.add(placeOf(random.float() * total, cumulative));
  return lists;
}
