import { BlockBuilder } from '../block-builder.ts';
import type { Block, ReadDocument } from '../block.ts';
import type { Omissions } from '../omissions.ts';
import { Refusal } from '../refusal.ts';
import { joinTexts, type SourceText } from '../source-text.ts';
import { readOptions } from './fences.ts';
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
        for (const block of codeOf(source)) blocks.push(block);
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

function codeOf(source: SourceText): Block[] {
  const builder = new BlockBuilder(source);
  const { skipped } = readOptions('', source.text.split('\n', 40));
  const options = skipped === 0 ? 0 : source.text.split('\n', skipped).join('\n').length;
  const start = options + source.text.slice(options).search(/\S/);
  if (start < options) return [];
  builder.exact(Math.max(0, source.text.lastIndexOf('\n', start) + 1), source.text.length);
  const block = builder.finish({ kind: 'whole' });
  return block === undefined ? [] : [block];
}
