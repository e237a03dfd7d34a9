import * as z from 'zod';
import { readScores, scoreSchema } from '../ratings.ts';
import { ReplyError } from '../reply-error.ts';

/** The scale of the paper's document filter. */
const scale = { min: 1, max: 10 };

const names = {
  relevance: ['relevance', 'relevance to the domain', 'relevance to domain', 'domain relevance'],
  clarity: ['clarity', 'clearness'],
  language: ['language quality', 'language', 'quality of language', 'quality of the language', 'writing quality'],
  overall: ['overall', 'overall score', 'overall rating', 'total', 'final score'],
};

const score = scoreSchema(scale.min, scale.max);
const ratingSchema = z
  .object({ relevance: score, clarity: score, language: score, overall: score.optional() })
  .transform(({ overall, ...scores }) => ({ ...scores, overall: overall?.score ?? mean(scores) }));

/** Scores that a model gives a passage, from 1 to 10 each; `overall` is the mean where the reply gives none. */
export type Rating = Readonly<z.infer<typeof ratingSchema>>;

/**
 * Reads the reply of `rate`: `relevance: 8 - why`, and so on; as leniently as `readScores`.
 * @throws ReplyError when a score is missing or out of range.
 */
export function parseRating(reply: string): Rating {
  const found = readScores(reply, names, scale.max);
  // An overall without a number is as good as none.
  const { overall, ...scores } = found;
  const parsed = ratingSchema.safeParse(overall?.score === undefined ? scores : found);
  if (parsed.success) return parsed.data;
  throw new ReplyError(`score from ${scale.min} to ${scale.max} for “${String(parsed.error.issues[0]?.path[0])}”`, reply);
}

const mean = (scores: Readonly<Record<string, { readonly score: number }>>): number => {
  const all = Object.values(scores);
  return all.reduce((sum, each) => sum + each.score, 0) / all.length;
};
