import { ReplyError } from '../../core/methods/reply-error.ts';
import type { FailureKind, JobFailure } from '../../core/quality/drops.ts';
import { messageOf } from '../errors.ts';
import { ModelError, type ModelErrorKind } from '../models/model-error.ts';
import { BudgetExceeded } from '../models/requests/budget.ts';
import { UnusableReply } from './ask.ts';
import { PassageChanged } from './sample-job.ts';

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

/** What the jobs failed of that an error of a model has ended, by its kind. */
const ofModels: Readonly<Record<ModelErrorKind, FailureKind>> = {
  auth: 'refused',
  quota: 'refused',
  'not-found': 'refused',
  'bad-request': 'refused',
  'too-large': 'refused',
  'rate-limited': 'unanswered',
  overloaded: 'unanswered',
  server: 'unanswered',
  outage: 'unanswered',
  connection: 'unanswered',
  'timeout-connect': 'unanswered',
  'timeout-first-token': 'unanswered',
  'timeout-idle': 'unanswered',
  'bad-reply': 'unanswered',
  'content-filter': 'filtered',
  truncated: 'truncated',
  repeating: 'repeating',
  context: 'context',
  'too-small': 'form',
};

/** An error as what a job failed of. */
export function asFailure(error: unknown): JobFailure {
  const reason = messageOf(error);
  if (error instanceof ModelError) return { kind: ofModels[error.kind], reason };
  if (error instanceof ReplyError) return { kind: 'form', reason };
  if (error instanceof UnusableReply) return { kind: 'gates', reason };
  return { kind: error instanceof PassageChanged ? 'changed' : 'other', reason };
}

/**
 * Reason that one job failed. What ends the run is thrown instead: its being called off, its budget, and whatever will happen to every
 * other request as well.
 */
export function failureOf(
  error: unknown,
  { signal, giveUp }: { readonly signal: AbortSignal; readonly giveUp: (error: ModelError) => void },
): JobFailure {
  signal.throwIfAborted();
  if (error instanceof BudgetExceeded) throw error;
  if (stopsRun(error)) giveUp(error);
  signal.throwIfAborted();
  return asFailure(error);
}

/** Tells whether an error, after all retries, is about the model rather than about one request to it. */
export const stopsRun = (error: unknown): error is ModelError => error instanceof ModelError && general.has(error.kind);
