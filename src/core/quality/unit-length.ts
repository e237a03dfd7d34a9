/**
 * Writes a vector at length 1, so that the product of two is the cosine of the angle between them.
 * @param into its numbers from `start` on are overwritten
 * @returns false where the vector has no direction: it is all zeros, or not all finite; nothing is written then
 */
export function writeAtLengthOne(vector: ArrayLike<number>, into: Float32Array | Float64Array, start: number): boolean {
  const { length: dimensions } = vector;
  let largest = 0;
  for (let at = 0; at < dimensions; at++) {
    const size = Math.abs(vector[at]!);
    // Of what is no number the comparison is false.
    if (!(size < Infinity)) return false;
    if (size > largest) largest = size;
  }
  if (largest === 0) return false;
  // Squares of very small numbers would be 0, and of very large ones infinite.
  let squares = 0;
  for (let at = 0; at < dimensions; at++) squares += (vector[at]! / largest) ** 2;
  const length = Math.sqrt(squares);
  for (let at = 0; at < dimensions; at++) into[start + at] = vector[at]! / largest / length;
  return true;
}
