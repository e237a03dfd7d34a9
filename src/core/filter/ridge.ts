import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { SparseVector } from './features.ts';

/** How strongly weights are held back; the one that predicts held-out ratings best is taken. */
const penalties = [0.03, 0.1, 0.3, 1, 3, 10];
/** Parts that the rated are split into, each held out once. */
const folds = 5;
/** With fewer ratings nothing can be held out that would tell anything. */
export const leastRatings = 10;

export interface Fit {
  /** A rating for any vector of the same kind. */
  readonly predict: (vector: SparseVector) => number;
  /** Share of the variance of held-out ratings that is predicted; at most 1, and negative where the mean does better. */
  readonly r2: number;
}

/**
 * Ridge regression on ratings, solved in its dual form: as many unknowns as ratings, whatever the vectors' length. The
 * penalty and R² come from five-fold cross-validation, in which every rating is predicted without itself.
 * @returns null for fewer than `leastRatings` ratings, or ratings that are all the same.
 */
export function fitRidge(vectors: readonly SparseVector[], ratings: readonly number[]): Fit | null {
  if (ratings.length < leastRatings || new Set(ratings).size < 2) return null;
  const kernel = vectors.map((a) => vectors.map((b) => dot(a, b)));
  const tried = penalties.map((penalty) => ({ penalty, r2: crossValidated(kernel, ratings, penalty) }));
  const best = tried.reduce((a, b) => (b.r2 > a.r2 ? b : a));
  const all = ratings.map((_, index) => index);
  const { alpha, mean } = solve(kernel, ratings, all, best.penalty);
  const predict = (vector: SparseVector): number => mean + vectors.reduce((sum, each, index) => sum + alpha[index]! * dot(each, vector), 0);
  return { predict, r2: best.r2 };
}

function crossValidated(kernel: readonly (readonly number[])[], ratings: readonly number[], penalty: number): number {
  const mean = average(ratings);
  let [residual, total] = [0, 0];
  for (let fold = 0; fold < folds; fold++) {
    const held = ratings.flatMap((_, index) => (index % folds === fold ? [index] : []));
    const rest = ratings.flatMap((_, index) => (index % folds === fold ? [] : [index]));
    const fitted = solve(kernel, ratings, rest, penalty);
    for (const index of held) {
      const predicted = fitted.mean + rest.reduce((sum, other, at) => sum + fitted.alpha[at]! * kernel[index]![other]!, 0);
      residual += (ratings[index]! - predicted) ** 2;
      total += (ratings[index]! - mean) ** 2;
    }
  }
  return 1 - residual / total;
}

/** (K + λI) α = y − mean, over the rows named. */
function solve(kernel: readonly (readonly number[])[], ratings: readonly number[], rows: readonly number[], penalty: number) {
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

/** Both are sorted by index. */
function dot(a: SparseVector, b: SparseVector): number {
  let [sum, i, j] = [0, 0, 0];
  while (i < a.indices.length && j < b.indices.length) {
    const difference = a.indices[i]! - b.indices[j]!;
    if (difference === 0) sum += a.weights[i++]! * b.weights[j++]!;
    else if (difference < 0) i++;
    else j++;
  }
  return sum;
}
