import type { CorpusDocument, Passage } from '../corpus/passage.ts';
import type { ProjectSettings } from '../settings.ts';
import { hashedTfIdf } from './features.ts';
import { fitRidge } from './ridge.ts';

export interface DocumentScore {
  readonly file: string;
  readonly record: number;
  /** What a model gave, or what was predicted from that; null while too few documents are rated. */
  readonly score: number | null;
  readonly rated: boolean;
  /** True in graph and generation. */
  readonly kept: boolean;
  /** Set when a person decided, whatever the score. */
  readonly byHand: boolean;
}

export interface ScoredDocuments {
  readonly documents: readonly DocumentScore[];
  /** How much of the variance of held-out ratings is predicted; null while too few are rated. */
  readonly r2: number | null;
}

/** The passage that stands for a document when it is rated: its longest, the first of these. */
export function representative({ passages }: CorpusDocument): Passage | undefined {
  return passages.reduce<Passage | undefined>((best, next) => (best === undefined || next.tokens > best.tokens ? next : best), undefined);
}

/**
 * Scores every document (SynthLLM §3.1): those that a model rated by that, the others by a regression on the rated
 * ones' words. A document is kept when the filter is off, when its score reaches the threshold, or while it has none; a
 * person's word goes before that.
 * @param ratings overall ratings by the hash of the representative passage
 */
export function scoreDocuments(
  documents: readonly CorpusDocument[],
  ratings: ReadonlyMap<string, number>,
  { enabled, threshold, keep, drop }: ProjectSettings['filter'],
): ScoredDocuments {
  const given = documents.map((document) => ratings.get(representative(document)?.hash ?? ''));
  const rated = given.flatMap((rating, index) => (rating === undefined ? [] : [{ rating, index }]));
  const vectors = rated.length === 0 ? [] : hashedTfIdf(documents.map(textOf));
  const fit = fitRidge(
    rated.map(({ index }) => vectors[index]!),
    rated.map(({ rating }) => rating),
  );
  const [kept, dropped] = [new Set(keep), new Set(drop)];
  const scored = documents.map(({ file, record }, index): DocumentScore => {
    const rating = given[index];
    const score = rating ?? (fit === null ? null : clamp(fit.predict(vectors[index]!)));
    const byHand = kept.has(file) || dropped.has(file);
    const passes = !enabled || (byHand ? kept.has(file) : score === null || score >= threshold);
    return { file, record, score, rated: rating !== undefined, kept: passes, byHand };
  });
  return { documents: scored, r2: fit?.r2 ?? null };
}

/** Where the bins of a histogram of scores begin: 1, 1.5, … 9.5; the last one holds 10 too. */
export const binStarts: readonly number[] = Array.from({ length: 18 }, (_, index) => 1 + index / 2);

/** How many scores lie in each bin. */
export function histogram(scores: readonly number[]): number[] {
  const counts = binStarts.map(() => 0);
  for (const score of scores) counts[Math.min(binStarts.length - 1, Math.max(0, Math.floor((score - 1) * 2)))]! += 1;
  return counts;
}

const textOf = ({ passages }: CorpusDocument): string => passages.map(({ text }) => text).join('\n');
const clamp = (score: number): number => Math.min(10, Math.max(1, score));
