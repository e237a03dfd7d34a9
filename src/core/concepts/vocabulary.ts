import { LayeredMap } from '../layered-map.ts';
import type { Concept, ConceptKind, ConceptUnit } from './concept.ts';
import { type Curation, noCuration, type Seed } from './curation.ts';
import type { Extraction } from './extraction.ts';
import { cleanLabel, conceptKey } from './normalise.ts';
import { Spellings } from './spellings.ts';

/** One extracted passage (or file: a setting): the unit whose concepts co-occur. */
export interface ExtractedUnit {
  readonly id: string;
  readonly extractions: readonly Extraction[];
  /** Concepts that a person put into the vocabulary and the unit's text names. */
  readonly seeds?: readonly Seed[];
}

/** A concept's id from any of its spellings: that of the concept it was merged into, when it was. */
export function conceptId(kind: ConceptKind, label: string, curation: Curation = noCuration): string {
  const key = conceptKey(label);
  return `${kind === 'topic' ? 't' : 'c'}:${curation.canonical.get(key) ?? key}`;
}

/** A name as a unit says it: which concept it is of, and how that is written there. */
interface Spelling {
  readonly id: string;
  readonly label: string;
}

interface ReadUnit {
  readonly unit: ConceptUnit;
  /** As often as each is said. */
  readonly spellings: readonly Spelling[];
}

/**
 * Merges spellings into concepts and says which unit holds which. A key concept that repeats a topic of its own unit
 * is left to the topic. A label is the curator's, else the most frequent spelling, the first in code-unit order when
 * several are. Units can be exchanged one at a time: what comes of it is what the units there are now would give.
 */
export class Vocabulary {
  readonly #curation: Curation;
  readonly #extracted = new Map<string, ExtractedUnit>();
  readonly #spellings = new Map<string, Spellings>();
  #concepts = new LayeredMap<string, Concept>();
  /** Concepts whose label may be another than in `#concepts`. */
  readonly #touched = new Set<string>();

  constructor(curation: Curation = noCuration) {
    this.#curation = curation;
  }

  /** Adds a unit. @returns its concepts; null for one without any. @throws RangeError when it is there already */
  add(extracted: ExtractedUnit): ConceptUnit | null {
    if (this.#extracted.has(extracted.id))
      throw new RangeError(`Two units have the id “${extracted.id}”: every unit needs an id of its own.`);
    this.#extracted.set(extracted.id, extracted);
    const { unit, spellings } = this.#read(extracted);
    for (const { id, label } of spellings) {
      const known = this.#spellings.get(id);
      if (known === undefined) this.#spellings.set(id, new Spellings(label));
      else known.add(label);
      this.#touched.add(id);
    }
    return holdsSome(unit) ? unit : null;
  }

  /** Takes a unit out. @returns the concepts that it had; null where it had none, or there is no such unit */
  remove(unitId: string): ConceptUnit | null {
    const extracted = this.#extracted.get(unitId);
    if (extracted === undefined) return null;
    this.#extracted.delete(unitId);
    const { unit, spellings } = this.#read(extracted);
    for (const { id, label } of spellings) {
      const known = this.#spellings.get(id);
      if (known?.remove(label) === 0) this.#spellings.delete(id);
      this.#touched.add(id);
    }
    return holdsSome(unit) ? unit : null;
  }

  /** By id. It stays as it is when units are exchanged: there is another then, unless no concept is different. */
  get concepts(): LayeredMap<string, Concept> {
    const changes = new Map<string, Concept | undefined>();
    for (const id of this.#touched) {
      const label = this.#spellings.get(id)?.mostFrequent;
      if (this.#concepts.get(id)?.label !== label) changes.set(id, label === undefined ? undefined : { id, kind: kindOf(id), label });
    }
    this.#touched.clear();
    return (this.#concepts = this.#concepts.with(changes));
  }

  #read({ id: unitId, extractions, seeds = [] }: ExtractedUnit): ReadUnit {
    const spellings: Spelling[] = [];
    const say = (kind: ConceptKind, name: string): string[] => {
      const { canonical, banned, labels } = this.#curation;
      const found = conceptKey(name);
      const key = canonical.get(found) ?? found;
      if (key === '' || banned.has(found) || banned.has(key)) return [];
      const id = `${kind === 'topic' ? 't' : 'c'}:${key}`;
      spellings.push({ id, label: labels.get(key) ?? cleanLabel(name) });
      return [id];
    };
    const found = extractions.flatMap((extraction) => extraction.topics);
    const seeded = (kind: ConceptKind): string[] => seeds.flatMap((seed) => (seed.kind === kind ? [seed.name] : []));
    const names = [...found.map((topic) => topic.name), ...seeded('topic')];
    const topics = new Set(names.flatMap((name) => say('topic', name)));
    const others = [...found.flatMap((topic) => topic.concepts), ...seeded('concept')];
    const concepts = new Set(
      others.filter((name) => !topics.has(conceptId('topic', name, this.#curation))).flatMap((name) => say('concept', name)),
    );
    return { unit: { id: unitId, topics: [...topics], concepts: [...concepts] }, spellings };
  }
}

const holdsSome = ({ topics, concepts }: ConceptUnit): boolean => topics.length + concepts.length > 0;

const kindOf = (id: string): ConceptKind => (id.startsWith('t:') ? 'topic' : 'concept');
