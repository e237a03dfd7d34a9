import type { EngineResult } from '../protocol/engine.ts';

/** A budget that was reached is what was asked for; whoever wants all of it looks at `outcome`. */
export function exitAs({ outcome, reason }: Pick<EngineResult<'runs/resume'>, 'outcome' | 'reason'>): void {
  if (outcome === 'failed') process.stderr.write(`loom: ${reason ?? 'the run failed'}\n`);
  if (outcome !== 'done' && outcome !== 'stopped') process.exitCode = 1;
}
