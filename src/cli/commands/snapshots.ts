import { type Command, InvalidArgumentError, Option } from 'commander';
import { changeKinds, type ChangeKind } from '../../core/samples/states/compare.ts';
import { UsageError } from '../../engine/errors.ts';
import { command, type CommonOptions, positive, whole, withProject } from '../command.ts';
import { describeDifference, describeRestored, describeSnapshots, describeTaken } from '../describe-snapshots.ts';

/** Kinds as they are typed: `edited,re-decided`. */
const typed = changeKinds.map((kind) => kind.replace(/^re(?=decided|judged)/, 're-'));

function kindsOf(given: string): ChangeKind[] {
  return given.split(',').map((word) => {
    const kind = changeKinds[typed.indexOf(word)] ?? changeKinds.find((each) => each === word);
    if (kind === undefined) throw new InvalidArgumentError(`“${word}” is none of ${typed.join(', ')}`);
    return kind;
  });
}

const named = 'a snapshot’s name or id, or now';

interface DiffOptions extends CommonOptions {
  readonly only?: ChangeKind[];
  readonly offset: number;
  readonly limit: number;
}

/** `loom snapshot`, `snapshots`, `diff` and `restore`: named states of the project. */
export function addSnapshotCommands(program: Command): void {
  command(program, 'snapshot', 'name the state that the samples are in, to compare with it and to come back to it')
    .argument('<name>', 'any text of one line; with --drop a name or id')
    .option('--note <text>', 'a remark that is listed with it')
    .option('--drop', 'free the name instead; no sample is changed', false)
    .action((name: string, options: CommonOptions & { note?: string; drop: boolean }) =>
      withProject(options, async (request, output) => {
        const { note, drop } = options;
        if (drop && note !== undefined) throw new UsageError('--note is for a snapshot that is taken; leave it out with --drop');
        if (drop) {
          const result = await request('snapshots/drop', { snapshot: name });
          output.result(result, `dropped “${result.name}”`);
          return;
        }
        const result = await request('snapshots/take', { name, ...(note === undefined ? {} : { note }) });
        output.result(result, describeTaken(result));
      }),
    );

  command(program, 'snapshots', 'list the snapshots, the newest first').action((options: CommonOptions) =>
    withProject(options, async (request, output) => {
      const result = await request('snapshots/list', {});
      output.result(result, describeSnapshots(result));
    }),
  );

  command(program, 'diff', 'show what differs from one state of the samples to another')
    .argument('<from>', named)
    .argument('[to]', named, 'now')
    .addOption(new Option('--only <kinds>', `only samples that were ${typed.join(', ')} (several with commas)`).argParser(kindsOf))
    .option('--offset <n>', 'how many samples to pass over', whole, 0)
    .option('--limit <n>', 'how many samples at the most', positive, 50)
    .action((from: string, to: string, options: DiffOptions) =>
      withProject(options, async (request, output) => {
        const { only: kinds, offset, limit } = options;
        const result = await request('snapshots/compare', { from, to, offset, limit, ...(kinds === undefined ? {} : { kinds }) });
        output.result(result, describeDifference(result, offset));
      }),
    );

  command(program, 'restore', 'bring texts and decisions back to a snapshot; samples made since become pending')
    .argument('<name>', 'the snapshot’s name or id')
    .action((name: string, options: CommonOptions) =>
      withProject(options, async (request, output) => {
        const result = await request('snapshots/restore', { snapshot: name });
        output.result(result, describeRestored(result));
        if (result.cancelled) process.exitCode = 1;
      }),
    );
}
