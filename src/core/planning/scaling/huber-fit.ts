/** Robust least squares in a box: Levenberg and Marquardt's method, with Huber's loss by weights that follow the residuals. */

/** A model's residuals and their derivatives. Both arrays are written in full at each call. */
export interface ResidualModel {
  readonly points: number;
  readonly parameters: number;
  /**
   * Writes the residuals at `at`, and where `slopes` is given the derivative of residual i by parameter j at
   * `slopes[i * parameters + j]`.
   */
  residuals(at: Float64Array, into: Float64Array, slopes: Float64Array | null): void;
}

export interface SearchBox {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface HuberMinimum {
  readonly at: Float64Array;
  /** Mean of Huber's loss over the points. */
  readonly value: number;
}

interface SearchEffort {
  /** Residual from which on the loss grows in proportion to it. */
  readonly delta: number;
  readonly steps: number;
  /** Share of the value below which a step's gain ends the search. */
  readonly tolerance: number;
}

/** Step lengths tried before a place counts as a minimum. */
const mostDamping = 1e10;

/**
 * Searches downhill from `start` for a minimum of the mean Huber loss.
 * @param start is moved into the box first
 */
export function minimise(
  model: ResidualModel,
  box: SearchBox,
  start: Float64Array,
  { delta, steps, tolerance }: SearchEffort,
): HuberMinimum {
  const { points: n, parameters: p } = model;
  let at = clamp(start, box);
  const residuals = new Float64Array(n);
  const slopes = new Float64Array(n * p);
  const trial = new Float64Array(n);
  const hessian = new Float64Array(p * p);
  const damped = new Float64Array(p * p);
  const gradient = new Float64Array(p);
  model.residuals(at, residuals, slopes);
  let value = meanLoss(residuals, delta);
  let damping = 1e-3;
  let idle = 0;
  for (let step = 0; step < steps && idle < 3; step++) {
    accumulate(residuals, slopes, delta, hessian, gradient);
    hold(at, box, gradient, hessian);
    let isBetter = false;
    for (; damping < mostDamping && !isBetter; damping *= 4) {
      damped.set(hessian);
      for (let j = 0; j < p; j++) damped[j * p + j]! += damping * (hessian[j * p + j]! + 1e-12);
      const move = solve(damped, gradient);
      if (move === null) continue;
      const next = clamp(
        at.map((from, j) => from - move[j]!),
        box,
      );
      model.residuals(next, trial, null);
      const reached = meanLoss(trial, delta);
      if (!(reached < value)) continue;
      idle = value - reached <= tolerance * value ? idle + 1 : 0;
      [at, value, isBetter] = [next, reached, true];
      damping /= 40;
    }
    if (!isBetter) break;
    damping = Math.max(damping, 1e-12);
    model.residuals(at, residuals, slopes);
  }
  return { at, value };
}

const clamp = (at: Float64Array, { low, high }: SearchBox): Float64Array =>
  at.map((value, j) => (value > low[j]! ? Math.min(value, high[j]!) : low[j]!));

function meanLoss(residuals: Float64Array, delta: number): number {
  let sum = 0;
  for (const residual of residuals) {
    const size = Math.abs(residual);
    sum += size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta);
  }
  return sum / residuals.length;
}

/** Writes the gradient, and the matrix of the quadratic that lies above the loss and touches it here. */
function accumulate(residuals: Float64Array, slopes: Float64Array, delta: number, hessian: Float64Array, gradient: Float64Array): void {
  const p = gradient.length;
  hessian.fill(0);
  gradient.fill(0);
  for (let i = 0; i < residuals.length; i++) {
    const residual = residuals[i]!;
    const weight = Math.abs(residual) <= delta ? 1 : delta / Math.abs(residual);
    for (let j = 0; j < p; j++) {
      const slope = weight * slopes[i * p + j]!;
      gradient[j]! += slope * residual;
      for (let k = 0; k <= j; k++) hessian[j * p + k]! += slope * slopes[i * p + k]!;
    }
  }
  for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) hessian[k * p + j] = hessian[j * p + k]!;
}

/** Holds parameters that stand at a wall of the box and would go through it. */
function hold(at: Float64Array, { low, high }: SearchBox, gradient: Float64Array, hessian: Float64Array): void {
  const p = at.length;
  for (let j = 0; j < p; j++) {
    const pushes = (at[j]! <= low[j]! && gradient[j]! > 0) || (at[j]! >= high[j]! && gradient[j]! < 0);
    if (!pushes) continue;
    gradient[j] = 0;
    for (let k = 0; k < p; k++) hessian[j * p + k] = hessian[k * p + j] = 0;
    hessian[j * p + j] = 1;
  }
}

/** Solves `matrix · x = right` by Cholesky's factors, written into the matrix; null where it is not positive. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const p = right.length;
  for (let j = 0; j < p; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = matrix[j * p + k]!;
      for (let m = 0; m < k; m++) sum -= matrix[j * p + m]! * matrix[k * p + m]!;
      if (j !== k) matrix[j * p + k] = sum / matrix[k * p + k]!;
      else if (sum > 0) matrix[j * p + j] = Math.sqrt(sum);
      else return null;
    }
  }
  const x = Float64Array.from(right);
  for (let j = 0; j < p; j++) {
    for (let m = 0; m < j; m++) x[j]! -= matrix[j * p + m]! * x[m]!;
    x[j]! /= matrix[j * p + j]!;
  }
  for (let j = p - 1; j >= 0; j--) {
    for (let m = j + 1; m < p; m++) x[j]! -= matrix[m * p + j]! * x[m]!;
    x[j]! /= matrix[j * p + j]!;
  }
  return x;
}
