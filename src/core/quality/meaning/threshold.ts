/** Nearness of texts to their nearest neighbours, and where duplicates begin. */

interface NearnessBin {
  /** Least cosine of the bin, which ends where the next begins. */
  readonly from: number;
  readonly texts: number;
}

const binWidth = 0.05;

/** Numbers of texts by the cosine of their nearest neighbour, from the first bin that has any to 1. */
export function nearnessHistogram(nearest: Float32Array): NearnessBin[] {
  const bins = Math.round(1 / binWidth);
  const counts = new Array<number>(bins).fill(0);
  for (const cosine of nearest) counts[Math.min(bins - 1, Math.max(0, Math.floor(cosine / binWidth + 1e-6)))]!++;
  const first = counts.findIndex((texts) => texts > 0);
  if (first < 0) return [];
  return counts.slice(first).map((texts, index) => ({ from: Math.round((first + index) * binWidth * 100) / 100, texts }));
}

/** Cosine from which two texts are taken to say the same; `test/unit/quality/meaning/paraphrases.test.ts` has what it finds and misses. */
export const defaultThreshold = 0.8;

/** With fewer texts their nearness tells little. */
const fewest = 50;
const highest = 0.95;
/** Width of the stretch that is to be nearly empty, and the share of all texts that may be in it. */
const [stretch, nearlyEmpty] = [0.05, 0.01];
/** Share of the variance that two groups explain: of one normal group .64, of evenly spread values .75. */
const twoGroups = 0.8;

/**
 * Suggests a threshold for these texts. Texts of one narrow subject are all near each other, so that a threshold which serves for
 * mixed ones would take too many for duplicates: it is put where hardly any text has its nearest neighbour, from the default on and
 * above half of the texts, up to .95. Where so many are duplicates that they are a group of their own, above the others (Otsu 1979).
 */
export function suggestedThreshold(nearest: Float32Array): number {
  if (nearest.length < fewest) return defaultThreshold;
  const sorted = nearest.toSorted();
  const { between, share } = groupsOf(sorted);
  const least = share >= twoGroups ? between : sorted[Math.floor(sorted.length / 2)]!;
  for (let hundredths = Math.round(100 * defaultThreshold); hundredths < 100 * highest; hundredths++) {
    const from = hundredths / 100;
    if (from >= least && countBelow(sorted, from + stretch) - countBelow(sorted, from) <= nearlyEmpty * sorted.length) return from;
  }
  return highest;
}

/** By halving. */
function countBelow(sorted: Float32Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two groups of the values that differ most between and least within, with the middle between them and the share of the variance that they explain. */
function groupsOf(sorted: Float32Array): { readonly between: number; readonly share: number } {
  const count = sorted.length;
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const variance = sorted.reduce((sum, value) => sum + (value - total / count) ** 2, 0) / count;
  let [below, best, between] = [0, 0, 0];
  for (let at = 1; at < count; at++) {
    below += sorted[at - 1]!;
    const distance = (total - below) / (count - at) - below / at;
    const explained = (at / count) * (1 - at / count) * distance * distance;
    if (explained > best) [best, between] = [explained, (sorted[at - 1]! + sorted[at]!) / 2];
  }
  return { between, share: variance === 0 ? 0 : best / variance };
}
