import { type Command, Option } from 'commander';
import { type KeepRule, keepRules } from '../../core/quality/near-duplicates/keep-rules.ts';
import { type DuplicateWay, duplicateWays } from '../../core/quality/near-duplicates/ways.ts';
import { UsageError } from '../../engine/errors.ts';
import { between, command, positive, severalTimes, whole, withEmbeddings, withProject } from '../command.ts';
import { describeDuplicates, describeThinned } from '../describe-duplicates.ts';
import { type Filters, filtered, filterOf } from '../selection.ts';

interface DuplicatesOptions extends Filters {
  readonly by: DuplicateWay;
  readonly threshold?: number;
  readonly thin?: KeepRule;
  readonly stay: readonly string[];
  readonly offset: number;
  readonly limit: number;
}

/** `loom duplicates`: groups of samples that say the same, in nearly the same words or in others, and thinning them out. */
export function addDuplicatesCommand(program: Command): void {
  const about = 'list duplicates among pending and accepted samples, by words or by meaning, or thin them out';
  withEmbeddings(filtered(command(program, 'duplicates', about)))
    .addOption(
      new Option('--by <way>', 'samples that share their words, or that say the same in other words, by their embeddings (loom embed)')
        .choices([...duplicateWays])
        .default('words'),
    )
    .option(
      '--threshold <share>',
      'from 0.5 to 1: by words, the share of word sequences that two texts have in common (by default that of the gate); by meaning, the cosine of their embeddings (by default what suits the samples)',
      between(0.5, 1),
    )
    .addOption(new Option('--thin <rule>', 'reject all but the best of each group, which is the one that …').choices([...keepRules]))
    .addOption(
      severalTimes(
        new Option('--stay <id>', 'a sample that stays whatever the rule says; may be given again'),
        (id, before: readonly string[]) => [...before, id],
      ).default([]),
    )
    .option('--offset <n>', 'how many groups to pass over', whole, 0)
    .option('--limit <n>', 'how many groups at the most', positive, 50)
    .action((options: DuplicatesOptions) =>
      withProject(options, async (request, output) => {
        const { by, threshold, thin, stay, offset, limit } = options;
        if (stay.length > 0 && thin === undefined) throw new UsageError('--stay says which samples --thin is to keep: give both');
        if (options.embeddingModel !== undefined && by === 'words') {
          throw new UsageError('--embedding-model says whose embeddings are compared, and by words none are: give it with --by meaning');
        }
        const compared = { by, filter: await filterOf(options, request), ...(threshold === undefined ? {} : { threshold }) };
        if (thin === undefined) {
          const result = await request('duplicates/list', { ...compared, offset, limit });
          output.result(result, describeDuplicates(result, offset));
          return;
        }
        const result = await request('duplicates/thin', { ...compared, keep: thin, first: [...stay] });
        output.result(result, describeThinned(result, by));
        if (result.cancelled) process.exitCode = 1;
      }),
    );
}
