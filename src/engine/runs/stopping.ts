import { messageOf } from '../errors.ts';
import { ModelError, type ModelErrorKind } from '../models/model-error.ts';
import { BudgetExceeded } from '../models/requests/budget.ts';

/** A run ends before its end, to be resumed once its batch is answered. The message is shown as its reason. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
}

/** Somebody wants a run to rest. */
export class RunPaused extends Error {
  override readonly name = 'RunPaused';
}

/** Errors that will happen to every other request as well: going on would only use up the plan. */
const general: ReadonlySet<ModelErrorKind> = new Set([
  'auth',
  'quota',
  'not-found',
  'connection',
  'timeout-connect',
  'rate-limited',
  'overloaded',
  'outage',
  // Each prompt is shortened as far as it can be first.
  'context',
]);

/**
 * Reason that one job failed. What ends the run is thrown instead: its being called off, its budget, and whatever will happen to every
 * other request as well.
 */
export function failureOf(
  error: unknown,
  { signal, giveUp }: { readonly signal: AbortSignal; readonly giveUp: (error: ModelError) => void },
): string {
  signal.throwIfAborted();
  if (error instanceof BudgetExceeded) throw error;
  if (stopsRun(error)) giveUp(error);
  signal.throwIfAborted();
  return messageOf(error);
}

/** Tells whether an error, after all retries, is about the model rather than about one request to it. */
export const stopsRun = (error: unknown): error is ModelError => error instanceof ModelError && general.has(error.kind);
