import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readAmount } from '../../core/planning/amounts.ts';
import { publishedCurves, publishedSeries } from '../../core/planning/scaling/published.ts';
import { readPoints, type PointProblem, type ReadPoints } from '../../core/planning/scaling/read-points.ts';
import { messageOf, UsageError } from '../../engine/errors.ts';
import { between, command, type CommonOptions, type Request, whole, withProject } from '../command.ts';
import { addMixtureCommand } from './mixture.ts';
import { describeScaling } from '../describe-scaling.ts';

interface ScalingOptions extends CommonOptions {
  readonly points: string;
  readonly curve?: string;
  readonly against?: string;
  readonly target?: number;
  readonly plateau?: number;
  readonly draws: number;
  readonly seed: number;
  readonly level: number;
  readonly in?: 'D' | 'N';
}

/** Problems of a file that are told at once. */
const mostProblems = 20;

/** `loom plan`: how much data a goal takes, and of which kinds. */
export function addPlanCommands(program: Command): void {
  const plan = program.command('plan').description('tell how much data a goal takes, and of which kinds; asks no model');
  addMixtureCommand(plan);
  command(plan, 'scaling', 'fit scaling laws to the losses of runs of several sizes, and say what more data would bring')
    .requiredOption(
      '--points <file>',
      'a CSV file whose first line names its columns: D, tokens or samples, or N or params; loss, error or accuracy (in percent); curve, where there are several',
    )
    .option('--curve <name>', 'the curve of the file that is fitted, where it has several')
    .option('--against <name>', `a curve to compare with: another one of the file, or a published one (${publishedNames()})`)
    .option('--target <loss>', 'say how much data (or how many parameters) this loss takes; an error where accuracies are given', amount)
    .option('--plateau <gain>', 'the plateau is where a doubling gains less than this; a hundredth of the least loss, if left out', amount)
    .addOption(new Option('--in <axis>', 'fit in training data or in parameters, where the file has both').choices(['D', 'N']))
    .option('--draws <n>', 'times that the losses are redrawn for the intervals', draws, 1000)
    .option('--seed <n>', 'which are drawn', whole, 0)
    .option('--level <share>', 'rate at which intervals are to hold the truth', between(0.5, 0.99), 0.9)
    .action((options: ScalingOptions) =>
      withProject(
        options,
        async (request, output) => {
          const { result, curve, metric } = await fittedFile(options, request);
          output.result({ ...result, curve: curve === '' ? null : curve, metric }, describeScaling(result, curve));
        },
        { trusted: false },
      ),
    );
}

/** Reads the file of points and has its curve fitted. @throws UsageError for what cannot be read, chosen or fitted */
async function fittedFile({ points: file, target, plateau, draws: times, seed, level, ...options }: ScalingOptions, request: Request) {
  const read = await readFileOf(file);
  const axis = axisOf(read, options.in);
  const curve = curveOf(read, options.curve);
  const result = await request('plan/scaling', {
    ...{ points: pointsOf(read, curve, axis), in: axis, draws: times, seed, level },
    ...(options.against === undefined ? {} : { against: againstOf(read, options.against, axis, curve) }),
    ...(target === undefined ? {} : { target }),
    ...(plateau === undefined ? {} : { plateauGain: plateau }),
  });
  return { result: { ...result, notes: [...result.notes, ...notesOf(read, curve, axis)] }, curve, metric: read.metric };
}

const publishedNames = (): string => publishedCurves.map(({ name }) => name).join(', ');

/** @throws UsageError for a file that cannot be read, with every line of it that cannot */
async function readFileOf(file: string): Promise<ReadPoints> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
  const read = readPoints(text);
  if (read.problems.length === 0) return read;
  const told = read.problems.slice(0, mostProblems).map((problem) => problemLine(file, problem));
  const more = read.problems.length - told.length;
  throw new UsageError([...told, ...(more === 0 ? [] : [`and ${more} more lines`])].join('\n'));
}

const problemLine = (file: string, { line, column, problem, remedy }: PointProblem): string =>
  `${file}:${line}${column === null ? '' : `, column ${column}`}: ${problem}. ${remedy}.`;

function axisOf({ points }: ReadPoints, asked: 'D' | 'N' | undefined): 'D' | 'N' {
  const has = (axis: 'D' | 'N'): boolean => points.some((point) => point[axis] !== null);
  const axis = asked ?? (has('D') ? 'D' : 'N');
  if (!has(axis)) throw new UsageError(`--in ${axis}: the file has no column ${axis === 'D' ? 'D, tokens or samples' : 'N or params'}`);
  return axis;
}

function curveOf({ curves }: ReadPoints, asked: string | undefined): string {
  if (asked !== undefined && !curves.includes(asked))
    throw new UsageError(`--curve ${asked}: the file has ${curves.join(', ') || 'no column curve'}`);
  if (asked === undefined && curves.length > 1)
    throw new UsageError(`the file has several curves: choose one with --curve (${curves.join(', ')})`);
  return asked ?? curves[0]!;
}

const pointsOf = ({ points }: ReadPoints, name: string, axis: 'D' | 'N') =>
  points.flatMap(({ curve, loss, ...point }) => {
    const x = point[axis];
    return curve === name && x !== null ? [{ x, loss }] : [];
  });

function againstOf(read: ReadPoints, name: string, axis: 'D' | 'N', curve: string) {
  if (read.curves.includes(name) && name !== '') {
    if (name === curve) throw new UsageError(`--against ${name} is the curve that is fitted: choose another`);
    return { name, points: pointsOf(read, name, axis) };
  }
  const published = publishedCurves.find((each) => each.name === name);
  if (published === undefined)
    throw new UsageError(`--against ${name}: neither a curve of the file nor a published one (${publishedNames()})`);
  if (axis === 'N') throw new UsageError(`--against ${name}: the published curves are in training tokens, and the fit is in parameters`);
  if (read.metric !== 'accuracy') {
    throw new UsageError(
      `--against ${name}: the published curves are errors in percentage points; give your points in a column accuracy, in percent`,
    );
  }
  const { x, loss } = publishedSeries(published);
  return { name: `${name}, published (${published.trust})`, points: x.map((each, at) => ({ x: each, loss: loss[at]! })) };
}

/** What was done to the points before they were fitted, and what they mix. */
function notesOf({ metric, points }: ReadPoints, curve: string, axis: 'D' | 'N'): string[] {
  const other = axis === 'D' ? 'N' : 'D';
  const others = new Set(points.filter((point) => point.curve === curve).map((point) => point[other]));
  return [
    ...(metric === 'accuracy' ? ['accuracies were turned into errors, 100 − accuracy: every loss here is one, in percentage points'] : []),
    ...(others.size > 1
      ? [`the points differ in ${other}, too, which a fit in ${axis} does not know of: name a curve for each ${other}`]
      : []),
  ];
}

function amount(text: string): number {
  const value = readAmount(text);
  if (value === null || value <= 0) throw new InvalidArgumentError('A number above 0 is needed.');
  return value;
}

function draws(text: string): number {
  const number = whole(text);
  if (number < 20 || number > 10_000) throw new InvalidArgumentError('From 20 to 10000 draws are possible.');
  return number;
}
