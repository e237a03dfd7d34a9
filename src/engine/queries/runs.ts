import { furthest, type Spent } from '../../core/samples/spent.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { RunPlan } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';

export function listRuns(workspace: Workspace): EngineResult<'runs/list'> {
  return { runs: workspace.store.runs().map((run) => ({ ...run, spent: spentBy(workspace, run) })) };
}

/** By what the journal says, and by what is kept beside the replies: a run that was killed had not put all of it into the journal. */
export const spentBy = ({ models }: Workspace, { run, spent }: Pick<RunPlan, 'run' | 'spent'>): Spent =>
  furthest(spent, models.spentBy(run));
