import * as z from 'zod';
import { readScores, type Score, scoreSchema } from '../ratings.ts';
import { ReplyError } from '../reply-error.ts';

/** The rubric, in the order it is shown. */
const criteria = ['relevance', 'clarity', 'correctness', 'difficulty', 'grounding'] as const;
type Criterion = (typeof criteria)[number];

const scale = { min: 1, max: 5 };

const names: Readonly<Record<Criterion, readonly string[]>> = {
  relevance: ['relevance', 'relevance to the domain', 'domain relevance'],
  clarity: ['clarity', 'clearness'],
  correctness: ['correctness', 'accuracy', 'factual correctness'],
  difficulty: ['difficulty', 'difficulty level', 'level of difficulty'],
  grounding: ['grounding', 'grounding in the references', 'grounding in references', 'groundedness'],
};

const score = scoreSchema(scale.min, scale.max);
const scoresSchema = z.object({ relevance: score, clarity: score, correctness: score, difficulty: score, grounding: score });

/** Scores that a judge gives a sample: 1 to 5 each, and their mean. */
export interface Judgement {
  readonly scores: Readonly<Record<Criterion, Score>>;
  readonly overall: number;
}

/**
 * Reads the reply of `judge`: `relevance: 4 - why`, and so on; as leniently as `readScores`. A total of the model's own
 * is passed over.
 * @throws ReplyError when a score is missing or out of range.
 */
export function parseJudgement(reply: string): Judgement {
  const parsed = scoresSchema.safeParse(readScores(reply, names, scale.max));
  if (!parsed.success)
    throw new ReplyError(`score from ${scale.min} to ${scale.max} for “${String(parsed.error.issues[0]?.path[0])}”`, reply);
  const scores = parsed.data;
  return { scores, overall: criteria.reduce((sum, name) => sum + scores[name].score, 0) / criteria.length };
}
