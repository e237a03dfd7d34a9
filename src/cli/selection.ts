import { type Command, InvalidArgumentError, Option } from 'commander';
import { fieldNames, fields, type FieldName, type SampleFilter } from '../core/samples/filter/filter.ts';
import { parseLine, printLine, problemText } from '../core/samples/filter/line.ts';
import { UsageError } from '../engine/errors.ts';
import type { SampleChoice } from '../protocol/engine/samples.ts';
import type { Request, CommonOptions } from './command.ts';
import { projectFile } from './project-file.ts';

/** Options by the names of fields, and all of them in one line. */
export interface Filters extends CommonOptions, SampleFilter {
  readonly filter?: SampleFilter;
}

export interface Selection extends Filters {
  readonly all: boolean;
}

/** For commands that a filter narrows down: an option for each field, and --filter for all that can be typed in the panel. */
export function filtered(sub: Command): Command {
  for (const name of fieldNames) sub.addOption(optionOf(name));
  return sub.option('--filter <line>', 'the same in one line, as the panel has it: "status:pending judge:<=3 moon"', readLine);
}

function optionOf(name: FieldName): Option {
  const { words, hasCommas, meaning } = fields[name];
  const examples = words.length === 0 ? '' : `: ${words.join(', ')}`;
  const several = hasCommas ? ' (several with commas)' : '';
  return new Option(`--${name} <${name}>`, `only samples ${meaning}${examples}${several}`).argParser((given) => {
    const items = hasCommas ? given.split(',') : [given];
    if (items.includes('')) throw new InvalidArgumentError('A value is missing.');
    const read = fields[name].read(items);
    if ('problem' in read) throw new InvalidArgumentError(read.problem);
    return read.value;
  });
}

function readLine(line: string): SampleFilter {
  const parsed = parseLine(line);
  if ('problem' in parsed) throw new InvalidArgumentError(problemText(parsed.problem));
  return parsed.filter;
}

/** For commands that do something with samples: by their ids, or with --all by the filters. */
export function selectable(sub: Command): Command {
  return filtered(sub.argument('[ids...]', 'sample ids')).option('--all', 'all that the filters leave', false);
}

/**
 * Reads the filter that the options give.
 * @throws UsageError for a field that is given twice, and for a file that is not in the corpus and that no sample refers to
 */
export async function filterOf({ project, filter: line = {}, ...options }: Filters, request: Request): Promise<SampleFilter> {
  const named = { ...options, ...(options.file === undefined ? {} : { file: projectFile(project, options.file) }) };
  const given = Object.fromEntries(fieldNames.flatMap((name) => (named[name] === undefined ? [] : [[name, named[name]]])));
  const twice = Object.keys(given).find((name) => Object.hasOwn(line, name));
  if (twice !== undefined) throw new UsageError(`--${twice} stands beside --filter "${printLine(line)}", which says it too: keep one`);
  const filter: SampleFilter = { ...line, ...given };
  if (filter.file !== undefined) await requireFile(filter.file, request);
  return filter;
}

/** Samples may still be listed by the name of a file that is gone; a misspelt one must not pass for a file without any. */
async function requireFile(file: string, request: Request): Promise<void> {
  const { total } = await request('samples/list', { filter: { file }, offset: 0, limit: 1 });
  if (total > 0) return;
  const { files } = await request('corpus/files', {});
  if (!files.some((each) => each.file === file)) throw new UsageError(`there is no file ${file} in the corpus`);
}

/**
 * The samples meant: those of the ids, or with --all or --filter those that the filters leave.
 * @throws UsageError when neither is given, or both are
 */
export async function chosenSamples(ids: readonly string[], options: Selection, request: Request): Promise<SampleChoice> {
  const meansAll = options.all || options.filter !== undefined;
  if (ids.length > 0 && meansAll) throw new UsageError('give sample ids, or --all or --filter, not both');
  if (ids.length === 0 && !meansAll) throw new UsageError('give sample ids, or --all with filters, or --filter');
  return meansAll ? { filter: await filterOf(options, request) } : { samples: [...ids] };
}

/** The same for what decides: of those that a filter leaves, pending ones where it names no status. */
export async function chosenToDecide(ids: readonly string[], options: Selection, request: Request): Promise<SampleChoice> {
  const choice = await chosenSamples(ids, options, request);
  return 'filter' in choice ? { filter: { status: ['pending'], ...choice.filter } } : choice;
}

/** Their ids. */
export async function selected(ids: readonly string[], options: Selection, request: Request): Promise<string[]> {
  const choice = await chosenToDecide(ids, options, request);
  return 'samples' in choice ? choice.samples : (await request('samples/ids', choice)).samples;
}
