import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { personasIn } from '../../core/methods/personas/list.ts';
import { messageOf, UsageError } from '../../engine/errors.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import {
  type BudgetOptions,
  budgetOf,
  command,
  positive,
  type Request,
  type CommonOptions,
  severalTimes,
  whole,
  withBudget,
  withModels,
  withProject,
} from '../command.ts';
import { describeExtract, describeMethods, describeRun, describeRuns } from '../describe.ts';
import { exitAs } from '../exit.ts';
import { type LineSpan, lines, spanOfLines } from '../lines.ts';
import { projectFile } from '../project-file.ts';
import type { Output } from '../output.ts';
import { type StartOptions, start, startable, type Starting } from '../starting.ts';

interface GenerationOptions extends Starting {
  readonly method: string;
  readonly count: number;
  readonly seed?: number;
  readonly style?: string;
  readonly personas?: string;
  readonly file?: string;
  readonly lines?: LineSpan;
  readonly concept: string[];
  readonly answer: boolean;
  readonly judge: boolean;
}

/** The commands that ask a model, and those about what was asked. */
export function addRunCommands(program: Command): void {
  startable(withModels(command(program, 'extract', 'find topics and key concepts in passages that are new or changed')))
    .option('--again', 'in all others too, after a change of template or settings; the same prompt is answered from the cache', false)
    .action((options: Starting & { again: boolean }) =>
      withProject(options, async (request, output) => {
        const { again } = options;
        const steps = {
          estimate: (how: StartOptions) => request('extract/estimate', { again, ...how }),
          run: (how: StartOptions) => request('extract', { again, ...how }),
          describe: describeExtract,
        };
        await start(options, steps, request, output);
      }),
    );

  startable(withModels(command(program, 'generate', 'generate samples until the count is kept')))
    .option('--method <id>', 'the method (loom methods lists them)', 'level3')
    .option('--style <name>', 'the style, for methods that have some')
    .option(
      '--personas <file>',
      'personas to choose from, one a line, for methods that write for them; by default those of .loom/personas.txt',
    )
    .option('--file <path>', 'only samples that refer to this file')
    .option('--lines <a-b>', 'only samples that refer to passages with some of these lines of the file, counted from 1', lines)
    .addOption(
      severalTimes(new Option('--concept <name>', 'a concept that every sample is to grow from; may be given again'), collect).default([]),
    )
    .option('--answer', 'answer each question (the default)', true)
    .option('--no-answer', 'leave questions without answers')
    .option('--judge', 'have each sample scored by the model for judging', false)
    .requiredOption('--count <n>', 'how many samples to keep', positive)
    .option('--seed <n>', 'the seed of the walks; by default a new one each time', whole)
    .action((options: GenerationOptions) =>
      withProject(options, async (request, output) => {
        const query = await queryOf(options);
        const steps = {
          estimate: (how: StartOptions) => request('generate/estimate', { ...query, ...how }),
          run: (how: StartOptions) => request('generate', { ...query, ...how }),
          describe: describeRun,
          resumes: true,
        };
        await start(options, steps, request, output);
      }),
    );

  command(program, 'methods', 'list the methods, what they need and what they give').action((options: CommonOptions) =>
    withProject(options, async (request, output) => {
      const result = await request('methods/list', {});
      output.result(result, describeMethods(result));
    }),
  );

  const runs = program.command('runs').description('list runs, and go on with those that did not come to their end');

  command(runs, 'list', 'list runs, the newest first', { isDefault: true }).action((options: CommonOptions) =>
    withProject(options, async (request, output) => {
      const result = await request('runs/list', {});
      output.result(result, describeRuns(result));
    }),
  );

  withBudget(command(runs, 'resume', 'go on with a run; by default the last that did not come to its end'))
    .argument('[run]', 'its id')
    .option('--failed', 'try again what failed, and nothing else', false)
    .action((id: string | undefined, options: BudgetOptions & { failed: boolean }) => goOn(id, options, options.failed));

  withBudget(command(runs, 'retry', 'try again what failed in a run; by default in the last one'))
    .argument('[run]', 'its id')
    .option('--failed', 'nothing but what failed, which is all that this command tries', true)
    .action((id: string | undefined, options: BudgetOptions) => goOn(id, options, true));

  command(runs, 'cancel', 'end a run that its process left, and call off its batches')
    .argument('<run>', 'its id')
    .action((run: string, options: CommonOptions) =>
      withProject(options, async (request, output) => {
        const result = await request('runs/cancel', { run });
        output.result(result, result.cancelled ? `run ${run} is cancelled` : `run ${run} had ended already`);
      }),
    );
}

async function queryOf(options: GenerationOptions) {
  const { project, method, count, seed, style, personas, lines: chosen, concept, answer, judge } = options;
  const file = options.file === undefined ? undefined : projectFile(project, options.file);
  return {
    ...{ method, count, answer, judge },
    ...(seed === undefined ? {} : { seed }),
    ...(style === undefined ? {} : { style }),
    ...(personas === undefined ? {} : { personas: await readPersonas(personas) }),
    ...(file === undefined ? {} : { file }),
    ...(chosen === undefined ? {} : { span: await spanOfLines(chosen, project, file) }),
    ...(concept.length === 0 ? {} : { concepts: concept }),
  };
}

/** @throws UsageError when the file cannot be read, or holds none. */
async function readPersonas(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`--personas: ${messageOf(error)}`);
  });
  const personas = personasIn(text);
  if (personas.length === 0) throw new UsageError(`--personas: ${path} holds no persona; write one a line`);
  return personas;
}

const collect = (name: string, names: readonly string[]): string[] => [...names, name];

async function goOn(id: string | undefined, options: BudgetOptions, failed: boolean): Promise<void> {
  await withProject(options, async (request, output) => {
    const run = id ?? (await lastOf(request, failed));
    showRun(await request('runs/resume', { run, failed, ...budgetOf(options) }), output);
  });
}

async function lastOf(request: Request, failed: boolean): Promise<string> {
  const { runs } = await request('runs/list', {});
  const found = runs.find((run) => (failed ? run.failed > 0 : run.outcome !== 'done' && run.outcome !== 'running'));
  if (found === undefined) throw new UsageError(failed ? 'nothing has failed in any run' : 'every run has come to its end');
  return found.run;
}

function showRun(result: EngineResult<'runs/resume'>, output: Output): void {
  output.result(result, describeRun(result));
  exitAs(result);
}
