import { type Command, Option } from 'commander';
import { nothingSpent } from '../../core/samples/spent.ts';
import { UsageError } from '../../engine/errors.ts';
import { type Capped, capsOf, command, positive, type Shared, whole, withCaps, withModels, withProject } from '../command.ts';
import { describeRegenerated, describeSamples, type Regenerated } from '../describe.ts';
import { estimable, showEstimate } from '../estimate.ts';
import { exitAs } from '../exit.ts';
import { type Filters, filtered, filterOf, selectable, selected, type Selection } from '../selection.ts';

const unchanged = { changed: [] as string[], revision: 0 };
const noneAgain: Regenerated = { ...unchanged, failed: [], ...nothingSpent, outcome: 'done', cancelled: false, stopped: null };

/** `loom review …`: what a reviewer does in the editor, for scripts and for many samples at once. */
export function addReviewCommands(program: Command): void {
  const review = program.command('review').description('list samples and decide on them');

  filtered(command(review, 'list', 'list samples'))
    .option('--offset <n>', 'how many to pass over', whole, 0)
    .option('--limit <n>', 'how many at the most', positive, 50)
    .addOption(new Option('--order <order>', 'the oldest first, or those a judge scored lowest').choices(['time', 'judge']).default('time'))
    .action((options: Filters & { offset: number; limit: number; order: 'time' | 'judge' }) =>
      withProject(options, async (request, output) => {
        const { offset, limit, order } = options;
        const result = await request('samples/list', { filter: await filterOf(options, request), offset, limit, order });
        output.result(result, describeSamples(result));
      }),
    );

  selectable(command(review, 'accept', 'accept samples: they go to the dataset folder')).action((ids: string[], options: Selection) =>
    withProject(options, async (request, output) => {
      const samples = await selected(ids, options, request);
      const result = samples.length === 0 ? unchanged : await request('review/accept', { samples });
      output.result(result, `accepted ${result.changed.length}`);
    }),
  );

  selectable(command(review, 'reject', 'reject samples with a reason'))
    .requiredOption('--reason <text>', 'why')
    .action((ids: string[], options: Selection & { reason: string }) =>
      withProject(options, async (request, output) => {
        const samples = await selected(ids, options, request);
        const result = samples.length === 0 ? unchanged : await request('review/reject', { samples, reason: options.reason });
        output.result(result, `rejected ${result.changed.length}`);
      }),
    );

  estimable(withCaps(withModels(selectable(command(review, 'regenerate', 'ask the model for another version')))))
    .option('--instruction <text>', 'what to do differently')
    .action((ids: string[], options: Selection & Capped & { instruction?: string; estimate: boolean }) =>
      withProject(options, async (request, output) => {
        const query = { samples: await selected(ids, options, request), instruction: options.instruction ?? null };
        if (options.estimate) {
          showEstimate(await request('regenerate/estimate', query), output);
          return;
        }
        const result = query.samples.length === 0 ? noneAgain : await request('review/regenerate', { ...query, ...capsOf(options) });
        output.result(result, describeRegenerated(result));
        exitAs(result);
      }),
    );

  command(review, 'edit', 'replace the text of a sample')
    .argument('<id>', 'sample id')
    .option('--question <text>', 'the new question')
    .option('--answer <text>', 'the new answer')
    .action((id: string, options: Shared & { question?: string; answer?: string }) =>
      withProject(options, async (request, output) => {
        if (options.question === undefined && options.answer === undefined) throw new UsageError('give --question, --answer or both');
        const { content } = (await request('samples/get', { sample: id })).current;
        const edited = { question: options.question ?? content.question, answer: options.answer ?? content.answer };
        const result = await request('review/edit', { sample: id, content: edited });
        output.result(result, `edited ${result.changed.length}`);
      }),
    );

  for (const name of ['undo', 'redo'] as const) {
    command(review, name, `${name} the last decision`).action((options: Shared) =>
      withProject(options, async (request, output) => {
        const result = await request(`review/${name}`, {});
        output.result(result, result.what === null ? `nothing to ${name}` : `${name}: ${result.what}`);
      }),
    );
  }
}
