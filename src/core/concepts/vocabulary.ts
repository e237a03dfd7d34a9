import type { Concept, ConceptKind, ConceptUnit } from './concept.ts';
import { type Curation, noCuration, type Seed } from './curation.ts';
import type { Extraction } from './extraction.ts';
import { cleanLabel, conceptKey } from './normalise.ts';

/** One extracted passage (or file: a setting): the unit whose concepts co-occur. */
export interface ExtractedUnit {
  readonly id: string;
  readonly extractions: readonly Extraction[];
  /** What a person put into the vocabulary and the unit's text names. */
  readonly seeds?: readonly Seed[];
}

export interface Vocabulary {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly units: readonly ConceptUnit[];
}

/** A concept's id from any of its spellings: that of the concept it was merged into, when it was. */
export function conceptId(kind: ConceptKind, label: string, curation: Curation = noCuration): string {
  const key = conceptKey(label);
  return `${kind === 'topic' ? 't' : 'c'}:${curation.canonical.get(key) ?? key}`;
}

/**
 * Merges spellings into concepts and says which unit holds which. A key concept that repeats a topic of its own unit
 * is left to the topic. A label is the curator's, else the most frequent spelling, the first in code-unit order when
 * several are.
 */
export function buildVocabulary(extracted: Iterable<ExtractedUnit>, curation: Curation = noCuration): Vocabulary {
  const spellings = new Map<string, Map<string, number>>();
  const add = (kind: ConceptKind, name: string): string | undefined => {
    const found = conceptKey(name);
    const key = curation.canonical.get(found) ?? found;
    if (key === '' || curation.banned.has(found) || curation.banned.has(key)) return undefined;
    const id = `${kind === 'topic' ? 't' : 'c'}:${key}`;
    const label = curation.labels.get(key) ?? cleanLabel(name);
    const counts = spellings.get(id) ?? new Map<string, number>();
    spellings.set(id, counts.set(label, (counts.get(label) ?? 0) + 1));
    return id;
  };

  const units: ConceptUnit[] = [];
  for (const { id, extractions, seeds = [] } of extracted) {
    const found = extractions.flatMap((extraction) => extraction.topics);
    const seeded = (kind: ConceptKind): string[] => seeds.flatMap((seed) => (seed.kind === kind ? [seed.name] : []));
    const names = [...found.map((topic) => topic.name), ...seeded('topic')];
    const topics = new Set(names.flatMap((name) => add('topic', name) ?? []));
    const others = [...found.flatMap((topic) => topic.concepts), ...seeded('concept')];
    const concepts = new Set(
      others.filter((name) => !topics.has(conceptId('topic', name, curation))).flatMap((name) => add('concept', name) ?? []),
    );
    if (topics.size + concepts.size > 0) units.push({ id, topics: [...topics], concepts: [...concepts] });
  }
  const concepts = new Map([...spellings].map(([id, counts]) => [id, { id, kind: kindOf(id), label: mostFrequent(counts) }]));
  return { concepts, units };
}

const kindOf = (id: string): ConceptKind => (id.startsWith('t:') ? 'topic' : 'concept');

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  let [best, most] = ['', 0];
  for (const [label, count] of counts) if (count > most || (count === most && label < best)) [best, most] = [label, count];
  return best;
}
