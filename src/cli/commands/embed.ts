import type { Command } from 'commander';
import { command, withEmbeddings, withProject } from '../command.ts';
import { describeRun } from '../describe.ts';
import { chosenSamples, selectable, type Selection } from '../selection.ts';
import { type StartOptions, start, startable, type Starting } from '../starting.ts';

/** `loom embed`: embeddings of samples, by which those that say the same in other words are found. */
export function addEmbedCommand(program: Command): void {
  const embed = selectable(
    command(program, 'embed', 'embed samples, to find those that say the same in other words (loom duplicates --by meaning)'),
  );
  startable(withEmbeddings(embed)).action((ids: string[], options: Selection & Starting) =>
    withProject(options, async (request, output) => {
      const chosen = await chosenSamples(ids, options, request);
      const steps = {
        estimate: (how: StartOptions) => request('embed/estimate', { ...chosen, ...how }),
        run: (how: StartOptions) => request('samples/embed', { ...chosen, ...how }),
        describe: describeRun,
        resumes: true,
      };
      await start(options, steps, request, output);
    }),
  );
}
