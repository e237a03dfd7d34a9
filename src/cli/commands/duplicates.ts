import { type Command, Option } from 'commander';
import { type KeepRule, keepRules } from '../../core/quality/near-duplicates/keep-rules.ts';
import { UsageError } from '../../engine/errors.ts';
import { between, command, positive, severalTimes, whole, withProject } from '../command.ts';
import { describeDuplicates, describeThinned } from '../describe-duplicates.ts';
import { type Filters, filtered, filterOf } from '../selection.ts';

interface DuplicatesOptions extends Filters {
  readonly threshold?: number;
  readonly thin?: KeepRule;
  readonly stay: readonly string[];
  readonly offset: number;
  readonly limit: number;
}

/** `loom duplicates`: groups of near-duplicates, and thinning them out. */
export function addDuplicatesCommand(program: Command): void {
  filtered(command(program, 'duplicates', 'list near-duplicates among pending and accepted samples, or thin them out'))
    .option(
      '--threshold <share>',
      'share of word sequences that two texts have in common, from 0.5 to 1 (by default that of the gate)',
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
        const { threshold, thin, stay, offset, limit } = options;
        if (stay.length > 0 && thin === undefined) throw new UsageError('--stay says which samples --thin is to keep: give both');
        const compared = { filter: await filterOf(options, request), ...(threshold === undefined ? {} : { threshold }) };
        if (thin === undefined) {
          const result = await request('duplicates/list', { ...compared, offset, limit });
          output.result(result, describeDuplicates(result, offset));
          return;
        }
        const result = await request('duplicates/thin', { ...compared, keep: thin, first: [...stay] });
        output.result(result, describeThinned(result));
        if (result.cancelled) process.exitCode = 1;
      }),
    );
}
