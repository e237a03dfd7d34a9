import { type Command, InvalidArgumentError, Option } from 'commander';
import { fieldNames, fields, type FieldName, type FieldValues, type SampleFilter } from '../core/samples/filter/filter.ts';
import { parseLine, printLine, problemText } from '../core/samples/filter/line.ts';
import { UsageError } from '../engine/errors.ts';
import type { SampleChoice } from '../protocol/engine/samples.ts';
import { type Request, type CommonOptions, severalTimes } from './command.ts';
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

// The type parameter keeps a field and its value together.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function optionOf<N extends FieldName>(name: N): Option {
  const field = fields[name];
  const { words, hasCommas, isList, meaning } = field;
  const examples = words.length === 0 ? '' : `: ${words.join(', ')}`;
  const several = hasCommas ? ' (several with commas)' : '';
  const option = new Option(`--${name} <${name}>`, `only samples ${meaning}${examples}${several}`);
  const parse = (given: string, before?: FieldValues[N]): FieldValues[N] => {
    const items = hasCommas ? given.split(',') : [given];
    if (items.includes('')) throw new InvalidArgumentError('A value is missing.');
    const read = field.read([...(before === undefined ? [] : field.write(before)), ...items]);
    if ('problem' in read) throw new InvalidArgumentError(read.problem);
    return read.value;
  };
  // As in a line: what adds up there may be given again.
  return isList ? severalTimes(option, parse) : option.argParser((given) => parse(given));
}

/** Reads a filter as the panel has it. @throws InvalidArgumentError with the place of what is wrong in it */
export function readLine(line: string): SampleFilter {
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

/** Options that narrow down and were given, as they are typed. */
export const filtersGiven = ({ filter, ...options }: Filters): string[] => [
  ...fieldNames.filter((name) => options[name] !== undefined).map((name) => `--${name}`),
  ...(filter === undefined ? [] : ['--filter']),
];

/**
 * The samples meant: those of the ids, or with --all or --filter those that the filters leave.
 * @throws UsageError when neither is given, or both are
 */
export async function chosenSamples(ids: readonly string[], options: Selection, request: Request): Promise<SampleChoice> {
  const { all, filter } = options;
  const more = [...(all ? ['--all'] : []), ...filtersGiven(options)];
  if (ids.length > 0) {
    if (more.length > 0)
      throw new UsageError(`ids say which samples are meant; so would ${more.join(', ')}: give one or the other, not both`);
    return { samples: [...ids] };
  }
  if (!all && filter === undefined) throw new UsageError('give sample ids, or --all with filters, or --filter');
  // As a variable of a script that was never set.
  if (!all && Object.keys(filter ?? {}).length === 0) throw new UsageError('--filter is empty: give --all if all samples are meant');
  return { filter: await filterOf(options, request) };
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
