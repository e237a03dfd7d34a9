import { writeAtLengthOne } from '../unit-length.ts';

/** Vectors of length 1, row by row in one array: the product of two rows is the cosine of the angle between them. */
export class VectorRows {
  readonly count: number;
  readonly dimensions: number;
  readonly values: Float32Array;

  /** @throws RangeError when vectors differ in length, or one has no direction. */
  constructor(vectors: readonly Float32Array[]) {
    this.count = vectors.length;
    this.dimensions = vectors[0]?.length ?? 0;
    this.values = new Float32Array(this.count * this.dimensions);
    for (const [row, vector] of vectors.entries()) {
      if (vector.length !== this.dimensions) {
        throw new RangeError(`vector ${row} has ${vector.length} dimensions, and the first ${this.dimensions}: they are not of one model`);
      }
      if (!writeAtLengthOne(vector, this.values, row * this.dimensions)) {
        throw new RangeError(`vector ${row} has no direction: its text has to be embedded again`);
      }
    }
  }
  row(at: number): Float32Array {
    return this.values.subarray(at * this.dimensions, (at + 1) * this.dimensions);
  }

  /** Of the angle between two rows. */
  cosine(a: number, b: number): number {
    const { values, dimensions } = this;
    let sum = 0;
    for (let at = 0, x = a * dimensions, y = b * dimensions; at < dimensions; at++, x++, y++) sum += values[x]! * values[y]!;
    return Math.min(1, Math.max(-1, sum));
  }
}
