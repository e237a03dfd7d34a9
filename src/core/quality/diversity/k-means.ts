import { RandomStream } from '../../graph/random.ts';
import type { UnitVectors } from './unit-vectors.ts';

export interface Clustering {
  /** Mean squared distance of a vector from the middle of its cluster: 0 where all of a cluster are the same, at most 4. */
  readonly inertia: number;
  /** Places of the vectors of each cluster, the largest first; none is empty. */
  readonly members: readonly (readonly number[])[];
  /** Entropy of the sizes over that of equal sizes, 0 to 1; 0 for one cluster. */
  readonly evenness: number;
}

const maxRounds = 30;

/**
 * K-means (Lloyd) from starting points that k-means++ draws (Arthur & Vassilvitskii 2007). Yields between the rounds, each of which is
 * linear in vectors, clusters and dimensions, so that others have their turn.
 * @returns null for fewer vectors than clusters
 */
export function* clusterVectors(vectors: UnitVectors, clusters: number, seed: number): Generator<undefined, Clustering | null> {
  if (clusters < 1 || vectors.length < clusters) return null;
  let centres = yield* startingPoints(vectors, clusters, new RandomStream().restart(seed, 0, 'k-means'));
  let assigned = assign(vectors, centres);
  for (let round = 1; round < maxRounds; round++) {
    yield;
    centres = centresOf(vectors, assigned.cluster, centres);
    const next = assign(vectors, centres);
    const isSame = next.cluster.every((cluster, index) => cluster === assigned.cluster[index]);
    assigned = next;
    if (isSame) break;
  }
  const { cluster, distance } = assigned;
  const members: number[][] = centres.map(() => []);
  for (const [place, each] of cluster.entries()) members[each]!.push(place);
  const filled = members.filter(({ length }) => length > 0).sort((one, other) => other.length - one.length);
  return {
    inertia: distance.reduce((sum, each) => sum + each, 0) / vectors.length,
    members: filled,
    evenness: evennessOf(
      filled.map(({ length }) => length),
      clusters,
    ),
  };
}

/** Draws each next point with a probability in proportion to its squared distance from those before; where all lie on them, any. */
function* startingPoints(vectors: UnitVectors, clusters: number, random: RandomStream): Generator<undefined, Float64Array[]> {
  const points = [vectors[random.between(0, vectors.length - 1)]!];
  const nearest = vectors.map((vector) => squaredDistance(vector, points[0]!));
  while (points.length < clusters) {
    yield;
    const total = nearest.reduce((sum, each) => sum + each, 0);
    let left = random.float() * total;
    const drawn = total === 0 ? random.between(0, vectors.length - 1) : nearest.findIndex((each) => (left -= each) < 0);
    const point = vectors[drawn < 0 ? vectors.length - 1 : drawn]!;
    points.push(point);
    for (const [index, vector] of vectors.entries()) nearest[index] = Math.min(nearest[index]!, squaredDistance(vector, point));
  }
  return points;
}

function assign(vectors: UnitVectors, centres: readonly Float64Array[]) {
  const cluster = new Uint32Array(vectors.length);
  const distance = new Float64Array(vectors.length).fill(Infinity);
  for (const [index, vector] of vectors.entries()) {
    for (const [centre, point] of centres.entries()) {
      const squared = squaredDistance(vector, point);
      if (squared >= distance[index]!) continue;
      distance[index] = squared;
      cluster[index] = centre;
    }
  }
  return { cluster, distance };
}

/** Means of the clusters; one that has lost all stays where it was. */
function centresOf(vectors: UnitVectors, cluster: Uint32Array, before: readonly Float64Array[]): Float64Array[] {
  const sums = before.map((point) => new Float64Array(point.length));
  const sizes = before.map(() => 0);
  for (const [index, vector] of vectors.entries()) {
    const sum = sums[cluster[index]!]!;
    sizes[cluster[index]!]!++;
    for (let at = 0; at < vector.length; at++) sum[at]! += vector[at]!;
  }
  return sums.map((sum, index) => (sizes[index] === 0 ? before[index]! : sum.map((each) => each / sizes[index]!)));
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
  return sum;
}

function evennessOf(sizes: readonly number[], clusters: number): number {
  if (clusters < 2) return 0;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.reduce((sum, size) => sum - (size / total) * Math.log(size / total), 0) / Math.log(clusters);
}
