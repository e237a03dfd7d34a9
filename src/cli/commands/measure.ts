import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { measuredParts, type MeasuredPart } from '../../core/quality/measured-text.ts';
import type { SampleFilter } from '../../core/samples/filter/filter.ts';
import { printLine } from '../../core/samples/filter/line.ts';
import { UsageError } from '../../engine/errors.ts';
import { command, positive, type Request, severalTimes, whole, withProject } from '../command.ts';
import { describeQuality } from '../describe-quality.ts';
import { filtered, filterOf, type Filters, readLine } from '../selection.ts';

interface MeasureOptions extends Filters {
  readonly against?: string;
  readonly againstField?: string;
  readonly by?: 'run' | 'method' | 'writer';
  readonly compare?: readonly SampleFilter[];
  readonly part: MeasuredPart;
  readonly rounds: number;
  readonly seed: number;
}

/** Sets that are compared at a time. */
const mostCompared = 12;

/** `loom measure`: figures of samples as a set. */
export function addMeasureCommand(program: Command): void {
  filtered(
    command(program, 'measure', 'tell how diverse samples are, how they are distributed and what of the corpus they cover; asks no model'),
  )
    .option('--against <file>', 'a JSON Lines file to compare with, of the same size as is drawn from the samples')
    .option('--against-field <name>', 'where its lines have the text, if not under question, prompt, instruction, problem, text or content')
    .addOption(new Option('--by <what>', 'compare groups with each other').choices(['run', 'method', 'writer']))
    .addOption(
      severalTimes(
        new Option(
          '--compare <line...>',
          'compare the samples of two filter lines or more with each other: --compare method:level1 "method:level3 judge:>=4"; the rest is told of what the other filters leave',
        ),
        (given, before: readonly SampleFilter[] | undefined) => [...(before ?? []), comparedLine(given)],
      ),
    )
    .addOption(new Option('--part <part>', 'the part of samples whose text is measured').choices(measuredParts).default('question'))
    .option('--rounds <n>', 'number of draws of each set', rounds, 20)
    .option('--seed <n>', 'which texts are drawn', whole, 0)
    .action((options: MeasureOptions) =>
      withProject(options, async (request, output) => {
        const { against, againstField, by, part, rounds: draws, seed } = options;
        const compare = await comparedFilters(options, request);
        const result = await request('quality/measure', {
          filter: await filterOf(options, request),
          ...(against === undefined ? {} : { against: resolve(against) }),
          ...(againstField === undefined ? {} : { againstField }),
          ...(by === undefined ? {} : { groupBy: by }),
          ...(compare === undefined ? {} : { compare }),
          ...{ part, rounds: draws, seed },
        });
        output.result(result, describeQuality(result));
      }),
    );
}

/** As a variable of a script that was never set, an empty line would be all samples. */
function comparedLine(line: string): SampleFilter {
  const filter = readLine(line);
  if (Object.keys(filter).length === 0) throw new InvalidArgumentError('The line is empty: write status:pending,accepted for all samples.');
  return filter;
}

/**
 * Reads the filters whose samples are compared; undefined without any.
 * @throws UsageError for one alone, for too many, for one that is given twice, and beside groups
 */
async function comparedFilters({ project, json, by, compare }: MeasureOptions, request: Request): Promise<SampleFilter[] | undefined> {
  if (compare === undefined) return undefined;
  if (by !== undefined) throw new UsageError('--by compares groups and --compare filters: give one or the other, not both');
  if (compare.length < 2 || compare.length > mostCompared) {
    throw new UsageError(
      `--compare takes from 2 to ${mostCompared} filter lines, and was given ${compare.length}; put each in quotation marks`,
    );
  }
  const lines = compare.map(printLine);
  const twice = lines.find((line, at) => lines.indexOf(line) !== at);
  if (twice !== undefined) throw new UsageError(`--compare is given "${twice}" twice: keep one`);
  return Promise.all(compare.map((filter) => filterOf({ project, json, filter }, request)));
}

function rounds(text: string): number {
  const number = positive(text);
  if (number < 2 || number > 200) throw new InvalidArgumentError('From 2 to 200 draws are possible: one alone has no error.');
  return number;
}
