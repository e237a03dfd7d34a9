import type * as MatrixLibrary from 'ml-matrix';
import type { FeatureVector } from './vectors.ts';

/**
 * Strengths of the penalty on weights; the one that predicts held-out ratings best is taken. The small ones are for
 * embeddings, which all point the same way and differ by little.
 */
const penalties = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
/** Parts that the rated are split into, each held out once. */
const folds = 5;
/** With fewer ratings nothing can be held out that would tell anything. */
export const minRatings = 10;

export interface Fit {
  /** A rating for any vector of the same kind. */
  readonly predict: (vector: FeatureVector) => number;
  /** Share of the variance of held-out ratings that is predicted; at most 1, and negative where the mean does better. */
  readonly r2: number;
}

/**
 * Ridge regression on ratings, solved in its dual form: as many unknowns as ratings, whatever the vectors' length. The
 * penalty and R² come from five-fold cross-validation, in which every rating is predicted without itself.
 * @returns null for fewer than `minRatings` ratings, or ratings that are all the same.
 */
export async function fitRidge(vectors: readonly FeatureVector[], ratings: readonly number[]): Promise<Fit | null> {
  if (ratings.length < minRatings || new Set(ratings).size < 2) return null;
  const library = await import('ml-matrix');
  const kernel = kernelOf(vectors);
  const tried = penalties.map((penalty) => ({ penalty, r2: crossValidated(library, kernel, ratings, penalty) }));
  const best = tried.reduce((a, b) => (b.r2 > a.r2 ? b : a));
  const all = ratings.map((_, index) => index);
  const { alpha, mean } = solve(library, kernel, ratings, all, best.penalty);
  // Written out once, the weights make a prediction as long as a vector, however many ratings they came from.
  const weights = sum(vectors, alpha);
  const predict = (vector: FeatureVector): number => mean + vector.dot(weights);
  return { predict, r2: best.r2 };
}

/** Product of each vector with each other, by their places. */
type Kernel = readonly (readonly number[])[];

/** Every vector times every other. Each pair once: rounded another way, the matrix would not be symmetric. */
function kernelOf(vectors: readonly FeatureVector[]): number[][] {
  const kernel: number[][] = vectors.map(() => []);
  vectors.forEach((a, i) => {
    const written = sum([a], [1]);
    for (let j = 0; j <= i; j++) kernel[i]![j] = kernel[j]![i] = vectors[j]!.dot(written);
  });
  return kernel;
}

function crossValidated(library: typeof MatrixLibrary, kernel: Kernel, ratings: readonly number[], penalty: number): number {
  const mean = average(ratings);
  let [residual, total] = [0, 0];
  for (let fold = 0; fold < folds; fold++) {
    const held = ratings.flatMap((_, index) => (index % folds === fold ? [index] : []));
    const rest = ratings.flatMap((_, index) => (index % folds === fold ? [] : [index]));
    const fitted = solve(library, kernel, ratings, rest, penalty);
    for (const index of held) {
      const predicted = fitted.mean + rest.reduce((sum, other, at) => sum + fitted.alpha[at]! * kernel[index]![other]!, 0);
      residual += (ratings[index]! - predicted) ** 2;
      total += (ratings[index]! - mean) ** 2;
    }
  }
  return 1 - residual / total;
}

/** (K + λI) α = y − mean, over the rows named. */
function solve(
  { CholeskyDecomposition, Matrix }: typeof MatrixLibrary,
  kernel: Kernel,
  ratings: readonly number[],
  rows: readonly number[],
  penalty: number,
) {
  const mean = average(rows.map((row) => ratings[row]!));
  const matrix = Matrix.zeros(rows.length, rows.length);
  rows.forEach((row, i) => {
    rows.forEach((column, j) => {
      matrix.set(i, j, kernel[row]![column]! + (i === j ? penalty : 0));
    });
  });
  const y = Matrix.columnVector(rows.map((row) => ratings[row]! - mean));
  return { alpha: new CholeskyDecomposition(matrix).solve(y).to1DArray(), mean };
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Σ factor · vector, written out; there is at least one. */
function sum(vectors: readonly FeatureVector[], factors: readonly number[]): Float64Array {
  const total = new Float64Array(vectors[0]!.dimensions);
  vectors.forEach((vector, index) => {
    vector.addTo(total, factors[index]!);
  });
  return total;
}
