import { BlockBuilder } from '../block-builder.ts';
import type { Block, ReadDocument } from '../block.ts';
import type { SourceText } from '../source-text.ts';
import { linesOf, type Line } from './lines.ts';

/** A paragraph whose lines but the last are at least so long was wrapped by an editor. */
const wrappedLine = 45;
const maxHeadingLength = 120;
const listMarker = /^\s*(?:[-*+•–]|\(?[a-zA-Z0-9]{1,3}[.)])\s/;
const underline = /^(?:={3,}|-{3,}|~{3,})\s*$/;
const chapter = /^\s*(?:chapter|part|book|section|appendix)\s+(?:\d{1,4}|[ivxlc]{1,8}|[a-z])\b[^\n]{0,80}$/i;

/** Reads plain text: paragraphs between blank lines; underlined lines and "Chapter 1" are headings. */
export function readPlain(source: SourceText): ReadDocument {
  const builder = new BlockBuilder(source);
  const blocks = [...paragraphsOf(linesOf(source))].flatMap((paragraph) => readParagraph(paragraph, source, builder));
  return { title: undefined, blocks };
}

function* paragraphsOf(lines: readonly Line[]): Generator<Line[]> {
  let paragraph: Line[] = [];
  for (const line of lines) {
    if (!line.blank) {
      paragraph.push(line);
    } else if (paragraph.length > 0) {
      yield paragraph;
      paragraph = [];
    }
  }
  if (paragraph.length > 0) yield paragraph;
}

function readParagraph(lines: readonly Line[], source: SourceText, builder: BlockBuilder): Block[] {
  const blocks: Block[] = [];
  const headed = headingLines(lines, source);
  if (headed > 0) {
    builder.prose(lines[0]!.start, lines[0]!.end);
    builder.cover(lines[0]!.start, lines[headed - 1]!.end);
    const depth = headed === 2 && opening(lines[1], source).startsWith('-') ? 2 : 1;
    const heading = builder.finish({ kind: 'heading', depth });
    if (heading !== undefined) blocks.push(heading);
  }
  for (const [index, group] of joinWrapped(lines.slice(headed), source).entries()) {
    builder.prose(group[0]!.start, group.at(-1)!.end);
    const kind = listMarker.test(opening(group[0], source)) ? 'item' : 'prose';
    const block = builder.finish({ kind, separator: index === 0 ? '\n\n' : '\n' });
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

/** Number of the paragraph's first lines that are a heading. */
function headingLines(lines: readonly Line[], source: SourceText): number {
  const [first, second] = lines;
  if (first === undefined || first.end - first.start > maxHeadingLength) return 0;
  if (second !== undefined && underline.test(opening(second, source))) return 2;
  return lines.length === 1 && chapter.test(opening(first, source)) ? 1 : 0;
}

/** Groups the lines that an editor wrapped; list items, verses and addresses keep their lines. */
function joinWrapped(lines: readonly Line[], source: SourceText): Line[][] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const before = groups.at(-1)?.at(-1);
    const goesOn = before !== undefined && before.end - before.start >= wrappedLine && !listMarker.test(opening(line, source));
    if (goesOn) groups.at(-1)!.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** Enough of a line to tell what it is. */
function opening(line: Line | undefined, source: SourceText): string {
  return line === undefined ? '' : source.text.slice(line.start, Math.min(line.end, line.start + maxHeadingLength + 1));
}
