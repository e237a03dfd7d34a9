import type { Command } from 'commander';
import { paperMeasure, smallMeasure } from '../../core/quality/cluster-agent/settings.ts';
import { UsageError } from '../../engine/errors.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import { command, positive, whole, withModel, withProject } from '../command.ts';
import { describeEstimate, describeRun } from '../describe.ts';
import { describeMeasurement, describeMeasurements } from '../describe-diversity.ts';
import { filtered, filterOf, type Filters, filtersGiven } from '../selection.ts';
import { type StartOptions, start, startable, type Starting } from '../starting.ts';

interface MeasuringOptions extends Filters, Starting {
  readonly rounds?: number;
  readonly draws?: number;
  readonly size?: number;
  readonly perDraw?: number;
  readonly criteria?: number;
  readonly seed?: number;
  readonly paper: boolean;
  readonly results: boolean;
}

/** `loom diversity`: how diverse samples are, as a model sees it that groups some of them again and again. */
export function addDiversityCommand(program: Command): void {
  const measure = filtered(
    command(program, 'diversity', 'measure how diverse samples are: a model finds criteria and groups samples by them, again and again'),
  );
  const usual = (size: keyof typeof smallMeasure): string => `(default: as the settings say, else ${smallMeasure[size]})`;
  startable(withModel(measure).option('--judge-model <id>', 'the same, before --model'))
    .option('--rounds <n>', `rounds in which samples are grouped ${usual('rounds')}`, positive)
    .option('--size <n>', `samples in each round ${usual('size')}`, positive)
    .option('--draws <n>', `draws of samples that criteria are found in ${usual('draws')}`, positive)
    .option('--per-draw <n>', `samples in each draw ${usual('samplesPerDraw')}`, positive)
    .option('--criteria <n>', `criteria of each kind, 3 to 5 ${usual('criteria')}`, positive)
    .option(
      '--paper',
      `the sizes of the method's paper where none is given: ${paperMeasure.draws} draws and ${paperMeasure.rounds} rounds`,
      false,
    )
    .option('--seed <n>', 'what makes the draws reproducible (default: 1)', whole)
    .option('--results', 'ask no model; tell what was measured so far', false)
    .action((options: MeasuringOptions) =>
      withProject(options, async (request, output) => {
        if (options.results) {
          if (filtersGiven(options).length > 0) throw new UsageError('--results tells of all that was measured, whatever the filters');
          const results = await request('diversity/results', {});
          output.result(results, describeMeasurements(results));
          return;
        }
        const query = { filter: await filterOf(options, request), ...sizesOf(options) };
        const steps = {
          estimate: (how: StartOptions) => request('diversity/estimate', { ...query, ...how }),
          describeEstimate: (estimate: EngineResult<'diversity/estimate'>) =>
            `${estimate.samples} samples, ${estimate.planned} rounds: ${describeEstimate(estimate)}`,
          run: (how: StartOptions) => request('diversity/measure', { ...query, ...how }),
          describe: (result: EngineResult<'diversity/measure'>) =>
            [describeMeasurement(result.measurement), describeRun(result)].join('\n'),
          resumes: true,
        };
        await start(options, steps, request, output);
      }),
    );
}

/** Sizes that are given, or for the others those of the paper where these are wanted. */
const sizesOf = ({ paper, rounds, draws, size, perDraw, criteria, seed }: MeasuringOptions) => ({
  ...(paper ? paperMeasure : {}),
  ...(rounds === undefined ? {} : { rounds }),
  ...(draws === undefined ? {} : { draws }),
  ...(size === undefined ? {} : { size }),
  ...(perDraw === undefined ? {} : { samplesPerDraw: perDraw }),
  ...(criteria === undefined ? {} : { criteria }),
  ...(seed === undefined ? {} : { seed }),
});
