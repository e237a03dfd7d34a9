import * as z from 'zod';

const count = z.int().nonnegative();

/** Usage of a run: its model calls, their tokens and their cost. */
export const runUsage = z.object({
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

/** Hard limit to what a run uses, over all its models; null for none. Cost in US dollars. */
export const budget = z.object({ tokens: z.int().positive().nullable(), cost: z.number().positive().nullable() });

export type RunUsage = z.infer<typeof runUsage>;
export type Budget = z.infer<typeof budget>;

export const noUsage: RunUsage = { calls: 0, cached: 0, retried: 0, tokens: { prompt: 0, completion: 0 }, cost: 0 };

/** Sum of two usages; with an unknown cost, that of the sum is unknown. */
export const addUsage = (a: RunUsage, b: RunUsage): RunUsage => ({
  calls: a.calls + b.calls,
  cached: a.cached + b.cached,
  retried: a.retried + b.retried,
  tokens: { prompt: a.tokens.prompt + b.tokens.prompt, completion: a.tokens.completion + b.tokens.completion },
  cost: a.cost === null || b.cost === null ? null : a.cost + b.cost,
});

/** The larger of each count of two accounts of the same usage, either of which may be behind. */
export const maxUsage = (a: RunUsage, b: RunUsage): RunUsage => ({
  calls: Math.max(a.calls, b.calls),
  cached: Math.max(a.cached, b.cached),
  retried: Math.max(a.retried, b.retried),
  tokens: { prompt: Math.max(a.tokens.prompt, b.tokens.prompt), completion: Math.max(a.tokens.completion, b.tokens.completion) },
  cost: a.cost === null || b.cost === null ? null : Math.max(a.cost, b.cost),
});

/** Difference `sum − before`, where `sum` is no less. */
export const usageSince = (before: RunUsage, sum: RunUsage): RunUsage => ({
  calls: sum.calls - before.calls,
  cached: sum.cached - before.cached,
  retried: sum.retried - before.retried,
  tokens: { prompt: sum.tokens.prompt - before.tokens.prompt, completion: sum.tokens.completion - before.tokens.completion },
  cost: sum.cost === null ? (before.cost === null ? 0 : null) : sum.cost - (before.cost ?? 0),
});

/** True for a usage that need not be recorded. That a price is not known is something to record. */
export const isNoUsage = ({ calls, cached, retried, tokens, cost }: RunUsage): boolean =>
  calls + cached + retried + tokens.prompt + tokens.completion === 0 && cost !== null;
