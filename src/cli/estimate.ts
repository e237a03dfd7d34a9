import type { Command } from 'commander';
import type { EngineResult } from '../protocol/engine.ts';
import { describeEstimate } from './describe.ts';
import type { Output } from './output.ts';

/** For commands that can tell what they would take. */
export const estimable = (sub: Command): Command => sub.option('--estimate', 'send nothing; tell what it would take', false);

/** Prints the same fields as the run would, with expected values; there is no run. */
export function showEstimate(estimate: EngineResult<'extract/estimate' | 'judge/estimate'>, output: Output): void {
  output.result({ run: null, ...estimate, estimate: true }, describeEstimate(estimate));
}
