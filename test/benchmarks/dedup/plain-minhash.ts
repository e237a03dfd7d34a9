/** MinHash as textbooks have it (Leskovec et al., §3.3 and §3.4): shingles as strings, orders of the form (a·x + b) mod p, bands as keys of maps. */

const permutations = 128;
/** Above all hashes; products of a hash and a factor below 2^20 are exact. */
const prime = 4_294_967_311;
const factor = 2 ** 20;

export class PlainMinHash {
  readonly #orders = Array.from({ length: permutations }, (_, at) => [1 + (hash(`a${at}`) % factor), hash(`b${at}`)] as const);
  readonly #bands: Map<string, number[]>[];
  readonly #rows: number;

  /** @param threshold bands and rows are those for which the chance of being compared rises most steeply there */
  constructor(threshold: number) {
    this.#rows = [...Array(permutations).keys()]
      .slice(1)
      .reduce((best, rows) => (distance(rows, threshold) < distance(best, threshold) ? rows : best), 1);
    this.#bands = Array.from({ length: Math.floor(permutations / this.#rows) }, () => new Map<string, number[]>());
  }

  /** The texts that share a band with this one, which is added. */
  findAndAdd(id: number, text: string): Set<number> {
    const signature = this.#signature(text);
    const found = new Set<number>();
    for (const [band, buckets] of this.#bands.entries()) {
      const key = signature.slice(band * this.#rows, (band + 1) * this.#rows).join(' ');
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [id]);
      else {
        for (const other of bucket) found.add(other);
        bucket.push(id);
      }
    }
    return found;
  }

  #signature(text: string): number[] {
    const words = text.toLowerCase().split(/\s+/);
    const size = words.length < 50 ? 3 : 5;
    const shingles = new Set(words.slice(size - 1).map((_, at) => words.slice(at, at + size).join(' ')));
    const hashes = [...shingles].map(hash);
    return this.#orders.map(([a, b]) => hashes.reduce((least, each) => Math.min(least, (a * each + b) % prime), prime));
  }
}

const distance = (rows: number, threshold: number): number => Math.abs((rows / permutations) ** (1 / rows) - threshold);

/** FNV-1a of 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
