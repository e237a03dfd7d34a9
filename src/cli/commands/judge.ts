import type { Command } from 'commander';
import { UsageError } from '../../engine/errors.ts';
import { type Capped, capsOf, command, withCaps, withModel, withProject } from '../command.ts';
import { describeCalibration, describeJudged } from '../describe.ts';
import { estimable, showEstimate } from '../estimate.ts';
import { exitAs } from '../exit.ts';
import { filterOf, meansAll, selectable, type Selection } from '../selection.ts';

/** `loom judge`: scores for samples that are there already, and how well they go with what people decided. */
export function addJudgeCommand(program: Command): void {
  const judge = selectable(command(program, 'judge', 'have samples scored by the model for judging; decides nothing'));
  estimable(withCaps(withModel(judge).option('--judge-model <id>', 'the same, before --model')))
    .option('--calibration', 'ask no model; tell how well the scores there are go with what was accepted and rejected', false)
    .action((ids: string[], options: Selection & Capped & { calibration: boolean; estimate: boolean }) =>
      withProject(options, async (request, output) => {
        if (options.calibration) {
          if (ids.length > 0 || options.all) throw new UsageError('--calibration looks at all samples that were judged and decided on');
          const model = options.judgeModel ?? options.model;
          const result = await request('samples/calibration', model === undefined ? {} : { model });
          output.result(result, describeCalibration(result));
          return;
        }
        const chosen = meansAll(ids, options) ? { filter: await filterOf(options, request) } : { samples: [...ids] };
        if (options.estimate) {
          showEstimate(await request('judge/estimate', chosen), output);
          return;
        }
        const result = await request('samples/judge', { ...chosen, ...capsOf(options) });
        output.result(result, describeJudged(result));
        exitAs(result);
      }),
    );
}
