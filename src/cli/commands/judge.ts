import type { Command } from 'commander';
import { UsageError } from '../../engine/errors.ts';
import { command, withModel, withProject } from '../command.ts';
import { describeJudgeAgreement, describeRun } from '../describe.ts';
import { chosenSamples, filtersGiven, selectable, type Selection } from '../selection.ts';
import { type StartOptions, start, startable, type Starting } from '../starting.ts';

/** `loom judge`: scores for samples that are there already, and how well they go with what people decided. */
export function addJudgeCommand(program: Command): void {
  const judge = selectable(command(program, 'judge', 'have samples scored by the model for judging; decides nothing'));
  startable(withModel(judge).option('--judge-model <id>', 'the same, before --model'))
    .option('--agreement', 'ask no model; tell how well the scores there are go with what was accepted and rejected', false)
    .action((ids: string[], options: Selection & Starting & { agreement: boolean }) =>
      withProject(options, async (request, output) => {
        if (options.agreement) {
          if (ids.length > 0 || options.all || filtersGiven(options).length > 0)
            throw new UsageError('--agreement looks at all samples that were judged and decided on');
          const model = options.judgeModel ?? options.model;
          const result = await request('judge/agreement', model === undefined ? {} : { model });
          output.result(result, describeJudgeAgreement(result));
          return;
        }
        const chosen = await chosenSamples(ids, options, request);
        const steps = {
          estimate: (how: StartOptions) => request('judge/estimate', { ...chosen, ...how }),
          run: (how: StartOptions) => request('samples/judge', { ...chosen, ...how }),
          describe: describeRun,
        };
        await start(options, steps, request, output);
      }),
    );
}
