import { type Command, Option } from 'commander';
import { sampleStatuses, type SampleStatus } from '../../core/samples/sample.ts';
import { UsageError } from '../../engine/errors.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import { type Capped, capsOf, command, positive, type Request, type Shared, whole, withCaps, withModels, withProject } from '../command.ts';
import { describeSamples } from '../describe.ts';

interface Filters extends Shared {
  readonly status?: SampleStatus;
  readonly file?: string;
  readonly concept?: string;
  readonly run?: string;
  readonly text?: string;
}

interface Selection extends Filters {
  readonly all: boolean;
}

const unchanged = { changed: [] as string[], revision: 0 };

/** `loom review …`: what a reviewer does in the editor, for scripts and for many samples at once. */
export function addReviewCommands(program: Command): void {
  const review = program.command('review').description('list samples and decide on them');

  filtered(command(review, 'list', 'list samples'))
    .option('--offset <n>', 'how many to pass over', whole, 0)
    .option('--limit <n>', 'how many at the most', positive, 50)
    .action((options: Filters & { offset: number; limit: number }) =>
      withProject(options, async (request, output) => {
        const result = await request('samples/list', { filter: filterOf(options), offset: options.offset, limit: options.limit });
        output.result(result, describeSamples(result));
      }),
    );

  decision(review, 'accept', 'accept samples: they go to the dataset folder').action((ids: string[], options: Selection) =>
    withProject(options, async (request, output) => {
      const samples = await selected(ids, options, request);
      const result = samples.length === 0 ? unchanged : await request('review/accept', { samples });
      output.result(result, `accepted ${result.changed.length}`);
    }),
  );

  decision(review, 'reject', 'reject samples with a reason')
    .requiredOption('--reason <text>', 'why')
    .action((ids: string[], options: Selection & { reason: string }) =>
      withProject(options, async (request, output) => {
        const samples = await selected(ids, options, request);
        const result = samples.length === 0 ? unchanged : await request('review/reject', { samples, reason: options.reason });
        output.result(result, `rejected ${result.changed.length}`);
      }),
    );

  withCaps(withModels(decision(review, 'regenerate', 'ask the model for another version')))
    .option('--instruction <text>', 'what to do differently')
    .action((ids: string[], options: Selection & Capped & { instruction?: string }) =>
      withProject(options, async (request, output) => {
        const samples = await selected(ids, options, request);
        const instruction = options.instruction ?? null;
        const result =
          samples.length === 0
            ? { ...unchanged, failed: [], stopped: null }
            : await request('review/regenerate', { samples, instruction, ...capsOf(options) });
        const failures = result.failed.map(({ sample, reason }) => `\n${sample}: ${reason}`);
        output.result(result, `regenerated ${result.changed.length}, ${result.failed.length} failed${failures.join('')}`);
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

function filtered(sub: Command): Command {
  return sub
    .addOption(new Option('--status <status>', 'only samples of this status').choices(sampleStatuses))
    .option('--file <file>', 'only samples that refer to this file')
    .option('--concept <id>', 'only samples whose set holds this concept')
    .option('--run <id>', 'only samples of this run')
    .option('--text <words>', 'only samples with all of these words');
}

function decision(review: Command, name: string, description: string): Command {
  return filtered(command(review, name, description).argument('[ids...]', 'sample ids')).option(
    '--all',
    'all that the filters leave',
    false,
  );
}

const filterOf = ({ status, file, concept, run, text }: Filters): EngineArguments<'samples/list'>['filter'] => ({
  ...(status === undefined ? {} : { status: [status] }),
  ...(file === undefined ? {} : { file }),
  ...(concept === undefined ? {} : { concept }),
  ...(run === undefined ? {} : { run }),
  ...(text === undefined ? {} : { text }),
});

/** The ids given, or with --all those the filters leave; pending ones when no status is named. */
async function selected(ids: readonly string[], options: Selection, request: Request): Promise<string[]> {
  if (ids.length > 0 && options.all) throw new UsageError('give sample ids or --all, not both');
  if (ids.length > 0) return [...ids];
  if (!options.all) throw new UsageError('give sample ids, or --all with filters');
  const filter = filterOf({ ...options, status: options.status ?? 'pending' });
  return (await request('samples/ids', { filter })).samples;
}
