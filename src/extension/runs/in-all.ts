import type { RunEstimate } from '../../protocol/results.ts';

/** Expected result of a run and those before it, one after another: at once, since a batch is one run's. */
export function inAll(before: RunEstimate | null, each: RunEstimate): RunEstimate {
  if (before === null) return { ...each, batches: [] };
  return {
    ...before,
    planned: before.planned + each.planned,
    generated: before.generated + each.generated,
    kept: before.kept + each.kept,
    calls: before.calls + each.calls,
    cached: before.cached + each.cached,
    retried: before.retried + each.retried,
    tokens: { prompt: before.tokens.prompt + each.tokens.prompt, completion: before.tokens.completion + each.tokens.completion },
    cost: before.cost === null || each.cost === null ? null : before.cost + each.cost,
    durationMs: before.durationMs === null || each.durationMs === null ? null : before.durationMs + each.durationMs,
  };
}
