import { dot, type UnitVectors } from './unit-vectors.ts';

/** Vectors that are measured at most: the time for the eigenvalues grows with the third power of their number, 200 take a tenth of a second. */
export const maxVendiVectors = 200;

/**
 * Vendi score (Friedman & Dieng 2023): exp of the entropy of the eigenvalues of K/n, K holding the cosines between all pairs of n vectors: the
 * number of kinds there seem to be, from 1 (all point the same way) to n (all at right angles).
 * @returns null for no vectors
 * @throws RangeError for more than `maxVendiVectors`
 */
export async function vendiScore(vectors: UnitVectors): Promise<number | null> {
  const n = vectors.length;
  if (n === 0) return null;
  if (n > maxVendiVectors) throw new RangeError(`${n} vectors are too many for a Vendi score: ${maxVendiVectors} are the most.`);
  const { EigenvalueDecomposition, Matrix } = await import('ml-matrix');
  const kernel = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const share = dot(vectors[i]!, vectors[j]!) / n;
      kernel.set(i, j, share);
      kernel.set(j, i, share);
    }
  }
  const { realEigenvalues } = new EigenvalueDecomposition(kernel, { assumeSymmetric: true });
  // Those that are 0 come out as a little more or less.
  const entropy = realEigenvalues.reduce((sum, value) => (value > 1e-12 ? sum - value * Math.log(value) : sum), 0);
  return Math.exp(entropy);
}
