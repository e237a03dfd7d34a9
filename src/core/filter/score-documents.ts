import type { CorpusDocument } from '../corpus/passage.ts';
import type { ProjectSettings } from '../settings.ts';
import { hashedTfIdf } from './features.ts';
import type { StandsFor } from './representative.ts';
import { fitRidge } from './ridge.ts';
import { DenseVector, type FeatureVector } from './vectors.ts';

export interface DocumentScore {
  readonly file: string;
  readonly record: number;
  /** Score that a model gave, or that was predicted from such scores; null while too few documents are rated. */
  readonly score: number | null;
  readonly rated: boolean;
  /** True in graph and generation. */
  readonly kept: boolean;
  /** Set when a person decided, whatever the score. */
  readonly byHand: boolean;
}

export interface ScoredDocuments {
  readonly documents: readonly DocumentScore[];
  /** Share of the variance of held-out ratings that is predicted; null while too few are rated. */
  readonly r2: number | null;
}

/**
 * Scores every document (SynthLLM §3.1): those that a model rated by that, the others by a regression from the rated ones,
 * on embeddings or on words. A document is kept when the filter is off, when its score reaches the threshold, or while it
 * has none; a person's word goes before that.
 * @param standsFor finds a document's passage that is rated and embedded
 * @param ratings overall ratings by the hash of that passage
 * @param embedding of such a passage, by its hash; null when there is not one of each
 */
export async function scoreDocuments(
  documents: readonly CorpusDocument[],
  standsFor: StandsFor,
  ratings: ReadonlyMap<string, number>,
  { enabled, threshold, keep, drop }: ProjectSettings['filter'],
  embedding: ((hash: string) => Float32Array | undefined) | null,
): Promise<ScoredDocuments> {
  const given = documents.map((document) => ratings.get(standsFor(document)?.hash ?? ''));
  const vectorAt = embedding === null ? onWords(documents) : onEmbeddings(documents, standsFor, embedding);
  const rated = given.flatMap((rating, index) => {
    const vector = rating === undefined ? null : vectorAt(index);
    return rating === undefined || vector === null ? [] : [{ rating, vector }];
  });
  const fit = await fitRidge(
    rated.map(({ vector }) => vector),
    rated.map(({ rating }) => rating),
  );
  const predicted = (index: number): number | null => {
    // A regression that does no better than the mean would part documents by chance.
    if (fit === null || fit.r2 <= 0) return null;
    const vector = vectorAt(index);
    return vector && clamp(fit.predict(vector));
  };
  const [kept, dropped] = [new Set(keep), new Set(drop)];
  const scored = documents.map(({ file, record }, index): DocumentScore => {
    const rating = given[index];
    const score = rating ?? predicted(index);
    const byHand = kept.has(file) || dropped.has(file);
    const passes = !enabled || (byHand ? kept.has(file) : score === null || score >= threshold);
    return { file, record, score, rated: rating !== undefined, kept: passes, byHand };
  });
  return { documents: scored, r2: fit?.r2 ?? null };
}

/** Lower bounds of the bins of a histogram of scores: 1, 1.5, … 9.5; the last bin holds 10 too. */
export const binStarts: readonly number[] = Array.from({ length: 18 }, (_, index) => 1 + index / 2);

/** Counts the scores in each bin. */
export function histogram(scores: readonly number[]): number[] {
  const counts = binStarts.map(() => 0);
  for (const score of scores) counts[Math.min(binStarts.length - 1, Math.max(0, Math.floor((score - 1) * 2)))]! += 1;
  return counts;
}

/** All at once, when first needed: their weights depend on each other. */
function onWords(documents: readonly CorpusDocument[]): (index: number) => FeatureVector {
  let vectors: readonly FeatureVector[] | undefined;
  return (index) => (vectors ??= hashedTfIdf(documents.map(textOf)))[index]!;
}

/** One at a time, since all of them may be more than fits in memory; null for a document without one, as those without text are. */
function onEmbeddings(
  documents: readonly CorpusDocument[],
  standsFor: StandsFor,
  embedding: (hash: string) => Float32Array | undefined,
): (index: number) => FeatureVector | null {
  return (index) => {
    const values = embedding(standsFor(documents[index]!)?.hash ?? '');
    return values === undefined ? null : new DenseVector(values);
  };
}

const textOf = ({ passages }: CorpusDocument): string => passages.map(({ text }) => text).join('\n');
const clamp = (score: number): number => Math.min(10, Math.max(1, score));
