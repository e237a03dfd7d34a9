/** Self-similarity of a method within its sources (SynthLLM, figure on question similarity): cosines between questions of one document. */
import { RandomStream } from '../../graph/random.ts';
import { dot, type UnitVectors } from './unit-vectors.ts';

/** Questions that one method has made from one document. */
export interface DocumentQuestions {
  readonly document: string;
  readonly vectors: UnitVectors;
}

export interface SelfSimilarity {
  /** Documents with two questions or more, and pairs of questions within them. */
  readonly documents: number;
  readonly pairs: number;
  /** Null without any pair. Lower is more diverse. */
  readonly mean: number | null;
  /** Pairs by cosine, from −1 up in steps of `similarityStep`; the last bin holds 1 too. */
  readonly histogram: readonly number[];
  /** Documents of which more questions were there than are compared. */
  readonly cut: number;
}

export const similarityStep = 0.05;
const bins = Math.round(2 / similarityStep);
/** Questions of a document that are compared at most, as many as the paper takes; of more, so many are drawn. */
export const maxQuestions = 50;

/** Cosines of all pairs within documents. Yields after each document. */
export function* selfSimilarity(documents: Iterable<DocumentQuestions>, seed: number): Generator<undefined, SelfSimilarity> {
  const histogram = new Array<number>(bins).fill(0);
  let [counted, pairs, sum, cut] = [0, 0, 0, 0];
  for (const { document, vectors: all } of documents) {
    if (all.length < 2) continue;
    counted++;
    if (all.length > maxQuestions) cut++;
    const vectors = all.length > maxQuestions ? some(all, new RandomStream().restart(seed, 0, document)) : all;
    for (const [at, vector] of vectors.entries()) {
      for (let other = 0; other < at; other++) {
        const cosine = Math.max(-1, Math.min(1, dot(vector, vectors[other]!)));
        histogram[Math.min(bins - 1, Math.floor((cosine + 1) / similarityStep + 1e-9))]!++;
        sum += cosine;
        pairs++;
      }
    }
    yield;
  }
  return { documents: counted, pairs, mean: pairs === 0 ? null : sum / pairs, histogram, cut };
}

/** Draws some, none twice. */
function some(vectors: UnitVectors, random: RandomStream): UnitVectors {
  const left = [...vectors];
  for (let at = 0; at < maxQuestions; at++) {
    const drawn = random.between(at, left.length - 1);
    [left[at], left[drawn]] = [left[drawn]!, left[at]!];
  }
  return left.slice(0, maxQuestions);
}
