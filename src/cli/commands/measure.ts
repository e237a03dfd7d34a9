import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { measuredParts, type MeasuredPart } from '../../core/quality/measured-text.ts';
import { command, positive, whole, withProject } from '../command.ts';
import { describeQuality } from '../describe-quality.ts';
import { filtered, filterOf, type Filters } from '../selection.ts';

interface MeasureOptions extends Filters {
  readonly against?: string;
  readonly againstField?: string;
  readonly by?: 'run' | 'method' | 'writer';
  readonly part: MeasuredPart;
  readonly rounds: number;
  readonly seed: number;
}

/** `loom measure`: figures of samples as a set. */
export function addMeasureCommand(program: Command): void {
  filtered(
    command(program, 'measure', 'tell how diverse samples are, how they are distributed and what of the corpus they cover; asks no model'),
  )
    .option('--against <file>', 'a JSON Lines file to compare with, of the same size as is drawn from the samples')
    .option('--against-field <name>', 'where its lines have the text, if not under question, prompt, instruction, problem, text or content')
    .addOption(new Option('--by <what>', 'compare groups with each other').choices(['run', 'method', 'writer']))
    .addOption(new Option('--part <part>', 'the part of samples whose text is measured').choices(measuredParts).default('question'))
    .option('--rounds <n>', 'number of draws of each set', rounds, 20)
    .option('--seed <n>', 'which texts are drawn', whole, 0)
    .action((options: MeasureOptions) =>
      withProject(options, async (request, output) => {
        const { against, againstField, by, part, rounds: draws, seed } = options;
        const result = await request('quality/measure', {
          filter: await filterOf(options, request),
          ...(against === undefined ? {} : { against: resolve(against) }),
          ...(againstField === undefined ? {} : { againstField }),
          ...(by === undefined ? {} : { groupBy: by }),
          ...{ part, rounds: draws, seed },
        });
        output.result(result, describeQuality(result));
      }),
    );
}

function rounds(text: string): number {
  const number = positive(text);
  if (number < 2 || number > 200) throw new InvalidArgumentError('From 2 to 200 draws are possible: one alone has no error.');
  return number;
}
