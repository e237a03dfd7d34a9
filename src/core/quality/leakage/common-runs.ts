/** Stretches that two sequences have in common, found by windows of as many characters as the least of them has. */

/** A stretch of both: from `a` and from `b` on. It can be made longer at neither end. */
export interface CommonRun {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** Pairs of places that are looked at, for each character. Texts of a language have about one; what repeats itself has as many as it is long. */
const pairsPerCharacter = 8;
/** An odd number without small factors, to tell windows apart. */
const base = 0x01000193;

/**
 * All common runs of at least `least` characters; null where what repeats itself makes for too many. Of two texts of a language, ten
 * times as fast as an automaton is.
 */
export function commonRuns(a: Int32Array, b: Int32Array, least: number): CommonRun[] | null {
  const windows = b.length - least + 1;
  const runs: CommonRun[] = [];
  if (windows <= 0 || a.length < least) return runs;
  const mask = 2 ** Math.ceil(Math.log2(2 * windows + 1)) - 1;
  const buckets = new Int32Array(mask + 1).fill(-1);
  const next = new Int32Array(windows);
  const hashes = windowHashes(b, least);
  for (let at = windows - 1; at >= 0; at -= 1) {
    const bucket = (hashes[at]! ^ (hashes[at]! >>> 15)) & mask;
    next[at] = buckets[bucket]!;
    buckets[bucket] = at;
  }
  let left = pairsPerCharacter * (a.length + b.length);
  for (const [at, hash] of windowHashes(a, least).entries()) {
    for (let other = buckets[(hash ^ (hash >>> 15)) & mask]!; other !== -1; other = next[other]!) {
      left -= 1;
      if (left < 0) return null;
      // One that begins before is found there.
      if (hashes[other] !== hash || (at > 0 && other > 0 && a[at - 1] === b[other - 1])) continue;
      const size = sameFrom(a, at, b, other);
      left -= size;
      if (size >= least) runs.push({ a: at, b: other, size });
    }
  }
  return runs;
}

function sameFrom(a: Int32Array, fromA: number, b: Int32Array, fromB: number): number {
  const most = Math.min(a.length - fromA, b.length - fromB);
  let size = 0;
  while (size < most && a[fromA + size] === b[fromB + size]) size += 1;
  return size;
}

/** Hash of each window, from that of the one before it (Karp and Rabin 1987). */
function windowHashes(sequence: Int32Array, length: number): Int32Array {
  const hashes = new Int32Array(sequence.length - length + 1);
  let leaving = 1;
  for (let at = 0; at < length; at += 1) leaving = Math.imul(leaving, base);
  let hash = 0;
  for (let at = 0; at < sequence.length; at += 1) {
    hash = (Math.imul(hash, base) + sequence[at]!) | 0;
    if (at >= length) hash = (hash - Math.imul(sequence[at - length]!, leaving)) | 0;
    if (at >= length - 1) hashes[at - length + 1] = hash;
  }
  return hashes;
}
