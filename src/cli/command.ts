import { resolve } from 'node:path';
import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { modelOfEnvironment } from '../engine/models/environment.ts';
import { openProject } from '../engine/project.ts';
import type { EngineArguments, EngineMethod, EngineResult } from '../protocol/engine.ts';
import { createOutput, type Output, progressLine } from './output.ts';

/** Options every command has. */
export interface Shared {
  readonly project: string;
  readonly json: boolean;
  readonly model?: string;
}

export function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--project <dir>', 'the project folder', '.')
    .option('--json', 'one JSON object on standard output', false);
}

/** For commands that ask a model, or count by the one that was asked. */
export function withModel(sub: Command): Command {
  return sub.option('--model <id>', 'builtin/extractive, or a model of the endpoint that OPENAI_BASE_URL and OPENAI_API_KEY name');
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

/** Asks the opened project; Ctrl-C reaches whatever is under way. */
export type Request = <M extends EngineMethod>(method: M, args: EngineArguments<M>) => Promise<EngineResult<M>>;

/** Opens the project, does the work and closes it. Ctrl-C stops cleanly, a second one at once. */
export async function withProject(options: Shared, work: (request: Request, output: Output) => Promise<void>): Promise<void> {
  const output = createOutput(options.json);
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const project = await openProject(resolve(options.project), {
    by: process.env.LOOM_REVIEWER ?? userInfo().username,
    trusted: true,
    openModel: (id) => modelOfEnvironment(id, process.env),
    ...(options.model === undefined ? {} : { model: options.model }),
    onProgress: ({ label, done, total, kept, failed }) => {
      output.progress(progressLine(label, done, total, kept, failed));
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
