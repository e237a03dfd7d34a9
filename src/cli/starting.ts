/** Options of every command that starts a run. */
import { type Command, Option } from 'commander';
import { type BatchKind, batchKinds } from '../core/samples/events.ts';
import type { EngineResult } from '../protocol/engine.ts';
import { type BudgetOptions, budgetOf, type Request, withBudget } from './command.ts';
import { describeEstimate, describeTakenUp } from './describe.ts';
import { exitAs } from './exit.ts';
import type { Output } from './output.ts';
import type { RunResult } from '../protocol/results.ts';

export interface Starting extends BudgetOptions {
  readonly batch?: BatchKind;
  readonly new: boolean;
  readonly estimate: boolean;
}

export function startable(sub: Command): Command {
  return withBudget(sub)
    .addOption(
      new Option(
        '--batch <way>',
        "all requests at once: through the endpoint's Batch API, or through files for an engine run by hand; the same command goes on once they are answered",
      ).choices(batchKinds),
    )
    .option('--new', 'begin a new run, also where one like it did not come to its end', false)
    .option('--estimate', 'send nothing; tell what it would take', false);
}

/** Options for starting a run, as requests take them. */
export type StartOptions = ReturnType<typeof startOf>;

interface RunSteps<R extends RunResult, E extends EngineResult<'generate/estimate'>> {
  readonly estimate: (start: StartOptions) => Promise<E>;
  /** Where there is more to tell of it than of others. */
  readonly describeEstimate?: (estimate: E) => string;
  readonly run: (start: StartOptions) => Promise<R>;
  readonly describe: (result: R) => string | Promise<string>;
  /** True when a run that did not come to its end is gone on with also where nothing is asked in batches. */
  readonly resumes?: boolean;
}

/** Runs, or tells what that would take; says with which run it went on. */
export async function start<R extends RunResult, E extends EngineResult<'generate/estimate'>>(
  options: Starting,
  steps: RunSteps<R, E>,
  request: Request,
  output: Output,
): Promise<void> {
  const how = startOf(options, steps.resumes === true);
  if (options.estimate) {
    const estimate = await steps.estimate(how);
    output.result({ run: null, ...estimate, estimate: true }, (steps.describeEstimate ?? describeEstimate)(estimate));
    return;
  }
  const { runs: before } = await request('runs/list', {});
  const result = await steps.run(how);
  const takenUp = before.find(({ run }) => run === result.run);
  output.result(result, [...(takenUp === undefined ? [] : [describeTakenUp(takenUp, options)]), await steps.describe(result)].join('\n'));
  exitAs(result);
}

const startOf = (options: Starting, resumes: boolean) => ({
  ...budgetOf(options),
  ...(options.batch === undefined ? {} : { batch: options.batch }),
  resume: !options.new && (resumes || options.batch !== undefined),
});
