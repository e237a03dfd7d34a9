import * as z from 'zod';

const count = z.int().nonnegative();

/** Account of the requests to models and their cost. */
export const spent = z.object({
  /** Requests that left for a model, repeated ones included. */
  calls: count,
  /** Replies that had been paid for before. */
  cached: count,
  /** Of the calls, those put again after a failure. */
  retried: count,
  tokens: z.object({ prompt: count, completion: count }),
  /** US dollars; null when anything of unknown price was used. */
  cost: z.number().nonnegative().nullable(),
});

/** The most a run may spend over all its models; null for no limit. Cost in US dollars. */
export const cap = z.object({ tokens: z.int().positive().nullable(), cost: z.number().positive().nullable() });

export type Spent = z.infer<typeof spent>;
export type Cap = z.infer<typeof cap>;

export const nothingSpent: Spent = { calls: 0, cached: 0, retried: 0, tokens: { prompt: 0, completion: 0 }, cost: 0 };

/** A sum of unknown money is unknown. */
export const addSpent = (a: Spent, b: Spent): Spent => ({
  calls: a.calls + b.calls,
  cached: a.cached + b.cached,
  retried: a.retried + b.retried,
  tokens: { prompt: a.tokens.prompt + b.tokens.prompt, completion: a.tokens.completion + b.tokens.completion },
  cost: a.cost === null || b.cost === null ? null : a.cost + b.cost,
});

/** Of two accounts of the same spending, either of which may be behind, what is in the one or the other. */
export const furthest = (a: Spent, b: Spent): Spent => ({
  calls: Math.max(a.calls, b.calls),
  cached: Math.max(a.cached, b.cached),
  retried: Math.max(a.retried, b.retried),
  tokens: { prompt: Math.max(a.tokens.prompt, b.tokens.prompt), completion: Math.max(a.tokens.completion, b.tokens.completion) },
  cost: a.cost === null || b.cost === null ? null : Math.max(a.cost, b.cost),
});

/** Amount to be added to an account to come to a sum that is no less. */
export const spentSince = (before: Spent, sum: Spent): Spent => ({
  calls: sum.calls - before.calls,
  cached: sum.cached - before.cached,
  retried: sum.retried - before.retried,
  tokens: { prompt: sum.tokens.prompt - before.tokens.prompt, completion: sum.tokens.completion - before.tokens.completion },
  cost: sum.cost === null ? (before.cost === null ? 0 : null) : sum.cost - (before.cost ?? 0),
});

/** Tells whether there is nothing to put into an account. That a price is not known is something. */
export const isNothing = ({ calls, cached, retried, tokens, cost }: Spent): boolean =>
  calls + cached + retried + tokens.prompt + tokens.completion === 0 && cost !== null;
