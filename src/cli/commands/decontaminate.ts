import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type NgramSize, ngramSizes } from '../../core/quality/leakage/ngram-sizes.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { command, type Request, severalTimes, withProject } from '../command.ts';
import { UsageError } from '../../engine/errors.ts';
import { describeDecided } from '../describe.ts';
import { describeLeakage } from '../describe-leakage.ts';
import { type Filters, filtered, filterOf } from '../selection.ts';

interface DecontaminateOptions extends Filters {
  readonly against?: readonly string[];
  readonly ngram?: NgramSize;
  readonly share?: number;
  readonly field?: string;
  readonly reject: boolean;
}

/** Samples asked for at a time. */
const page = 1000;

/** `loom decontaminate`: which samples say what benchmarks ask, and on demand their rejection. */
export function addDecontaminateCommand(program: Command): void {
  filtered(
    command(program, 'decontaminate', 'find samples, pending or accepted where no status is named, that say what items of a benchmark say'),
  )
    .addOption(
      severalTimes(
        new Option('--against <file...>', 'JSONL, CSV, Parquet or text files of the benchmarks; by default those of the settings'),
        (given, before: readonly string[] | undefined) => [...(before ?? []), given],
      ),
    )
    .addOption(
      new Option(
        '--ngram <n>',
        `words in a row that have to be the same: ${ngramSizes.join(', ')}; by default as the settings say`,
      ).argParser(size),
    )
    .option('--share <share>', 'share of an item, from 0 to 1, above which a sample has leaked; by default as the settings say', fraction)
    .option('--field <name>', 'the field that holds the text of an item, or the path to it; by default the first that benchmarks ask by')
    .option('--reject', 'reject the samples that have leaked, but for those held back or rejected already, as one action', false)
    .action((options: DecontaminateOptions) =>
      withProject(options, async (request, output) => {
        const report = await wholeReport(options, request);
        const told = describeLeakage(report);
        if (!options.reject) {
          output.result(report, told);
          return;
        }
        const rejected = await reject(report, request);
        output.result(
          { ...report, rejected },
          `${told}\n${rejected === null ? 'nothing to reject' : describeDecided('rejected', rejected)}`,
        );
        if (rejected?.cancelled === true) process.exitCode = 1;
      }),
    );
}

/** All pages of the report. */
async function wholeReport(options: DecontaminateOptions, request: Request): Promise<EngineResult<'quality/leakage'>> {
  const { against, ngram, share, field } = options;
  const query: Omit<EngineArguments<'quality/leakage'>, 'offset' | 'limit'> = {
    filter: await filterOf(options, request),
    ...(against === undefined ? {} : { against: against.map((file) => resolve(file)) }),
    ...(ngram === undefined ? {} : { ngram }),
    ...(share === undefined ? {} : { share }),
    ...(field === undefined ? {} : { field }),
  };
  const report = await request('quality/leakage', { ...query, offset: 0, limit: page });
  if (report.benchmarks.length === 0) {
    throw new UsageError('no benchmark is named: give its files (--against FILE), or list them under gates.leakage.files in the settings');
  }
  const samples = [...report.samples];
  while (samples.length < report.leaked + report.flagged) {
    const next = await request('quality/leakage', { ...query, offset: samples.length, limit: page });
    if (next.samples.length === 0) break;
    for (const sample of next.samples) samples.push(sample);
  }
  return { ...report, samples };
}

async function reject(
  { samples, share }: EngineResult<'quality/leakage'>,
  request: Request,
): Promise<EngineResult<'review/reject'> | null> {
  const leaked = samples.filter(({ verdict, status }) => verdict === 'leaked' && (status === 'pending' || status === 'accepted'));
  if (leaked.length === 0) return null;
  const files = new Set(leaked.flatMap(({ hits }) => hits.filter(({ verdict }) => verdict === 'leaked').map(({ file }) => file)));
  const reason = `has more than ${Math.floor(share * 100)} % of an item of ${[...files].join(', ')}`;
  return request('review/reject', { samples: leaked.map(({ sample }) => sample), reason });
}

function size(given: string): NgramSize {
  const found = ngramSizes.find((each) => String(each) === given);
  if (found === undefined) throw new InvalidArgumentError(`Allowed are ${ngramSizes.join(', ')}.`);
  return found;
}

function fraction(given: string): number {
  const share = Number(given);
  if (!/^\d*\.?\d+$/.test(given) || share > 1) throw new InvalidArgumentError('A number from 0 to 1 is needed, as 0.5.');
  return share;
}
