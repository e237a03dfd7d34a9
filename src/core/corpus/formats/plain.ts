import { BlockBuilder } from '../block-builder.ts';
import type { Block, ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { SourceText } from '../source-text.ts';
import { leaveTimes } from './captions.ts';
import { leaveBlanks, leaveContents } from './form-lines.ts';
import { LineWriter } from './line-words.ts';
import { leaveMail } from './mail.ts';
import { leavePageLines } from './page-lines.ts';
import { leaveGutenberg, leaveNotices } from './plain-frames.ts';
import { PlainText } from './plain-text.ts';

/** A paragraph whose lines but the last are at least so long was wrapped by an editor. */
const wrappedLine = 45;
const maxHeadingLength = 120;
const listMarker = /^\s*(?:[-*+•–]|\(?[a-zA-Z0-9]{1,3}[.)])\s/;
const underline = /^(?:={3,}|-{3,}|~{3,})\s*$/;
const chapter = /^\s*(?:chapter|part|book|section|appendix)\s+(?:\d{1,4}|[ivxlc]{1,8}|[a-z])\b[^\n]{0,80}$/i;

/** What stands around a text, each found in what those before it have left. */
const passes: readonly ((page: PlainText) => void)[] = [
  leaveGutenberg,
  leaveMail,
  leaveTimes,
  leavePageLines,
  leaveContents,
  leaveBlanks,
  leaveNotices,
  dropRules,
];

/** Reads plain text: paragraphs between blank lines; underlined lines and "Chapter 1" are headings. */
export function readPlain(source: SourceText, omit: TellOmitted = untold): ReadDocument {
  const page = new PlainText(source, omit);
  for (const pass of passes) pass(page);
  return { title: page.title, blocks: new PlainReader(page).read() };
}

/** For whoever reads the same text again and has told what it leaves out. */
// eslint-disable-next-line @typescript-eslint/no-empty-function
function untold(): void {}

/** Lines of ornaments between two parts; those under a title belong to it. */
function dropRules(page: PlainText): void {
  for (let index = page.next(0); index !== -1; index = page.next(index + 1)) {
    if (!/^(?:[*·•~=_#—–-]\s*){3,}$/.test(page.text(index).slice(0, 200))) continue;
    if (page.isBlank(index - 1) && page.isBlank(index + 1)) page.drop(index, index + 1);
  }
}

class PlainReader {
  readonly #page: PlainText;
  readonly #builder: BlockBuilder;
  readonly #writer: LineWriter;

  constructor(page: PlainText) {
    this.#page = page;
    this.#builder = new BlockBuilder(page.source);
    this.#writer = new LineWriter(page, this.#builder);
  }

  read(): Block[] {
    const blocks: Block[] = [];
    for (const paragraph of this.#paragraphs()) for (const block of this.#paragraph(paragraph)) blocks.push(block);
    return blocks;
  }

  *#paragraphs(): Generator<number[]> {
    let paragraph: number[] = [];
    for (const [index, { blank }] of this.#page.lines.entries()) {
      if (blank || this.#page.isOut(index)) continue;
      const before = paragraph.at(-1);
      if (before !== undefined && before !== index - 1 && !this.#page.goesOn(index)) {
        yield paragraph;
        paragraph = [];
      }
      paragraph.push(index);
    }
    if (paragraph.length > 0) yield paragraph;
  }

  #paragraph(lines: readonly number[]): Block[] {
    const blocks: Block[] = [];
    const headed = this.#headingLines(lines);
    if (headed > 0) {
      const [first, last] = [this.#page.lines[lines[0]!]!, this.#page.lines[lines[headed - 1]!]!];
      this.#writer.write(lines.slice(0, 1));
      this.#builder.cover(first.start, last.end);
      const depth = headed === 2 && this.#page.text(lines[1]!).startsWith('-') ? 2 : 1;
      const heading = this.#builder.finish({ kind: 'heading', depth });
      if (heading !== undefined) blocks.push(heading);
    }
    for (const [index, group] of this.#joinWrapped(lines.slice(headed)).entries()) {
      this.#writer.write(group);
      const kind = listMarker.test(this.#opening(group[0]!)) ? 'item' : 'prose';
      const block = this.#builder.finish({ kind, separator: index === 0 ? '\n\n' : '\n' });
      if (block !== undefined) blocks.push(block);
    }
    return blocks;
  }

  /** Number of the paragraph's first lines that are a heading. */
  #headingLines(lines: readonly number[]): number {
    const [first, second] = lines;
    if (first === undefined || this.#page.lines[first]!.end - this.#page.lines[first]!.start > maxHeadingLength) return 0;
    if (second !== undefined && underline.test(this.#opening(second))) return 2;
    return lines.length === 1 && chapter.test(this.#opening(first)) ? 1 : 0;
  }

  /** Groups the lines that an editor wrapped; list items, verses and addresses keep their lines. */
  #joinWrapped(lines: readonly number[]): number[][] {
    const groups: number[][] = [];
    for (const index of lines) {
      const before = groups.at(-1)?.at(-1);
      if (before !== undefined && this.#joins(before, index)) groups.at(-1)!.push(index);
      else groups.push([index]);
    }
    return groups;
  }

  #joins(before: number, index: number): boolean {
    if (this.#page.goesOn(index) || this.#writer.isParted(before, index)) return true;
    if (this.#page.isTurn(index) || listMarker.test(this.#opening(index))) return false;
    const { start, end } = this.#page.lines[before]!;
    return end - start >= wrappedLine;
  }

  /** Enough of a line to tell what it is. */
  #opening(index: number): string {
    const { start, end } = this.#page.part(index);
    return this.#page.source.text.slice(start, Math.min(end, start + maxHeadingLength + 1));
  }
}
