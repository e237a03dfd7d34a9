/** Vectors of one length, each taken at length 1, so that a product of two is the cosine between them. */
export type UnitVectors = readonly Float64Array[];

/** @throws RangeError when the vectors are not of one length */
export function unitVectors(vectors: readonly ArrayLike<number>[]): UnitVectors {
  const dimensions = vectors[0]?.length ?? 0;
  return vectors.map((vector, index) => {
    if (vector.length !== dimensions)
      throw new RangeError(`vector ${index} has ${vector.length} numbers and the first has ${dimensions}: they are of two models.`);
    const largest = Array.from(vector).reduce((most, number) => Math.max(most, Math.abs(number)), 0);
    // Squares of very small numbers would be 0.
    const scaled = Float64Array.from(vector, (number) => number / (largest || 1));
    const length = Math.sqrt(dot(scaled, scaled));
    return scaled.map((number) => number / (length || 1));
  });
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
