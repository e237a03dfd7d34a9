import { furthest, type Spent } from '../../core/samples/spent.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { StoredRun, RunPlan } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';

type ListedBatch = EngineResult<'runs/list'>['runs'][number]['batch'];

/** All runs, the newest first, each with what it spent and the batch that it waits for. */
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
  return runs.map((run) => ({ ...run, spent: spentBy(workspace, run), batch: batchOf(run) }));
}

/** A run that is over waits no more, whatever its batches do. */
const mayWait = ({ outcome }: StoredRun): boolean => outcome !== 'done' && outcome !== 'cancelled';

/** By what the journal says, and by what is kept beside the replies: a run that was killed had not put all of it into the journal. */
export const spentBy = ({ models }: Workspace, { run, spent }: Pick<RunPlan, 'run' | 'spent'>): Spent =>
  furthest(spent, models.spentBy(run));
