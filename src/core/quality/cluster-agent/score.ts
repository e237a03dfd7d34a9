/** Score of the LLM cluster-agent: the more groups and the smaller, the more diverse. */

/** A group that a model made in one round, as it was verified. */
interface VerifiedGroup {
  /** Number of its samples, 1 or more. */
  readonly size: number;
  /** What a second call said of it. */
  readonly valid: boolean;
}

export interface DiversityScore {
  /** D = (1/N′) Σ Cᵢ / Sᵢ over the N′ rounds that have a valid group; null without any such round. */
  readonly mean: number | null;
  /** Standard error of that mean, s / √N′; null with fewer than two rounds. */
  readonly standardError: number | null;
  /** Rounds that were made, misses among them. */
  readonly rounds: number;
  /** Rounds without a valid group: left out of the mean. */
  readonly misses: number;
}

/** A sample alone is like no other, which needs no verdict (arXiv 2410.15226, §3). */
const isValidGroup = ({ size, valid }: VerifiedGroup): boolean => valid || size === 1;

/**
 * Cᵢ / Sᵢ of one round: the number of its valid groups over their mean size. From 1/K, where all K samples are one group, to K, where
 * each is one by itself. Null for a miss.
 */
export function scoreOfRound(groups: readonly VerifiedGroup[]): number | null {
  const valid = groups.filter(isValidGroup);
  if (valid.length === 0) return null;
  const samples = valid.reduce((sum, { size }) => sum + size, 0);
  return valid.length / (samples / valid.length);
}

/** Takes the scores of rounds together; null stands for a miss. */
export function diversityScore(rounds: readonly (number | null)[]): DiversityScore {
  const scores = rounds.filter((score) => score !== null);
  const counts = { rounds: rounds.length, misses: rounds.length - scores.length };
  const n = scores.length;
  if (n === 0) return { mean: null, standardError: null, ...counts };
  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  if (n === 1) return { mean, standardError: null, ...counts };
  // Deviations from one of the scores, so that scores which are all the same have none: from the mean, they have what it was rounded by.
  const [first] = scores;
  const offset = scores.reduce((sum, score) => sum + (score - first!), 0) / n;
  const squares = scores.reduce((sum, score) => sum + (score - first! - offset) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n), ...counts };
}
