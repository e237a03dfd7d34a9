import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readAmount } from '../../core/planning/amounts.ts';
import { kindNamed, type MixtureKind, mixtureKinds } from '../../core/planning/mixture/kinds.ts';
import { sourceName } from '../../core/planning/mixture/settings.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import { UsageError } from '../../engine/errors.ts';
import { command, type CommonOptions, severalTimes, whole, withModels, withProject } from '../command.ts';
import { describeMixture, describeWrittenMixture } from '../describe-mixture.ts';

type Source = NonNullable<EngineArguments<'plan/mixture'>['sources']>[number];

interface MixtureOptions extends CommonOptions {
  readonly budget?: number;
  readonly share?: ReadonlyMap<MixtureKind, number>;
  readonly epochs?: ReadonlyMap<string, number>;
  readonly source?: readonly Source[];
  readonly field?: string;
  readonly out?: string;
  readonly seed?: number;
  readonly force: boolean;
}

/** `loom plan mixture`: what to mix, what to repeat, and what is still to be made. */
export function addMixtureCommand(plan: Command): void {
  const mixture = command(
    plan,
    'mixture',
    'plan a training mixture of documents and accepted samples: what to repeat, what to make, and what that costs',
  );
  withModels(mixture)
    .option('--budget <tokens>', 'training tokens, as 300M or 1.5B (default: natural text once, with its share of the whole)', tokens)
    .addOption(
      severalTimes<ReadonlyMap<MixtureKind, number> | undefined>(
        new Option(
          '--share <kind=percent>',
          `share of the training tokens, once a kind: ${mixtureKinds.join(', ')}; the others part the rest`,
        ),
        share,
      ),
    )
    .addOption(
      severalTimes<ReadonlyMap<string, number> | undefined>(
        new Option('--epochs <name=passes>', 'most passes over a kind, or over a source (default: natural=4, 1 for samples)'),
        passes,
      ),
    )
    .addOption(
      severalTimes<readonly Source[] | undefined>(
        new Option(
          '--source <name=tokens|file>',
          'natural text beside the corpus: what was counted elsewhere, as web=2B or web=2B/3M (tokens/rows), or a file',
        ),
        source,
      ),
    )
    .option('--field <name>', 'where the rows of those files have their text (default: text, content, body or markdown)')
    .option('--out <dir>', 'write the mixture of what is there: data, mixture.json, interleave.py, blend.txt', folder)
    .option('--seed <n>', 'order in which interleave.py draws (default: 1)', whole)
    .option('--force', 'replace files there that no export has written as they are now', false)
    .action(({ out, seed, force, ...options }: MixtureOptions) =>
      withProject(options, async (request, output) => {
        if (options.field !== undefined && !(options.source ?? []).some(({ path }) => path !== undefined))
          throw new UsageError('--field is of a file: name one with --source');
        const query = queryOf(options);
        const answer = await request('plan/mixture', query);
        const planned = { ...answer, runs: answer.runs.map((run) => ({ ...run, command: `${run.command}${sameOptions(options)}` })) };
        if (out === undefined) {
          output.result(planned, describeMixture(planned));
          return;
        }
        const written = await request('mixture/write', {
          ...query,
          directory: resolve(out),
          replace: force,
          ...(seed === undefined ? {} : { seed }),
        });
        output.result({ ...planned, written }, `${describeMixture(planned)}\n${describeWrittenMixture(written)}`);
      }),
    );
}

function queryOf({
  budget,
  share: shares,
  epochs,
  source: sources,
  field,
}: Omit<MixtureOptions, 'out' | 'seed' | 'force'>): EngineArguments<'plan/mixture'> {
  return {
    ...(budget === undefined ? {} : { budget }),
    ...(shares === undefined ? {} : { shares: Object.fromEntries(shares) }),
    ...(epochs === undefined ? {} : { epochs: Object.fromEntries(epochs) }),
    ...(sources === undefined
      ? {}
      : { sources: sources.map((each) => (each.path === undefined || field === undefined ? each : { ...each, field })) }),
  };
}

/** Options that a run needs to be the one that was estimated. */
function sameOptions({ model, answerModel, judgeModel, project }: CommonOptions): string {
  const options = { model, 'answer-model': answerModel, 'judge-model': judgeModel, project: project === '.' ? undefined : project };
  const quoted = (value: string): string => (/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);
  return Object.entries(options)
    .map(([name, value]) => (value === undefined ? '' : ` --${name} ${quoted(value)}`))
    .join('');
}

/** @throws InvalidArgumentError for what is no pair */
function pair(given: string, form: string): [string, string] {
  const at = given.indexOf('=');
  if (at <= 0 || at === given.length - 1) throw new InvalidArgumentError(`Write it as ${form}.`);
  return [given.slice(0, at).trim(), given.slice(at + 1).trim()];
}

function share(given: string, before: ReadonlyMap<MixtureKind, number> = new Map()): ReadonlyMap<MixtureKind, number> {
  const [name, value] = pair(given, 'KIND=PERCENT, as hq=30');
  const kind = kindNamed(name);
  if (kind === null) throw new InvalidArgumentError(`There is no kind “${name}”; there are ${mixtureKinds.join(', ')}.`);
  if (before.has(kind)) throw new InvalidArgumentError(`The share of ${kind} is given twice: keep one.`);
  const percent = Number(value.replace(/\s*%$/, ''));
  if (!/^\d*\.?\d+\s*%?$/.test(value) || percent > 100) throw new InvalidArgumentError('A percentage from 0 to 100 is needed, as 30.');
  return new Map([...before, [kind, percent]]);
}

function passes(given: string, before: ReadonlyMap<string, number> = new Map()): ReadonlyMap<string, number> {
  const [named, value] = pair(given, 'NAME=PASSES, as natural=2');
  const name = kindNamed(named) ?? named;
  if (before.has(name)) throw new InvalidArgumentError(`The passes of ${name} are given twice: keep one.`);
  const number = Number(value);
  if (!/^\d*\.?\d+$/.test(value) || number <= 0 || number > 1000)
    throw new InvalidArgumentError('A number of passes is needed, from above 0 to 1000.');
  return new Map([...before, [name, number]]);
}

function source(given: string, before: readonly Source[] = []): readonly Source[] {
  const [name, value] = pair(given, 'NAME=TOKENS or NAME=FILE, as web=2B');
  const named = sourceName.safeParse(name);
  if (!named.success) throw new InvalidArgumentError(`The name “${name}” ${named.error.issues[0]?.message ?? 'cannot be'}.`);
  if (before.some((each) => each.name === name)) throw new InvalidArgumentError(`The source ${name} is given twice: keep one.`);
  const [counted, rows] = value.split('/').map(readAmount);
  const isCount = counted !== undefined && counted !== null && rows !== null && value.split('/').length <= 2;
  if (!isCount) {
    if (!existsSync(value)) throw new InvalidArgumentError(`“${value}” is neither a number of tokens, as 2B or 2B/3M, nor a file.`);
    return [...before, { name, path: resolve(value) }];
  }
  const fewest = rows ?? 1;
  if (counted < fewest || counted > 1e15 || fewest < 1 || !Number.isInteger(fewest))
    throw new InvalidArgumentError('Tokens are a number up to 1e15, and rows a whole one above 0 and no larger, as 2B or 2B/3M.');
  return [...before, { name, tokens: counted, ...(rows === undefined ? {} : { rows }) }];
}

/** A name that is empty would be this folder: a variable that is not set. */
function folder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('The name of a folder is needed.');
  return text;
}

function tokens(text: string): number {
  const value = readAmount(text);
  if (value === null || value < 1 || value > 1e15) throw new InvalidArgumentError('A number of tokens is needed, as 300M or 1.5B.');
  return value;
}
