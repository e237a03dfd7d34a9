import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EngineResult } from '../../protocol/engine.ts';
import { command, type CommonOptions, severalTimes, whole, withEmbeddings, withModels, withProject } from '../command.ts';
import { describeFilter, describeRated } from '../describe.ts';
import { projectFile } from '../project-file.ts';
import { type StartOptions, start, startable, type Starting } from '../starting.ts';

interface Change extends CommonOptions {
  readonly on?: boolean;
  readonly off?: boolean;
  readonly threshold?: number;
  readonly keep: string[];
  readonly drop: string[];
  readonly clear: string[];
}

/** The document filter: ratings, the threshold, and files decided on by hand. */
export function addFilterCommands(program: Command): void {
  const rate = command(
    program,
    'rate',
    'have documents rated by the model for judging, for the document filter, and embedded where a model for that is chosen',
  );
  startable(withEmbeddings(withModels(rate)))
    .option('--count <n>', 'how many, drawn evenly from those not rated yet; 0 to embed alone', whole, 50)
    .action((options: Starting & { count: number }) =>
      withProject(options, async (request, output) => {
        const { count } = options;
        const steps = {
          estimate: (how: StartOptions) => request('rate/estimate', { count, ...how }),
          run: async (how: StartOptions) => {
            const result = await request('rate', { count, ...how });
            const { features, embeddings, r2 } = await request('documents/list', {});
            return { ...result, features, embeddings, r2 };
          },
          describe: async (result: EngineResult<'rate'>) => describeRated(result, await request('documents/list', {})),
        };
        await start(options, steps, request, output);
      }),
    );

  withEmbeddings(command(program, 'filter', 'show the document filter, or change it'))
    .addOption(new Option('--on', 'leave documents below the threshold out of graph and generation').conflicts('off'))
    .option('--off', 'take all documents in')
    .option('--threshold <score>', 'the least score, from 1 to 10', score)
    .addOption(files('--keep', 'a file that is in whatever its score'))
    .addOption(files('--drop', 'a file that is out whatever its score'))
    .addOption(files('--clear', 'a file that is decided on by its score again'))
    .action((options: Change) =>
      withProject(options, async (request, output) => {
        const { project, on, off, threshold } = options;
        const named = (files: readonly string[]): string[] => files.map((file) => projectFile(project, file));
        const [keep, drop, clear] = [named(options.keep), named(options.drop), named(options.clear)];
        const enabled = on === true ? { enabled: true } : off === true ? { enabled: false } : {};
        const change = { ...enabled, ...(threshold === undefined ? {} : { threshold }), keep, drop, clear };
        const isChange = 'enabled' in change || 'threshold' in change || keep.length + drop.length + clear.length > 0;
        if (isChange) await request('documents/filter', change);
        const result = await request('documents/list', {});
        output.result(result, describeFilter(result));
      }),
    );
}

const files = (name: string, meaning: string): Option =>
  severalTimes(new Option(`${name} <file>`, `${meaning}; may be given again`), (file: string, before: string[]) => [
    ...before,
    file,
  ]).default([]);

function score(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 1 && number <= 10)) throw new InvalidArgumentError('A score from 1 to 10 is needed.');
  return number;
}
