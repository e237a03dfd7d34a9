import { BlockBuilder } from '../block-builder.ts';
import type { Block, ReadDocument } from '../block.ts';
import type { Omissions } from '../omissions.ts';
import { Refusal } from '../refusal.ts';
import { joinTexts, type SourceText } from '../source-text.ts';
import { readOptions, setsNotebookUp } from './fences.ts';
import { elementsAt, membersAt, skipSpace, stringAt } from './json-text.ts';
import { readMarkdown } from './markdown.ts';

/** Reads a Jupyter notebook: cells of Markdown and of code, in their order. What programs put out is left out, and so are raw cells. */
export function readNotebook(text: string, omissions: Omissions): ReadDocument {
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  try {
    JSON.parse(text.slice(mark));
  } catch (error) {
    throw new Refusal(`The notebook is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const cells = cellsAt(text, skipSpace(text, mark)).toArray();
  if (cells.length === 0) throw new Refusal('The notebook has no cells. Leave it out with corpus.exclude.');
  const blocks: Block[] = [];
  let title: string | undefined;
  const language = languageOf(text, mark);
  for (const cell of cells) {
    const fields = membersAt(text, cell);
    const outputs = fields.get('outputs');
    for (const output of outputs === undefined ? [] : elementsAt(text, outputs)) omissions.add('output', output);
    // Format 3 calls the text of a code cell its input.
    const at = fields.get('source') ?? fields.get('input');
    const source = at === undefined ? undefined : sourceAt(text, at);
    if (source === undefined || source.text.trim() === '') continue;
    const kind = kindOf(text, fields);
    if (isHidden(text, fields, kind === 'code' ? source.text : '')) {
      omissions.add('macro', cell);
      continue;
    }
    switch (kind) {
      case 'markdown': {
        const read = readMarkdown(source, 'markdown', omissions.of(source));
        title ??= read.title;
        for (const block of read.blocks) blocks.push(block);
        break;
      }
      case 'code':
        if (setsNotebookUp(source.text.split('\n'))) omissions.add('macro', cell);
        else for (const block of codeOf(source, language)) blocks.push(block);
        break;
      case 'heading': {
        // Of format 3.
        const heading = headingOf(source, Number(/^[1-6]/.exec(text.charAt(fields.get('level') ?? -1))?.[0] ?? 1));
        if (heading !== undefined) blocks.push(heading);
        break;
      }
      default:
        omissions.add('macro', cell);
    }
  }
  return { title, blocks };
}

/** Cells of a notebook; in format 3 they lie in worksheets. */
function* cellsAt(text: string, start: number): Generator<number> {
  const fields = membersAt(text, start);
  const [cells, worksheets] = [fields.get('cells'), fields.get('worksheets')];
  if (cells !== undefined) yield* elementsAt(text, cells);
  else if (worksheets !== undefined) for (const sheet of elementsAt(text, worksheets)) yield* cellsAt(text, sheet);
}

function kindOf(text: string, fields: ReadonlyMap<string, number>): string {
  const at = fields.get('cell_type');
  return at === undefined ? '' : (stringAt(text, at)?.text ?? '');
}

/** Text of a cell: a string, or a list of its lines. */
function sourceAt(text: string, at: number): SourceText | undefined {
  return stringAt(text, at) ?? joinTexts([...elementsAt(text, at)].flatMap((line) => stringAt(text, line) ?? []));
}

/** Tags and options by which a cell is in no page that is made of the notebook. */
const hidingTag = /^remove[-_](?:cell|input|source)$/i;
const hidingOption = /^(?:\s*#\|[^\n]*\n){0,20}\s*#\|\s*(?:include\s*:\s*false|hide)\s*(?:\n|$)|^\s*#\s*hide\s*(?:\n|$)/i;

function isHidden(text: string, fields: ReadonlyMap<string, number>, code: string): boolean {
  const at = fields.get('metadata');
  const metadata = at === undefined ? undefined : membersAt(text, at);
  const [tags, shown] = [metadata?.get('tags'), metadata?.get('nbsphinx')];
  return (
    hidingOption.test(code) ||
    (shown !== undefined && stringAt(text, shown)?.text === 'hidden') ||
    (tags !== undefined && [...elementsAt(text, tags)].some((tag) => hidingTag.test(stringAt(text, tag)?.text ?? '')))
  );
}

function headingOf(source: SourceText, depth: number): Block | undefined {
  const builder = new BlockBuilder(source);
  builder.prose(0, source.text.length);
  return builder.finish({ kind: 'heading', depth });
}

/** The language that the notebook says its code is in; '' where it does not. */
function languageOf(text: string, start: number): string {
  const at = membersAt(text, skipSpace(text, start)).get('metadata');
  const metadata = at === undefined ? undefined : membersAt(text, at);
  for (const [part, name] of [
    ['language_info', 'name'],
    ['kernelspec', 'language'],
  ] as const) {
    const within = metadata?.get(part);
    const said = within === undefined ? undefined : membersAt(text, within).get(name);
    const language = said === undefined ? undefined : stringAt(text, said)?.text.toLowerCase();
    if (language !== undefined && /^[\w+#-]{1,40}$/.test(language)) return language;
  }
  return '';
}

/** The code of a cell between fences, as code of Markdown has them: a reader of the passage sees what it is. */
function codeOf(source: SourceText, language: string): Block[] {
  const { text } = source;
  const builder = new BlockBuilder(source);
  // Code that is run, as that of a braced fence.
  const { skipped } = readOptions('{ }', text.split('\n', 40));
  const options = skipped === 0 ? 0 : text.split('\n', skipped).join('\n').length;
  const first = options + text.slice(options).search(/\S/);
  if (first < options) return [];
  const start = Math.max(0, text.lastIndexOf('\n', first) + 1);
  const end = text.trimEnd().length;
  const fence = (text.match(/`{3,}/g) ?? []).reduce((longest, run) => (run.length < longest.length ? longest : `${run}\``), '```');
  // Nothing of the file is a fence: the closing one goes with the last character.
  const last = end - (text.codePointAt(end - 2)! > 0xffff ? 2 : 1);
  builder.put(`${fence}${language}\n`);
  builder.exact(start, last);
  builder.replace(`${text.slice(last, end)}\n${fence}`, last, end);
  const block = builder.finish({ kind: 'whole' });
  return block === undefined ? [] : [block];
}
