import { SparseVector } from './vectors.ts';

/** Words and pairs of words share so many places: collisions are rare in a workspace's vocabulary. */
const dimensions = 1 << 14;

const words = /[\p{L}\p{N}]+/gu;

/**
 * Texts as hashed TF-IDF of their words and pairs of words, each of length 1 (or 0, for a text without a word): what a
 * regressor gets where there are no embeddings. IDF is over these texts.
 */
export function hashedTfIdf(texts: readonly string[]): SparseVector[] {
  const counts = texts.map(termCounts);
  const documents = new Float64Array(dimensions);
  for (const each of counts) for (const index of each.keys()) documents[index]! += 1;
  return counts.map((each) => {
    const entries = [...each].sort(([a], [b]) => a - b);
    const weights = entries.map(([index, count]) => (1 + Math.log(count)) * Math.log((1 + texts.length) / documents[index]!));
    const length = Math.hypot(...weights) || 1;
    const places = Uint32Array.from(entries, ([index]) => index);
    return new SparseVector(
      dimensions,
      places,
      Float64Array.from(weights, (weight) => weight / length),
    );
  });
}

function termCounts(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  let before = '';
  for (const [word] of text.toLowerCase().matchAll(words)) {
    for (const term of before === '' ? [word] : [word, `${before} ${word}`]) {
      const index = fnv1a(term) % dimensions;
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    before = word;
  }
  return counts;
}

/** 32 bits of FNV-1a over UTF-16 units: spread is all that is asked of it. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
