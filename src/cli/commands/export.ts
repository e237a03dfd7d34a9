import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ExportFormat, exportFormats } from '../../core/dataset/export-formats.ts';
import { readShares, type SplitShare } from '../../core/dataset/splits/shares.ts';
import { type TrainerId, trainerIds } from '../../core/dataset/trainers/trainer-ids.ts';
import { between, command, type CommonOptions, positive, whole, withProject } from '../command.ts';
import { describeExport } from '../describe-export.ts';

interface ExportOptions extends CommonOptions {
  readonly out: string;
  readonly format?: ExportFormat;
  readonly template?: string;
  readonly split?: readonly SplitShare[];
  readonly similarity?: number;
  readonly seed?: number;
  readonly shardRows?: number;
  readonly snapshot?: string;
  readonly rebuild?: string;
  readonly trainer?: readonly TrainerId[];
  readonly force: boolean;
}

/** The command that writes the dataset where trainers find it. */
export function addExportCommand(program: Command): void {
  command(program, 'export', 'write the accepted samples into a folder of their own: data, card, manifest, checksums')
    .addOption(new Option('--format <format>', `the format of the rows (default: ${exportFormats[0]})`).choices(exportFormats))
    .option('--template <name>', 'make the rows by .loom/exports/NAME.jinja, in place of a format')
    .requiredOption('--out <dir>', 'the folder to write to')
    .option('--split <shares>', 'no document, and no near-duplicate, on two sides: 90/5/5, or train=80,dev=20', shares)
    .option('--similarity <index>', 'from which on two samples stay on one side (default: that of the gate, or 0.7)', between(0.5, 1))
    .option('--seed <n>', 'what decides between divisions that are as good (default: 1)', whole)
    .option('--shard-rows <n>', 'most rows of a file (default: 100000)', positive)
    .option('--trainer <names>', `add what these are started with: ${trainerIds.join(', ')}`, trainersOf)
    .option('--snapshot <name>', 'the samples that were accepted when this snapshot was taken')
    .option('--rebuild <manifest>', 'make an export again, by its manifest.json')
    .option('--force', 'replace files there that no export has written as they are now', false)
    .action(({ out, force, split: splits, trainer: trainers, ...options }: ExportOptions) =>
      withProject(options, async (request, output) => {
        const { format, template, similarity, seed, shardRows, snapshot, rebuild } = options;
        const choices = {
          format,
          template,
          splits: splits && [...splits],
          similarity,
          seed,
          shardRows,
          snapshot,
          manifest: rebuild === undefined ? undefined : resolve(rebuild),
          trainers: trainers && [...trainers],
        };
        const result = await request('export', { directory: resolve(out), replace: force, ...choices });
        output.result(result, describeExport(result));
      }),
    );
}

function shares(text: string): readonly SplitShare[] {
  const read = readShares(text);
  if ('problem' in read) throw new InvalidArgumentError(read.problem);
  return read;
}

function trainersOf(text: string): readonly TrainerId[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !trainerIds.some((id) => id === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no start for “${unknown}”; there are ${trainerIds.join(', ')}.`);
  return trainerIds.filter((id) => names.includes(id));
}
