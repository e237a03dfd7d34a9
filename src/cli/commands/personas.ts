import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Capped, capsOf, command, positive, withCaps, withModel, withProject } from '../command.ts';
import { describePersonas } from '../describe.ts';
import { estimable, showEstimate } from '../estimate.ts';
import { exitAs } from '../exit.ts';

interface Writing extends Capped {
  readonly count: number;
  readonly out?: string;
  readonly estimate: boolean;
}

/** `loom personas`: people in whose voices `persona` writes, invented by a model from the corpus. */
export function addPersonasCommand(program: Command): void {
  estimable(withCaps(withModel(command(program, 'personas', 'have people invented who would write about the corpus or learn from it'))))
    .option('--count <n>', 'how many', positive, 20)
    .option('--out <file>', 'a .txt file in .loom, to which they are added (default: .loom/personas.txt, where generate finds them)')
    .action((options: Writing) =>
      withProject(options, async (request, output) => {
        const { count, out } = options;
        const query = { count, ...(out === undefined ? {} : { file: relative(resolve(options.project), resolve(out)) }) };
        if (options.estimate) {
          showEstimate(await request('personas/estimate', query), output);
          return;
        }
        const result = await request('personas/generate', { ...query, ...capsOf(options), resume: true });
        output.result(result, describePersonas(result));
        exitAs(result);
      }),
    );
}
