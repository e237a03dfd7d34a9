import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ImportFormat, importFormats } from '../../core/dataset/import/decode.ts';
import { type ShapeId, shapeIds } from '../../core/samples/shapes/index.ts';
import { UsageError } from '../../engine/errors.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import { command, type CommonOptions, positive, severalTimes, withProject } from '../command.ts';
import { describeImport, describeLook } from '../describe-import.ts';

interface ImportOptions extends CommonOptions {
  readonly format?: ImportFormat;
  readonly shape?: ShapeId;
  readonly map: Readonly<Record<string, string>>;
  readonly accept: boolean;
  readonly duplicates: boolean;
  readonly dryRun: boolean;
  readonly limit?: number;
}

/** `part=column`, added to those before. */
function mapped(given: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const mark = given.indexOf('=');
  if (mark <= 0 || mark === given.length - 1) throw new InvalidArgumentError('it is written part=column, as in question=prompt.text');
  const part = given.slice(0, mark);
  if (Object.hasOwn(before, part)) throw new InvalidArgumentError(`“${part}” is given twice: keep one`);
  return { ...before, [part]: given.slice(mark + 1) };
}

/** `loom import`: samples of sets from elsewhere, to review. */
export function addImportCommand(program: Command): void {
  command(
    program,
    'import',
    'read sets from elsewhere as samples to review: JSONL, JSON, CSV or Parquet, in the formats that exports have, or with columns of their own',
  )
    .argument('<files...>', 'files of one set, or of several')
    .addOption(new Option('--format <format>', 'what they are written in, if not what their first rows look like').choices(importFormats))
    .addOption(new Option('--shape <shape>', 'what their rows are to become').choices(shapeIds))
    .addOption(
      severalTimes(
        new Option(
          '--map <part=column>',
          'a part of a sample and the column, or the path, that it is in; may be given again, and is remembered for sets with the same columns',
        ),
        mapped,
      ).default({}),
    )
    .option('--accept', 'accept what is imported', false)
    .option('--duplicates', 'take also what says the same as a sample that is kept', false)
    .option('--limit <n>', 'read so many rows of each file at the most', positive)
    .option('--dry-run', 'tell what would become of the first rows, and write nothing', false)
    .action((files: string[], options: ImportOptions) =>
      withProject(options, async (request, output) => {
        const { format, shape, map, accept, duplicates, limit } = options;
        const how = {
          ...(format === undefined ? {} : { format }),
          ...(shape === undefined ? {} : { shape }),
          ...(Object.keys(map).length === 0 ? {} : { mapping: map }),
        };
        if (options.dryRun) {
          if (accept || duplicates || limit !== undefined)
            throw new UsageError('--dry-run looks at the first rows and takes none: leave out --accept, --duplicates and --limit');
          const looked: EngineResult<'import/look'>[] = [];
          for (const file of files) looked.push(await request('import/look', { file: resolve(file), ...how }));
          output.result({ files: looked }, looked.map(describeLook).join('\n\n'));
          return;
        }
        const imported: EngineResult<'import'>[] = [];
        for (const file of files) {
          const query = { file: resolve(file), ...how, accept, duplicates, ...(limit === undefined ? {} : { limit }) };
          imported.push(await request('import', query));
          if (imported.at(-1)?.cancelled === true) break;
        }
        output.result({ files: imported }, imported.map(describeImport).join('\n\n'));
        if (imported.some(({ cancelled }) => cancelled)) process.exitCode = 1;
      }),
    );
}
