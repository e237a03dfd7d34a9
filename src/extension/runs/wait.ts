/** Waits of runs in batches. Pure: `texts.ts` puts them into words. */
import type { ListedRun } from '../../protocol/results.ts';

type WaitingBatch = NonNullable<ListedRun['batch']>;
/** Files of requests, at least one. */
export type Unanswered = readonly [WaitingBatch['unanswered'][number], ...WaitingBatch['unanswered']];

export interface Wait {
  /** Its batch at an endpoint, replies to its files, or nothing but its being resumed. */
  readonly what: 'batch' | 'replies' | 'resuming';
  readonly since: string;
}

/** Null for a run that waits for nothing. */
export function waitOf({ batch }: Pick<ListedRun, 'batch'>): Wait | null {
  if (typeof batch?.waitingSince !== 'string') return null;
  const { kind, waitingSince: since, unanswered } = batch;
  if (kind === 'openai') return { what: 'batch', since };
  return { what: unanswered.length > 0 ? 'replies' : 'resuming', since };
}

/** The files of a run that somebody has to have answered before it can go on; null when there are none. */
export function unansweredOf(run: Pick<ListedRun, 'batch'>): Unanswered | null {
  const [first, ...others] = run.batch?.unanswered ?? [];
  return first === undefined || waitOf(run)?.what !== 'replies' ? null : [first, ...others];
}

/** True for a run that would go on by itself, had its process not ended: its window was closed, or its engine died. */
export const isLeftWaiting = (run: Pick<ListedRun, 'batch' | 'outcome'>): boolean =>
  run.outcome === 'interrupted' && waitOf(run)?.what === 'batch';

/** Context value that `when` clauses of the row's buttons read. */
export function contextOf(run: Pick<ListedRun, 'batch' | 'outcome' | 'failed'>): string {
  if (run.outcome === 'running') return 'run.running';
  const isDone = run.outcome === 'done';
  return [
    isDone ? 'run.done' : 'run.resumable',
    ...(waitOf(run)?.what === 'batch' ? ['atEndpoint'] : []),
    ...(unansweredOf(run) === null ? [] : ['withFiles']),
    ...(run.failed > 0 ? ['withFailures'] : []),
  ].join('.');
}
