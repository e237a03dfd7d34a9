import type { EngineResult } from '../protocol/engine.ts';

/** A budget that was reached is what was asked for; whoever wants all of it looks at `outcome`. */
export function exitAs({ outcome, stopped }: Pick<EngineResult<'runs/resume'>, 'outcome' | 'stopped'>): void {
  if (outcome === 'failed') process.stderr.write(`loom: ${stopped ?? 'the run failed'}\n`);
  if (outcome !== 'done' && outcome !== 'stopped') process.exitCode = 1;
}
