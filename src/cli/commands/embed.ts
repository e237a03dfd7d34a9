import { type Command, InvalidArgumentError } from 'commander';
import { command, positive, withEmbeddings, withProject } from '../command.ts';
import { describeRun } from '../describe.ts';
import { describeAlike } from '../describe-alike.ts';
import { chosenSamples, filtered, filterOf, type Filters, selectable, type Selection } from '../selection.ts';
import { type StartOptions, start, startable, type Starting } from '../starting.ts';

/** `loom embed`: embeddings of samples, by which those that say the same in other words are found. */
export function addEmbedCommand(program: Command): void {
  const embed = selectable(command(program, 'embed', 'embed samples, to find those that say the same in other words'));
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

  const alike = filtered(command(program, 'alike', 'list samples that say the same in other words, by their embeddings (loom embed)'));
  withEmbeddings(alike)
    .option('--threshold <cosine>', 'how near two samples have to be, from 0 to 1; by default what suits them', cosine)
    .option('--limit <n>', 'how many pairs to list, the nearest first', positive, 20)
    .action((options: Filters & { threshold?: number; limit: number }) =>
      withProject(options, async (request, output) => {
        const { threshold, limit, ...filters } = options;
        const least = threshold === undefined ? {} : { threshold };
        const result = await request('samples/alike', { filter: await filterOf(filters, request), limit, ...least });
        output.result(result, describeAlike(result));
      }),
    );
}

function cosine(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && number <= 1)) throw new InvalidArgumentError('A number from 0 to 1 is needed.');
  return number;
}
