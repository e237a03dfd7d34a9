import type { EngineArguments } from '../../protocol/engine.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { RunKindName } from '../../core/samples/run-kinds.ts';
import { type Budget, isNoUsage, usageSince } from '../../core/samples/run-usage.ts';
import { adviceOn } from '../../core/quality/drops.ts';
import { UsageError } from '../errors.ts';
import { initProject } from '../init.ts';
import { usageOf } from '../queries/runs.ts';
import type { StoredRun, RunPlan } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { ActiveRuns } from './active-runs.ts';
import { runKinds } from './kinds/index.ts';
import type { Goal, Own, Query } from './kinds/kind.ts';
import { type BegunRun, type Ended, executeRun, newRun, type ReportProgress, resumedRun, type RunTools } from './run.ts';
import type { RunResult } from '../../protocol/results.ts';

/** Everything that asks a model: what a run of any kind goes through, whatever it asks. */
export class Runner {
  readonly active = new ActiveRuns();
  readonly #workspace: Workspace;
  readonly #tools: RunTools;

  constructor(workspace: Workspace, report: ReportProgress) {
    this.#workspace = workspace;
    const { store, models } = workspace;
    this.#tools = { store, models, active: this.active, report };
  }

  /**
   * Does what a request asks for; asked to, goes on with the last run that set out for the same and did not come to its end.
   * @throws UsageError when it cannot be done.
   */
  async start<K extends RunKindName>(kind: K, query: Query<K>, signal: AbortSignal): Promise<RunResult & Own<K>> {
    const workspace = this.#workspace;
    initProject(workspace.folder);
    const { plan, result } = runKinds[kind];
    const goal = await plan(workspace, query);
    const { batch = null, resume = false } = query;
    const left = resume ? this.#unfinished(kind, goal, query) : undefined;
    const ended = left
      ? await this.#goOn(left, false, budgetOf(query, left.budget), signal)
      : await this.#execute(kind, newRun({ ...goal, batch, budget: budgetOf(query) }), signal);
    return { ...this.#result(ended), ...(await result(workspace, ended)) };
  }

  /**
   * Goes on with a run, with the models, the seed and the count it was started with. Its jobs are taken from corpus,
   * templates and graph as they are now.
   * @throws UsageError when there is no such run, or nothing to go on with.
   */
  async resume({ run, failed = false, ...limits }: EngineArguments<'runs/resume'>, signal: AbortSignal): Promise<RunResult> {
    const known = this.#requireRun(run);
    if (known.outcome === 'running' || this.active.has(run)) throw new UsageError(`run ${run} is under way`);
    if (known.outcome === 'done' && !failed) throw new UsageError(`run ${run} is done; there is nothing to resume${retryHint(known)}`);
    return this.#result(await this.#goOn(known, failed, budgetOf(limits, known.budget), signal));
  }

  /** Ends a run under way here, or one that another process has left; what it has in batches is called off. */
  async cancel(run: string): Promise<boolean> {
    const known = this.#requireRun(run);
    const wasActive = this.active.cancel(run);
    if (known.outcome === 'running' && !wasActive) throw new UsageError(`run ${run} is under way in another process; cancel it there`);
    if (known.batch === 'openai') await this.#workspace.models.cancelBatches(run);
    if (wasActive || known.outcome === 'done' || known.outcome === 'cancelled') return wasActive;
    const { kept, gated, failed } = known;
    this.#workspace.store.append([
      ...this.#unrecorded(known),
      { type: 'run.ended', run, outcome: 'cancelled', kept, gated, failed, reason: null },
    ]);
    return true;
  }

  /** @param failed nothing but what failed */
  async #goOn(known: RunPlan, failed: boolean, budget: Budget, signal: AbortSignal): Promise<Ended> {
    const { store } = this.#workspace;
    store.append(this.#unrecorded(known));
    const begun = resumedRun({ ...known, usage: usageOf(this.#workspace, known) }, budget, failed, store.jobs(known.run));
    return await this.#execute(known.kind, begun, signal);
  }

  async #execute(kind: RunKindName, begun: BegunRun, signal: AbortSignal): Promise<Ended> {
    const { label, work } = runKinds[kind];
    return await executeRun(begun, this.#tools, { label, signal }, await work(this.#workspace, begun));
  }

  #unfinished<K extends RunKindName>(kind: K, goal: Goal, query: Query<K>): RunPlan | undefined {
    const { store } = this.#workspace;
    const { isSame } = runKinds[kind];
    const { batch = null } = query;
    for (const run of store.runs()) {
      if (run.kind !== kind || run.batch !== batch || !isLeft(run)) continue;
      const known = store.run(run.run);
      if (known !== undefined && isSame(known, goal, query)) return known;
    }
    return undefined;
  }

  /** Usage that a run had not yet put into the journal when it was killed. */
  #unrecorded(known: RunPlan): NewEvent[] {
    const usage = usageSince(known.usage, usageOf(this.#workspace, known));
    return isNoUsage(usage) ? [] : [{ type: 'run.spent', run: known.run, spent: usage }];
  }

  #requireRun(run: string): RunPlan {
    const known = this.#workspace.store.run(run);
    if (known === undefined) throw new UsageError(`there is no run ${run}; loom runs list shows them`);
    return known;
  }

  #result({ run, plan, tally, usage, outcome, reason, notes, passedOver: over }: Ended): RunResult {
    const { kind, planned } = plan;
    const { store } = this.#workspace;
    const dropped = store.dropped(run).map((each) => ({ ...each, todo: adviceOn(each).todo }));
    const unjudged = store.unjudged(run);
    const passedOver = [
      ...[...over].map(([why, count]) => ({ reason: why, count })),
      ...(unjudged === 0
        ? []
        : [{ reason: 'samples kept without a score, since what their judge said could not be used', count: unjudged }]),
    ];
    const cancelled = outcome === 'paused' || outcome === 'cancelled';
    return {
      run,
      kind,
      planned,
      generated: tally.kept + tally.gated,
      ...tally,
      dropped,
      passedOver,
      ...usage,
      outcome,
      cancelled,
      reason,
      ...(notes.length === 0 ? {} : { notes: [...notes] }),
    };
  }
}

/** Tells whether a run is to be taken up where the same is asked for again; one that somebody cancelled is not. */
const isLeft = ({ outcome }: StoredRun): boolean => outcome !== 'done' && outcome !== 'running' && outcome !== 'cancelled';

/** The budget that is asked for; what is not said of it is as it was. */
const budgetOf = (
  { maxTokens, maxCost }: Pick<EngineArguments<'runs/resume'>, 'maxTokens' | 'maxCost'>,
  before: Budget = { tokens: null, cost: null },
): Budget => ({
  tokens: maxTokens === undefined ? before.tokens : maxTokens,
  cost: maxCost === undefined ? before.cost : maxCost,
});

const retryHint = ({ run, failed }: RunPlan): string => (failed > 0 ? `, but ${failed} failed: loom runs retry ${run} --failed` : '');
