import type { ConceptUnit } from '../../../src/core/concepts/concept.ts';
import type { RetrievedUnit } from '../../../src/core/graph/retrieval.ts';

/** The two units of the highest Jaccard, by comparing a set with every unit; ties by unit id. */
export function bruteForceReferences(units: readonly ConceptUnit[], set: readonly string[]): RetrievedUnit[] {
  const wanted = new Set(set);
  const best: { unit: string; overlap: number; union: number }[] = [];
  for (const unit of units) {
    let overlap = 0;
    for (const id of unit.topics) if (wanted.has(id)) overlap++;
    for (const id of unit.concepts) if (wanted.has(id)) overlap++;
    const union = wanted.size + unit.topics.length + unit.concepts.length - overlap;
    const last = best[1];
    if (overlap === 0 || (last !== undefined && overlap * last.union < last.overlap * union)) continue;
    best.push({ unit: unit.id, overlap, union });
    best.sort((a, b) => b.overlap * a.union - a.overlap * b.union || (a.unit < b.unit ? -1 : 1)).splice(2);
  }
  return best.map(({ unit, overlap, union }) => ({ unit, jaccard: overlap / union }));
}
