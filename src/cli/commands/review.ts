import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PartTexts } from '../../core/samples/shapes/index.ts';
import { UsageError } from '../../engine/errors.ts';
import { command, positive, type CommonOptions, severalTimes, whole, withModels, withProject } from '../command.ts';
import { describeDecided, describeRegenerated, describeSamples } from '../describe.ts';
import { chosenToDecide, type Filters, filtered, filterOf, selectable, selected, type Selection } from '../selection.ts';
import { type StartOptions, start, startable, type Starting } from '../starting.ts';

const ofPart = 'the new text of a part: title, text, turn1, stem, option2 …, whatever its shape has; may be given again';

const givenTwice = (part: string): string => `“${part}” is given twice: keep one`;

/** `name=text`, added to those before. */
function partOf(given: string, before: PartTexts): PartTexts {
  const mark = given.indexOf('=');
  if (mark <= 0) throw new InvalidArgumentError('it is written name=text, as in title=Tides');
  const name = given.slice(0, mark);
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(givenTwice(name));
  return { ...before, [name]: given.slice(mark + 1) };
}

/** `loom review …`: what a reviewer does in the editor, for scripts and for many samples at once. */
export function addReviewCommands(program: Command): void {
  const review = program.command('review').description('list samples and decide on them');

  filtered(command(review, 'list', 'list samples'))
    .option('--offset <n>', 'how many to pass over', whole, 0)
    .option('--limit <n>', 'how many at the most', positive, 50)
    .addOption(new Option('--order <order>', 'the oldest first, or those a judge scored lowest').choices(['time', 'judge']).default('time'))
    .action((options: Filters & { offset: number; limit: number; order: 'time' | 'judge' }) =>
      withProject(options, async (request, output) => {
        const { offset, limit, order } = options;
        const result = await request('samples/list', { filter: await filterOf(options, request), offset, limit, order });
        output.result(result, describeSamples(result));
      }),
    );

  selectable(command(review, 'accept', 'accept samples: they go to the dataset folder')).action((ids: string[], options: Selection) =>
    withProject(options, async (request, output) => {
      const result = await request('review/accept', await chosenToDecide(ids, options, request));
      output.result(result, describeDecided('accepted', result));
      if (result.cancelled) process.exitCode = 1;
    }),
  );

  selectable(command(review, 'reject', 'reject samples with a reason'))
    .requiredOption('--reason <text>', 'why')
    .action((ids: string[], options: Selection & { reason: string }) =>
      withProject(options, async (request, output) => {
        const choice = await chosenToDecide(ids, options, request);
        const result = await request('review/reject', { ...choice, reason: options.reason });
        output.result(result, describeDecided('rejected', result));
        if (result.cancelled) process.exitCode = 1;
      }),
    );

  startable(withModels(selectable(command(review, 'regenerate', 'ask the model for another version'))))
    .option('--instruction <text>', 'what to do differently')
    .option('--answer-only', 'leave the questions as they are, and ask for their answers', false)
    .action((ids: string[], options: Selection & Starting & { instruction?: string; answerOnly: boolean }) =>
      withProject(options, async (request, output) => {
        const query = {
          samples: await selected(ids, options, request),
          instruction: options.instruction ?? null,
          answerOnly: options.answerOnly,
        };
        const steps = {
          estimate: (how: StartOptions) => request('regenerate/estimate', { ...query, ...how }),
          run: (how: StartOptions) => request('review/regenerate', { ...query, ...how }),
          describe: describeRegenerated,
        };
        await start(options, steps, request, output);
      }),
    );

  command(review, 'edit', 'replace the text of a sample')
    .argument('<id>', 'sample id')
    .option('--question <text>', 'the new question, as --part question=…')
    .option('--answer <text>', 'the new answer, as --part answer=…')
    .addOption(severalTimes(new Option('--part <name=text>', ofPart), partOf).default({}))
    .action((id: string, options: CommonOptions & { question?: string; answer?: string; part: PartTexts }) =>
      withProject(options, async (request, output) => {
        const { question, answer, part } = options;
        const named = { ...(question === undefined ? {} : { question }), ...(answer === undefined ? {} : { answer }) };
        const twice = Object.keys(named).find((name) => Object.hasOwn(part, name));
        if (twice !== undefined) throw new UsageError(givenTwice(twice));
        const parts = { ...named, ...part };
        if (Object.keys(parts).length === 0) throw new UsageError('give --question, --answer or --part');
        const result = await request('review/edit', { sample: id, parts });
        output.result(result, `edited ${result.changed.length}`);
      }),
    );

  for (const name of ['undo', 'redo'] as const) {
    command(review, name, `${name} the last decision`).action((options: CommonOptions) =>
      withProject(options, async (request, output) => {
        const result = await request(`review/${name}`, {});
        output.result(result, result.what === null ? `nothing to ${name}` : `${name}: ${result.what}`);
      }),
    );
  }
}
