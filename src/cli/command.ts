import { resolve } from 'node:path';
import { type Command, type CommandOptions, InvalidArgumentError, type Option } from 'commander';
import type { EngineArguments, EngineResult, MethodOf } from '../protocol/engine.ts';
import { createOutput, type Output } from './output.ts';
import { progressLine, readingLine } from './progress.ts';

/** Options every command has. */
export interface CommonOptions {
  readonly project: string;
  readonly json: boolean;
  readonly model?: string;
  readonly answerModel?: string;
  readonly judgeModel?: string;
  readonly embeddingModel?: string;
}

/** Options of commands that call models within a budget. */
export interface BudgetOptions extends CommonOptions {
  readonly maxTokens?: number | 'none';
  readonly maxCost?: number | 'none';
}

export function command(parent: Command, name: string, description: string, options: CommandOptions = {}): Command {
  return parent
    .command(name, options)
    .description(description)
    .option('--project <dir>', 'the project folder', '.')
    .option('--json', 'one JSON object on standard output', false);
}

const addingUp = new WeakSet<Option>();

/** An option that may be given again: `add` puts the next value to those before. */
export function severalTimes<T>(option: Option, add: (given: string, before: T) => T): Option {
  addingUp.add(option);
  return option.argParser(add);
}

/** Makes it wrong use, for a command and those below it, to give one value after another: the last would win unseen. */
export function refuseRepeats(parent: Command): void {
  parent.commands.forEach(refuseRepeats);
  const once = parent.options.filter((option) => !option.isBoolean() && !addingUp.has(option));
  for (const option of once) {
    const { parseArg } = option;
    option.argParser((given: string, before: unknown): unknown => {
      if (parent.getOptionValueSource(option.attributeName()) === 'cli') parent.error(`error: ${option.long} is given twice: keep one`);
      return parseArg === undefined ? given : parseArg(given, before);
    });
  }
}

/** For commands that ask a model, or count by the one that was asked. */
export function withModel(sub: Command): Command {
  return sub.option(
    '--model <id>',
    'builtin/extractive, a profile of the file that LOOM_PROFILES names, or a model of the endpoint that OPENAI_BASE_URL and OPENAI_API_KEY name (loom models lists them)',
  );
}

/** For commands whose questions, answers and judgements may come from different models. */
export function withModels(sub: Command): Command {
  return withModel(sub)
    .option('--answer-model <id>', 'the model for answers, when it is another')
    .option('--judge-model <id>', 'the model that judges, when it is another');
}

/** For commands of the document filter. */
export const withEmbeddings = (sub: Command): Command =>
  sub.option('--embedding-model <id>', 'the model whose embeddings ratings are predicted from, in place of words');

/** For commands that start or go on with a run. */
export function withBudget(sub: Command): Command {
  return sub
    .option(
      '--max-tokens <n>',
      'stop the run before it uses more tokens than this; none lifts the budget of a run that is gone on with',
      orNone(positive),
    )
    .option('--max-cost <usd>', 'stop the run before it costs more US dollars than this; none, as for tokens', orNone(money));
}

/** The budget of the command line, as requests take it. */
export const budgetOf = ({ maxTokens, maxCost }: Pick<BudgetOptions, 'maxTokens' | 'maxCost'>) => ({
  ...(maxTokens === undefined ? {} : { maxTokens: maxTokens === 'none' ? null : maxTokens }),
  ...(maxCost === undefined ? {} : { maxCost: maxCost === 'none' ? null : maxCost }),
});

const orNone =
  (parse: (text: string) => number) =>
  (text: string): number | 'none' =>
    text === 'none' ? text : parse(text);

function money(text: string): number {
  const number = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || number === 0) throw new InvalidArgumentError('An amount above 0 is needed, as 1.50, or none.');
  return number;
}

export function whole(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('A whole number is needed.');
  return number;
}

export function positive(text: string): number {
  const number = whole(text);
  if (number === 0) throw new InvalidArgumentError('A number above 0 is needed.');
  return number;
}

/** A number between two others, both included. */
export const between =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d*\.?\d+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`A number from ${least} to ${most} is needed.`);
    return number;
  };

/** Asks the opened project; Ctrl-C reaches whatever is under way. */
export type Request = <M extends MethodOf<'cli'>>(method: M, args: EngineArguments<M>) => Promise<EngineResult<M>>;

/**
 * Opens the project, does the work and closes it. Ctrl-C stops cleanly, a second one at once. The engine is loaded here, and
 * by no command before: who asks for help or mistypes waits for none of it.
 * @param trusted false for a command that works in a folder that is no project as well, and leaves nothing there
 */
export async function withProject(
  options: CommonOptions,
  work: (request: Request, output: Output) => Promise<void>,
  { trusted = true }: { readonly trusted?: boolean } = {},
): Promise<void> {
  const [{ openProject }, { RunPaused }] = await Promise.all([import('../engine/project.ts'), import('../engine/runs/stopping.ts')]);
  const output = createOutput(options.json);
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    // The same command goes on with it.
    stop.abort(new RunPaused('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const project = await openProject(resolve(options.project), {
    by: process.env.LOOM_REVIEWER,
    trusted,
    sources: { environment: process.env },
    ...chosen(options),
    onReading: (reading) => {
      output.progress(readingLine(reading, process.stderr.isTTY));
    },
    onProgress: (progress) => {
      output.progress(progressLine(progress, process.stderr.isTTY));
    },
  });
  try {
    await work((method, args) => project.request(method, args, stop.signal), output);
  } finally {
    project.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

const chosen = ({ model, answerModel, judgeModel, embeddingModel }: CommonOptions) => ({
  ...(model === undefined ? {} : { model }),
  ...(answerModel === undefined ? {} : { answerModel }),
  ...(judgeModel === undefined ? {} : { judgeModel }),
  ...(embeddingModel === undefined ? {} : { embeddingModel }),
});
