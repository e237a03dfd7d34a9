import { writeAtLengthOne } from '../../../core/quality/unit-length.ts';
import type { PoolingMode } from './model-folder.ts';

/**
 * One vector of a text from those of its tokens (Reimers & Gurevych 2019, §3: the mean of all, or the first).
 * @param hidden row by row, one of `dimensions` for each token, none of them padding
 */
export function pooled(hidden: Float32Array, dimensions: number, mode: PoolingMode): Float32Array {
  const tokens = mode === 'cls' ? 1 : hidden.length / dimensions;
  const sum = new Float64Array(dimensions);
  for (let token = 0; token < tokens; token++) {
    for (let at = 0; at < dimensions; at++) sum[at]! += hidden[token * dimensions + at]!;
  }
  return Float32Array.from(sum, (value) => value / tokens);
}

/** The same direction at length 1; a vector of zeros stays. */
export function atUnitLength(vector: Float32Array): Float32Array {
  const unit = new Float32Array(vector.length);
  return writeAtLengthOne(vector, unit, 0) ? unit : vector;
}
