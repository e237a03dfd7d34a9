/** Vectors as bits of their direction, to find the few that are near one among many. */
import { mixed } from '../../text/word-hashes.ts';

/** Bits of a sketch, in words of 32; by the head alone most vectors are seen to be far. */
const bits = 512;
const words = bits / 32;
const headBits = 128;
const headWords = headBits / 32;
const tailWords = words - headWords;

/** Turns of a rotation: three make any vector look random (Andoni et al., Practical and Optimal LSH for Angular Distance, 2015, §4). */
const turns = 3;
/** Standard deviations above the mean that bits apart may lie: of a normal distribution, one in 30,000 lies above. */
const sure = 4;

/**
 * The most bits that vectors of at least a cosine are taken to differ in: in the head, and in all.
 * @param deviations standard deviations above the mean
 */
export function mostApart(cosine: number, deviations = sure): { readonly head: number; readonly all: number } {
  const share = Math.acos(Math.min(1, Math.max(-1, cosine))) / Math.PI;
  const most = (of: number): number => Math.ceil(of * share + deviations * Math.sqrt(of * share * (1 - share)));
  return { head: most(headBits), all: most(bits) };
}

/**
 * Sketches of vectors (Charikar 2002): each bit tells on which side of a random plane a vector lies, so that two differ in a share of
 * them that is the angle between them, of half a turn. 64 bytes a vector; comparing two is a twentieth of the work of their cosine.
 * The planes are the same each time.
 */
export class BitSketches {
  readonly dimensions: number;
  readonly #signs: readonly Int8Array[];
  readonly #turned: Float32Array;
  #count = 0;
  #heads = new Int32Array(1024 * headWords);
  #tails = new Int32Array(1024 * tailWords);

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    let size = bits;
    while (size < dimensions) size *= 2;
    this.#turned = new Float32Array(size);
    this.#signs = Array.from({ length: turns }, (_, turn) =>
      Int8Array.from({ length: size }, (__, at) => ((mixed(at * turns + turn + 1) & 1) === 0 ? 1 : -1)),
    );
  }

  get count(): number {
    return this.#count;
  }

  /** @returns the place of its sketch, from 0 @throws RangeError for a vector of another length */
  add(vector: ArrayLike<number>): number {
    this.#write(vector, this.#count);
    return this.#count++;
  }

  /** Places of those that are likely to have at least a cosine with a vector; those that have not are among them. */
  near(vector: ArrayLike<number>, cosine: number): number[] {
    const most = mostApart(cosine);
    // Stands behind the others for as long as it is compared.
    this.#write(vector, this.#count);
    const places: number[] = [];
    for (let place = 0; place < this.#count; place++) {
      const head = this.headApart(place, this.#count);
      if (head <= most.head && this.apart(place, this.#count, head) <= most.all) places.push(place);
    }
    return places;
  }

  /** Number of bits of their heads that two differ in. */
  headApart(a: number, b: number): number {
    return differing(this.#heads, a * headWords, b * headWords);
  }

  /** Number of bits that two differ in. @param head that of their heads */
  apart(a: number, b: number, head: number): number {
    let sum = head;
    for (let at = 0; at < tailWords; at += 4) sum += differing(this.#tails, a * tailWords + at, b * tailWords + at);
    return sum;
  }

  #write(vector: ArrayLike<number>, place: number): void {
    if (vector.length !== this.dimensions) {
      throw new RangeError(`a vector has ${vector.length} dimensions, and the others ${this.dimensions}: they are not of one model`);
    }
    if ((place + 1) * headWords > this.#heads.length) {
      this.#heads = grown(this.#heads);
      this.#tails = grown(this.#tails);
    }
    const turned = this.#turned;
    turned.fill(0);
    turned.set(vector);
    for (const signs of this.#signs) turn(turned, signs);
    for (let word = 0; word < words; word++) {
      let value = 0;
      for (let bit = 0; bit < 32; bit++) if (turned[word * 32 + bit]! > 0) value |= 1 << bit;
      if (word < headWords) this.#heads[place * headWords + word] = value;
      else this.#tails[place * tailWords + word - headWords] = value;
    }
  }
}

/** A random rotation, but for a factor: random signs, and the Walsh–Hadamard transform. */
function turn(values: Float32Array, signs: Int8Array): void {
  for (let at = 0; at < values.length; at++) values[at]! *= signs[at]!;
  for (let half = 1; half < values.length; half *= 2) {
    for (let from = 0; from < values.length; from += 2 * half) {
      for (let at = from; at < from + half; at++) {
        const [a, b] = [values[at]!, values[at + half]!];
        values[at] = a + b;
        values[at + half] = a - b;
      }
    }
  }
}

/** Number of bits that four words of an array differ in from four others of it, counted side by side. */
function differing(values: Int32Array, from: number, other: number): number {
  let a = values[from]! ^ values[other]!;
  let b = values[from + 1]! ^ values[other + 1]!;
  let c = values[from + 2]! ^ values[other + 2]!;
  let d = values[from + 3]! ^ values[other + 3]!;
  a -= (a >>> 1) & 0x55555555;
  b -= (b >>> 1) & 0x55555555;
  c -= (c >>> 1) & 0x55555555;
  d -= (d >>> 1) & 0x55555555;
  const ab = (a & 0x33333333) + ((a >>> 2) & 0x33333333) + (b & 0x33333333) + ((b >>> 2) & 0x33333333);
  const cd = (c & 0x33333333) + ((c >>> 2) & 0x33333333) + (d & 0x33333333) + ((d >>> 2) & 0x33333333);
  const all = (ab & 0x0f0f0f0f) + ((ab >>> 4) & 0x0f0f0f0f) + (cd & 0x0f0f0f0f) + ((cd >>> 4) & 0x0f0f0f0f);
  return Math.imul(all, 0x01010101) >>> 24;
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * values.length);
  larger.set(values);
  return larger;
}
