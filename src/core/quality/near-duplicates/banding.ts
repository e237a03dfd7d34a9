/** Bands of a signature: two texts are compared exactly where they agree in all rows of one band (Leskovec et al., Mining of Massive Datasets §3.4). */
import { permutations } from './signature.ts';

export interface Banding {
  readonly bands: number;
  readonly rows: number;
}

/** Probability that a pair of exactly the threshold's similarity is compared. Those above it are nearly sure to be. */
const leastRecall = 0.985;

/** Probability that a pair of this similarity is compared. */
export const comparedShare = (similarity: number, { bands, rows }: Banding): number => 1 - (1 - similarity ** rows) ** bands;

/**
 * The most rows, and so the fewest comparisons in vain, that find pairs of the threshold's similarity as often as `leastRecall` says,
 * and of their bands no more than that takes: each is a bucket to fill and to look into.
 */
export function bandingFor(threshold: number): Banding {
  for (let rows = permutations; rows > 1; rows -= 1) {
    const bands = bandsFor(threshold, rows);
    if (bands * rows <= permutations) return { rows, bands };
  }
  return { rows: 1, bands: permutations };
}

/** The fewest bands of so many rows that reach `leastRecall`. */
function bandsFor(threshold: number, rows: number): number {
  let bands = 1;
  while (bands * rows <= permutations && comparedShare(threshold, { bands, rows }) < leastRecall) bands += 1;
  return bands;
}
