import type { Concept, ConceptUnit } from '../../../src/core/concepts/concept.ts';
import { type Curation, noCuration } from '../../../src/core/concepts/curation.ts';
import { type ExtractedUnit, Vocabulary } from '../../../src/core/concepts/vocabulary.ts';

interface Built {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly units: readonly ConceptUnit[];
}

/** The vocabulary of some units, and those of them that have any concept. */
export function buildVocabulary(extracted: Iterable<ExtractedUnit>, curation: Curation = noCuration): Built {
  const vocabulary = new Vocabulary(curation);
  const units = [...extracted].flatMap((unit) => vocabulary.add(unit) ?? []);
  return { concepts: new Map(vocabulary.concepts.entries()), units };
}
