import { differInNumbersAlone } from './numbers.ts';
import { type ComparedText, similarity } from './shingles.ts';

/** Similarity of two texts where they are near-duplicates, else null: problems that differ in their numbers alone are two. */
export function nearDuplicates(a: ComparedText, b: ComparedText, threshold: number): number | null {
  const alike = similarity(a, b);
  return alike < threshold || differInNumbersAlone(a.text, b.text) ? null : alike;
}
