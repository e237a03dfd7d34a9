/**
 * A stream of random numbers that is a function of (seed, epoch, label) alone, so that any part of a run can be made
 * again without the rest, with integer arithmetic that every platform does alike: the triple is hashed into 96 bits by
 * three lanes of MurmurHash3 (Appleby), and these seed sfc32 (Doty-Humphrey, PractRand), which runs 15 rounds before
 * its first number, as its author does.
 */
export class RandomStream {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** Starts the stream of (seed, epoch, label); `seed` is any safe integer, `epoch` a 32-bit one. */
  restart(seed: number, epoch: number, label: string): this {
    this.#a = hash(0x9e3779b9, seed, epoch, label);
    this.#b = hash(0x243f6a88, seed, epoch, label);
    this.#c = hash(0xb7e15162, seed, epoch, label);
    this.#counter = 1;
    for (let round = 0; round < 15; round++) this.uint32();
    return this;
  }

  /** Uniform in 0 … 2³² − 1. */
  uint32(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  float(): number {
    const high = this.uint32() >>> 5;
    return (high * 0x4000000 + (this.uint32() >>> 6)) / 0x20000000000000;
  }

  /** Uniform over the integers `least` … `most`, without modulo bias. */
  between(min: number, max: number): number {
    const choices = max - min + 1;
    if (choices === 1) return min;
    const limit = 0x100000000 - (0x100000000 % choices);
    let drawn = this.uint32();
    while (drawn >= limit) drawn = this.uint32();
    return min + (drawn % choices);
  }
}

function hash(lane: number, seed: number, epoch: number, label: string): number {
  let h = mix(lane, seed);
  h = mix(h, Math.floor(seed / 0x100000000));
  h = mix(h, epoch);
  for (let at = 0; at < label.length; at++) h = mix(h, label.charCodeAt(at));
  h ^= label.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function mix(h: number, word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  const mixed = h ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
