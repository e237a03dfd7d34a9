import { writeAtLengthOne } from '../unit-length.ts';

/** Vectors of one length, each taken at length 1, so that a product of two is the cosine between them. */
export type UnitVectors = readonly Float64Array[];

/** A vector without a direction is all zeros. @throws RangeError when the vectors are not of one length */
export function unitVectors(vectors: readonly ArrayLike<number>[]): UnitVectors {
  const dimensions = vectors[0]?.length ?? 0;
  return vectors.map((vector, index) => {
    if (vector.length !== dimensions)
      throw new RangeError(`vector ${index} has ${vector.length} numbers and the first has ${dimensions}: they are of two models.`);
    const unit = new Float64Array(dimensions);
    writeAtLengthOne(vector, unit, 0);
    return unit;
  });
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
