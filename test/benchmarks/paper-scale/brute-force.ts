import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import type { RetrievedUnit } from '../../../src/core/graph/retrieval.ts';

/** The two units of the highest Jaccard, by comparing a set with every unit; ties by unit id. */
export function bruteForceReferences(units: readonly ConceptUnit[], set: readonly string[]): RetrievedUnit[] {
  const wanted = new Set(set);
  let best: { unit: string; overlap: number; union: number }[] = [];
  for (const unit of units) {
    let overlap = 0;
    for (const id of unit.topics) if (wanted.has(id)) overlap++;
    for (const id of unit.concepts) if (wanted.has(id)) overlap++;
    if (overlap === 0) continue;
    const union = wanted.size + unit.topics.length + unit.concepts.length - overlap;
    best = [...best, { unit: unit.id, overlap, union }]
      .sort((a, b) => b.overlap * a.union - a.overlap * b.union || (a.unit < b.unit ? -1 : 1))
      .slice(0, 2);
  }
  return best.map(({ unit, overlap, union }) => ({ unit, jaccard: overlap / union }));
}
