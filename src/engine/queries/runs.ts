import { maxUsage, type RunUsage } from '../../core/samples/run-usage.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { StoredRun, RunPlan } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';

type ListedBatch = EngineResult<'runs/list'>['runs'][number]['batch'];

/** All runs, the newest first, each with its usage and the batch that it waits for. */
export function listRuns(workspace: Workspace): EngineResult<'runs/list'>['runs'] {
  const { store, models } = workspace;
  const runs = store.runs();
  const isAtEndpoint = runs.some((run) => run.batch === 'openai' && mayWait(run));
  const handedIn = isAtEndpoint ? models.handedIn() : new Map<string, Date>();
  const batchOf = (run: StoredRun): ListedBatch => {
    const { batch: kind, run: id, stoppedBy, endedAt } = run;
    if (kind === null) return null;
    if (!mayWait(run)) return { kind, waitingSince: null, unanswered: [] };
    if (kind === 'openai') return { kind, waitingSince: handedIn.get(id)?.toISOString() ?? null, unanswered: [] };
    return { kind, waitingSince: stoppedBy === 'batch' ? endedAt : null, unanswered: models.unansweredFiles(id) };
  };
  return runs.map((run) => ({ ...run, usage: usageOf(workspace, run), batch: batchOf(run) }));
}

/** A run that is over waits no more, whatever its batches do. */
const mayWait = ({ outcome }: StoredRun): boolean => outcome !== 'done' && outcome !== 'cancelled';

/** Usage of a run by what the journal says, and by what is kept beside the replies: a run that was killed had not put all of it into the journal. */
export const usageOf = ({ models }: Workspace, { run, usage }: Pick<RunPlan, 'run' | 'usage'>): RunUsage =>
  maxUsage(usage, models.usageOf(run));
