/** Features that a regressor sees of a document. */
export interface FeatureVector {
  /** Of the space it lies in; the same for all that are compared. */
  readonly dimensions: number;
  /** With a vector that is written out. */
  dot(other: Float64Array): number;
  /** Adds `factor` times this to a vector that is written out. */
  addTo(sum: Float64Array, factor: number): void;
}

/** Few places of many: indices below `dimensions`, each once, with their weights. */
export class SparseVector implements FeatureVector {
  readonly dimensions: number;
  readonly indices: Uint32Array;
  readonly weights: Float64Array;

  constructor(dimensions: number, indices: Uint32Array, weights: Float64Array) {
    this.dimensions = dimensions;
    this.indices = indices;
    this.weights = weights;
  }

  dot(other: Float64Array): number {
    let sum = 0;
    for (let at = 0; at < this.indices.length; at++) sum += this.weights[at]! * other[this.indices[at]!]!;
    return sum;
  }

  addTo(sum: Float64Array, factor: number): void {
    for (let at = 0; at < this.indices.length; at++) sum[this.indices[at]!]! += factor * this.weights[at]!;
  }
}

/** An embedding, taken at length 1: models differ in whether they see to that. */
export class DenseVector implements FeatureVector {
  readonly dimensions: number;
  readonly #values: Float32Array;
  readonly #scale: number;

  constructor(values: Float32Array) {
    this.dimensions = values.length;
    this.#values = values;
    this.#scale = 1 / (Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1);
  }

  dot(other: Float64Array): number {
    let sum = 0;
    for (let at = 0; at < this.dimensions; at++) sum += this.#values[at]! * other[at]!;
    return sum * this.#scale;
  }

  addTo(sum: Float64Array, factor: number): void {
    for (let at = 0; at < this.dimensions; at++) sum[at]! += factor * this.#scale * this.#values[at]!;
  }
}
