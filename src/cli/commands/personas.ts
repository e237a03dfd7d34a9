import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { command, positive, withModel, withProject } from '../command.ts';
import { describePersonas } from '../describe.ts';
import { type StartOptions, start, startable, type Starting } from '../starting.ts';

interface Writing extends Starting {
  readonly count: number;
  readonly out?: string;
}

/** `loom personas`: people in whose voices `persona` writes, invented by a model from the corpus. */
export function addPersonasCommand(program: Command): void {
  startable(withModel(command(program, 'personas', 'have people invented who would write about the corpus or learn from it')))
    .option('--count <n>', 'how many', positive, 20)
    .option('--out <file>', 'a .txt file in .loom, to which they are added (default: .loom/personas.txt, where generate finds them)')
    .action((options: Writing) =>
      withProject(options, async (request, output) => {
        const { count, out } = options;
        const query = { count, ...(out === undefined ? {} : { file: relative(resolve(options.project), resolve(out)) }) };
        const steps = {
          estimate: (how: StartOptions) => request('personas/estimate', { ...query, ...how }),
          run: (how: StartOptions) => request('personas/generate', { ...query, ...how }),
          describe: describePersonas,
          resumes: true,
        };
        await start(options, steps, request, output);
      }),
    );
}
