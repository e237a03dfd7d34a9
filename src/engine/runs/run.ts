import { ulid } from 'ulid';
import type { JournalEvent, NewEvent } from '../../core/samples/events.ts';
import { type Budget, isNoUsage, noUsage, type RunUsage } from '../../core/samples/run-usage.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import { messageOf } from '../errors.ts';
import { ModelError } from '../models/model-error.ts';
import type { Models, RunModels } from '../models/models.ts';
import { BudgetExceeded } from '../models/requests/budget.ts';
import type { RunJobs, RunPlan, Store } from '../storage/store.ts';
import type { ActiveRuns } from './active-runs.ts';
import { Pace } from './pace.ts';
import { FormKeeping } from './form-keeping.ts';
import { RunPaused, RunStopped } from './stopping.ts';
import { isInVain, whyShort } from './run-end.ts';
import type { RunProgress } from '../../protocol/results.ts';

export type ReportProgress = (progress: RunProgress) => void;

/** Plan of what a run sets out to do: enough to go on with it in another process. */
export type Plan = Pick<
  RunPlan,
  'kind' | 'method' | 'model' | 'answerModel' | 'seed' | 'planned' | 'budget' | 'batch' | 'samples' | 'instruction' | 'options'
>;

interface Tally {
  kept: number;
  gated: number;
  failed: number;
}

/** A run that is about to go on: a new one, or one that ended before its end. */
export interface BegunRun {
  readonly run: string;
  readonly plan: Plan;
  /** True when only what failed is tried again. */
  readonly failedOnly: boolean;
  readonly before: { readonly tally: Tally; readonly usage: RunUsage; readonly jobs: RunJobs };
  readonly event: NewEvent;
}

export function newRun(plan: Plan): BegunRun {
  const run = ulid();
  const { answerModel, budget, batch, samples, instruction, options, ...rest } = plan;
  const event: NewEvent = {
    type: 'run.started',
    run,
    ...rest,
    cap: budget,
    ...(answerModel === null ? {} : { answerModel }),
    ...(batch === null ? {} : { batch }),
    ...(samples.length === 0 ? {} : { samples: [...samples], instruction }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
  const jobs = { done: new Set<string>(), skipped: new Set<string>(), failures: new Map<string, number>() };
  return { run, plan, failedOnly: false, before: { tally: { kept: 0, gated: 0, failed: 0 }, usage: noUsage, jobs }, event };
}

/** Goes on with a run under another budget. */
export function resumedRun(known: RunPlan, budget: Budget, failedOnly: boolean, jobs: RunJobs): BegunRun {
  const { run, kept, gated, failed, usage } = known;
  return {
    run,
    plan: { ...known, budget },
    failedOnly,
    before: { tally: { kept, gated, failed }, usage, jobs },
    event: { type: 'run.resumed', run, cap: budget, failed: failedOnly },
  };
}

/** Context that a run's work gets. */
export interface Running {
  readonly run: string;
  readonly plan: Plan;
  readonly failedOnly: boolean;
  /** The jobs that were done or failed in earlier parts of the run. */
  readonly jobs: RunJobs;
  readonly signal: AbortSignal;
  /** Of the whole run, earlier parts included. */
  readonly tally: Tally;
  readonly models: RunModels;
  /** Puts what came of a job into the journal, with what it cost. */
  readonly record: (events: readonly NewEvent[], options?: { readonly action?: string }) => JournalEvent[];
  /** Tells how far the run is, in its own unit, and what it does when that is not what it began with. */
  readonly report: (done: number, total: number, label?: string) => void;
  /** Counts what is not tried at all, by why. */
  readonly passOver: (why: string, count: number) => void;
  /** Ends the run, to be resumed: what went wrong concerns all that is still to be asked. */
  readonly giveUp: (error: ModelError) => void;
}

type RunOutcome = EngineResult<'runs/resume'>['outcome'];
type Stop = Pick<Extract<NewEvent, { type: 'run.ended' }>, 'stoppedBy'>;

export interface Ended {
  readonly run: string;
  readonly plan: Plan;
  readonly tally: Tally;
  readonly usage: RunUsage;
  readonly outcome: RunOutcome;
  /** Reason that the run ended short, or null. */
  readonly reason: string | null;
  /** What became known of its models. */
  readonly notes: readonly string[];
  /** What was not tried at all, by why. */
  readonly passedOver: ReadonlyMap<string, number>;
}

export interface RunTools {
  readonly store: Store;
  readonly models: Models;
  readonly active: ActiveRuns;
  readonly report: ReportProgress;
}

/**
 * Works between a run's `run.started` or `run.resumed` and its `run.ended`. Cancelled, paused, stopped or given up, it
 * ends with what was made so far kept; one that fell short, and in which more failed than was made, ends as failed; any other
 * error ends it as failed and is thrown on.
 * @param work returns why it ended short of what was asked for, or null
 */
export async function executeRun(
  begun: BegunRun,
  { store, models, active, report }: RunTools,
  options: { readonly label: string; readonly signal: AbortSignal },
  work: (running: Running) => Promise<string | null>,
): Promise<Ended> {
  const { run, plan, failedOnly, before } = begun;
  const tally: Tally = { ...before.tally };
  const controller = active.start(run);
  const signal = AbortSignal.any([options.signal, controller.signal]);
  const pace = new Pace(() => performance.now());
  let waiting: string | null = null;
  let [done, total, label] = [0, 0, options.label];
  const tell = (): void => {
    const { kept, failed } = tally;
    const progress = { run, label, done, total, kept, failed, usage: runModels.usage, budget: plan.budget, waiting };
    report({ ...progress, ...pace.read(done, total) });
  };
  const runModels = models.forRun(run, {
    budget: plan.budget,
    batch: plan.batch,
    before: before.usage,
    stop: (reason) => {
      controller.abort(new RunStopped(reason));
    },
    onWaiting: (what) => {
      waiting = what;
      tell();
    },
    onDue: () => {
      record([]);
    },
  });
  const record: Running['record'] = (events, action) => {
    const usage = runModels.takeUsage();
    const appended = store.append(isNoUsage(usage) ? events : [...events, { type: 'run.spent', run, spent: usage }], action);
    const lost = forms.after(events);
    if (lost !== null) controller.abort(lost);
    return appended;
  };
  const end = (outcome: RunOutcome, reason: string | null, by: Stop = {}): Ended => {
    record([{ type: 'run.ended', run, outcome, ...tally, reason, ...by }]);
    return { run, plan, tally, usage: runModels.usage, outcome, reason, notes: runModels.notes, passedOver };
  };
  const forms = new FormKeeping(plan);
  const passedOver = new Map<string, number>();
  store.append([begun.event]);
  try {
    const short = await work({
      ...{ run, plan, failedOnly, jobs: before.jobs, signal, tally, models: runModels, record },
      passOver: (why, count) => {
        if (count > 0) passedOver.set(why, (passedOver.get(why) ?? 0) + count);
      },
      giveUp: (error) => {
        controller.abort(error);
      },
      report: (nowDone, ofTotal, nowDoing = options.label) => {
        [done, total, label] = [nowDone, ofTotal, nowDoing];
        tell();
      },
    });
    // All that was under way had ended by then.
    if (signal.reason instanceof ModelError && tally.kept < plan.planned) throw signal.reason;
    const reason = tally.kept < plan.planned ? whyShort(short, tally, store.dropped(run)) : short;
    return end(isInVain(tally, plan) ? 'failed' : 'done', reason);
  } catch (error) {
    const why: unknown = signal.aborted ? signal.reason : error;
    if (why instanceof ModelError) return end('failed', why.message);
    if (why instanceof BudgetExceeded) return end('stopped', why.message, { stoppedBy: 'cap' });
    if (why instanceof RunStopped) return end('stopped', why.message, { stoppedBy: 'batch' });
    if (why instanceof RunPaused) return end('paused', null);
    if (signal.aborted) return end('cancelled', null);
    end('failed', messageOf(error));
    throw error;
  } finally {
    active.end(run);
  }
}
