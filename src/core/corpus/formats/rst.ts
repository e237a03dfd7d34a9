import { BlockBuilder } from '../block-builder.ts';
import type { Block, BlockKind, ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import { directiveShape, type DirectiveShape } from './directives.ts';
import { latexComments } from './latex.ts';
import { fencedMatter } from './front-matter.ts';
import { linesOf, type Line } from './lines.ts';
import { readCsvTable, readListTable } from './rst-rows.ts';
import { writeRstInline } from './rst-inline.ts';
import { adornment, explicit, directive, bullet, field, described, target, anonymousTarget, footnote, lineBlock } from './rst-patterns.ts';
import { noteEmptied, withoutEmptied } from './rst-emptied.ts';
import { afterOptions, beforeColons, indentedEnd, textOf } from './rst-lines.ts';
import { findSubstitutions, substitutionName } from './rst-substitutions.ts';
import { findTable, tableBorder, withoutComments, type RstCell } from './rst-table.ts';
import { withoutVariants, type BlockNote } from './variants.ts';

const deepest = 200;

/**
 * Reads reStructuredText: sections by their underlines, paragraphs, lists, literal blocks, tables; directives, field
 * lists, targets and comments leave at most their text behind. A light reader: what it does not know it reads as
 * paragraphs.
 */
export function readRst(source: SourceText, omit: TellOmitted): ReadDocument {
  const reader = new RstReader(source, omit);
  reader.read();
  return { title: reader.title, blocks: withoutVariants(reader.blocks, reader.notes, omit) };
}

class RstReader {
  blocks: Block[] = [];
  readonly notes = new Map<Block, BlockNote>();
  title: string | undefined;
  readonly #source: SourceText;
  readonly #omit: TellOmitted;
  readonly #lines: readonly Line[];
  readonly #builder: BlockBuilder;
  /** Underline characters, overlined or not, in the order of their first use: that is their depth. */
  readonly #styles: string[] = [];
  readonly #substitutions: ReadonlyMap<string, string>;
  /** Headings below which a list of pages was left out. */
  readonly #emptied = new Set<Block>();

  constructor(source: SourceText, omit: TellOmitted) {
    this.#source = source;
    this.#omit = omit;
    this.#lines = linesOf(source);
    this.#builder = new BlockBuilder(source);
    this.#substitutions = findSubstitutions(this.#lines, source);
  }

  read(): void {
    // Hugo's and others': reStructuredText has none of its own.
    const matter = fencedMatter(this.#source.text);
    this.title = matter?.title;
    const first = matter === undefined ? 0 : this.#lines.findIndex(({ start }) => start >= matter.end);
    this.#body(first === -1 ? this.#lines.length : first, this.#lines.length, 0);
    this.blocks = withoutEmptied(this.blocks, this.#emptied);
  }

  /** Reads lines `from`..`to`, which stand in `depth` directives. */
  #body(from: number, to: number, depth: number): void {
    let index = from;
    while (index < to) {
      const before = index;
      index = this.#element(index, to, depth);
      if (index <= before) index = before + 1;
    }
  }

  /** Reads the element that starts at line `index`; returns the line after it. */
  #element(index: number, to: number, depth: number): number {
    const line = this.#lines[index]!;
    if (line.blank) return index + 1;
    const text = this.#lineText(line);
    const section = this.#section(index, to);
    if (section > index) return section;
    if (adornment.test(text)) return index + 1;
    if (explicit.test(text)) return this.#explicit(index, to, depth);
    if (tableBorder.test(text)) return this.#table(index, to);
    if (field.test(text)) return this.#field(index, to, depth);
    if (anonymousTarget.test(text)) return index + 1;
    if (/^\s*>>>\s/.test(text)) return this.#whole(index, this.#paragraphEnd(index, to));
    return this.#paragraph(index, to);
  }

  /** A title with its underline, with or without a line above it. */
  #section(index: number, to: number): number {
    const [first, second, third] = [this.#line(index, to), this.#line(index + 1, to), this.#line(index + 2, to)];
    const overlined = adornment.test(first) && second.trim() !== '' && third.trim() === first.trim();
    const underlined = !adornment.test(first) && adornment.test(second) && !/^\s/.test(first);
    if (!overlined && !underlined) return index;
    const at = overlined ? index + 1 : index;
    const title = this.#lines[at]!;
    if (title.end - title.start > 300 || (underlined && second.trim().length < Math.min(4, first.trim().length))) return index;
    const style = (overlined ? third : second).charAt(0) + (overlined ? 'o' : 'u');
    if (!this.#styles.includes(style)) this.#styles.push(style);
    this.#inline([title]);
    const end = overlined ? index + 3 : index + 2;
    this.#builder.cover(this.#lines[index]!.start, this.#lines[end - 1]!.end);
    this.#finish('heading', this.#styles.indexOf(style) + 1);
    return end;
  }

  /** A directive, a target, a footnote, a substitution or a comment. */
  #explicit(index: number, to: number, depth: number): number {
    const line = this.#lines[index]!;
    const end = indentedEnd(this.#lines, index + 1, to, line.indent);
    const text = this.#lineText(line);
    const note = footnote.exec(text);
    if (note !== null) {
      this.#inline([{ start: line.start + note[0].length, end: line.end }, ...this.#lines.slice(index + 1, end)]);
      this.#finish('prose');
      return end;
    }
    // Two dots alone before an empty line only end what stands before them.
    if (/^\s*\.\.\s*$/.test(text) && this.#lines[index + 1]?.blank !== false) return index + 1;
    const match = directive.exec(text);
    if (match === null) {
      if (!target.test(text)) this.#omit('comment', line.start);
      return end;
    }
    if (substitutionName(text) === undefined) this.#directive(index, end, match[1] ?? '', match[2] ?? '', depth);
    return end;
  }

  #directive(index: number, end: number, name: string, argument: string, depth: number): void {
    const line = this.#lines[index]!;
    const body = afterOptions(this.#lines, this.#source, index + 1, end);
    const shape = directiveShape(name, argument);
    if (shape.body === 'hidden') {
      this.#omit('comment', line.start);
    } else if (shape.body === 'none' || depth >= deepest) {
      const listsPages = /^(?:toctree|contents|sectnum)$/.test(name);
      this.#omit(listsPages ? 'contents' : 'macro', line.start);
      if (listsPages) noteEmptied(this.blocks, this.#emptied);
    } else if (shape.body === 'math') {
      this.#formula(line, argument, body, end);
    } else if (shape.body === 'code') {
      this.#code(argument, body, end);
    } else {
      this.#text(index, body, end, { shape, argument, name, depth });
    }
  }

  /** Reads the body of a directive that holds text, and what of its own line is text. */
  #text(index: number, body: number, end: number, of: { shape: DirectiveShape; argument: string; name: string; depth: number }): void {
    const from = of.argument === '' || of.shape.argument === 'none' ? body : this.#argument(index, of.shape, of.argument, body, end);
    const last = this.blocks.at(-1);
    if (from !== body || (of.shape.argument === 'title' && of.argument !== '')) {
      if (last !== undefined && /^(?:\w+:)?tab(?:-item)?$/.test(of.name))
        this.notes.set(last, { at: this.#lines[index]!.start, isTab: true });
    }
    if (of.shape.body === 'rows')
      this.#rows(
        readCsvTable(this.#lines.slice(index + 1, body), this.#lines.slice(body, end), this.#source),
        this.#lines[body],
        this.#lines[end - 1],
      );
    else if (of.name === 'list-table')
      this.#rows(readListTable(this.#lines.slice(body, end), this.#source), this.#lines[body], this.#lines[end - 1]);
    else this.#body(from, end, of.depth + 1);
  }

  /** Reads what stands on the line of a directive itself; returns where its body goes on. */
  #argument(index: number, shape: DirectiveShape, argument: string, body: number, end: number): number {
    const line = this.#lines[index]!;
    const goesOn = shape.argument === 'text' && body === index + 1;
    const stop = goesOn ? this.#paragraphEnd(index, end) : index + 1;
    const start = line.start + this.#lineText(line).lastIndexOf(argument);
    const pieces = [{ start, end: line.end }, ...this.#lines.slice(index + 1, stop)];
    if (shape.argument === 'signature') {
      this.#builder.exact(start, start + argument.length);
      this.#finish('prose');
    } else if (bullet.test(argument)) {
      this.#items(pieces);
    } else {
      this.#inline(pieces);
      this.#finish('prose');
    }
    return Math.max(body, stop);
  }

  /** Writes the items of a list whose first opens behind something else on its line. */
  #items(pieces: readonly Span[]): void {
    let item: Span[] = [];
    for (const [index, piece] of pieces.entries()) {
      const marker = bullet.exec(this.#source.text.slice(piece.start, piece.end))?.[0];
      item.push(marker === undefined ? piece : { start: piece.start + marker.length, end: piece.end });
      const next = pieces[index + 1];
      if (next !== undefined && !bullet.test(this.#source.text.slice(next.start, next.end))) continue;
      this.#builder.put('- ');
      this.#inline(item);
      this.#finish('item');
      item = [];
    }
  }

  /** Code shown on its own; a converter's fences are not reStructuredText's. */
  #code(language: string, from: number, to: number): void {
    const count = this.blocks.length;
    this.#whole(from, to);
    if (this.blocks.length === count) return;
    const value = this.#lines
      .slice(from, to)
      .map((line) => this.#lineText(line))
      .join('\n');
    this.notes.set(this.blocks.at(-1)!, { at: this.#lines[from]?.start ?? 0, code: { language, value, tab: undefined } });
  }

  /** What a field of a description says about a parameter or a result; all other fields are the machine's. */
  #field(index: number, to: number, depth: number): number {
    const line = this.#lines[index]!;
    const end = indentedEnd(this.#lines, index + 1, to, line.indent);
    const [all = '', name = ''] = /^\s*:([^:\n]{1,80}):\s*/.exec(this.#lineText(line)) ?? [];
    const match = described.exec(name);
    if (match === null || depth === 0) return end;
    if (match[1] === undefined) this.#builder.put('Returns: ');
    else {
      const start = line.start + all.lastIndexOf(match[1]);
      this.#builder.prose(start, start + match[1].length);
      this.#builder.put(': ');
    }
    this.#inline([{ start: line.start + all.length, end: line.end }, ...this.#lines.slice(index + 1, end)]);
    this.#finish('item');
    return end;
  }

  #inline(pieces: readonly Span[]): void {
    writeRstInline(pieces, this.#source, this.#builder, this.#substitutions);
  }

  #formula(line: Line, argument: string, body: number, end: number): void {
    if (argument !== '')
      this.#copyFormula({ start: line.end - this.#lineText(line).length + this.#lineText(line).lastIndexOf(argument), end: line.end });
    this.#copyLines(body, end, (span) => {
      this.#copyFormula(span);
    });
    this.#finish('formula');
  }

  #table(index: number, to: number): number {
    const table = findTable(this.#lines.slice(index, to), this.#source);
    const end = index + table.lines;
    this.#rows(table.rows, this.#lines[index], this.#lines[end - 1]);
    return end;
  }

  /** Writes a table, one line a row, with the lines from `first` to `last` as its span. */
  #rows(rows: readonly (readonly RstCell[])[], first: Line | undefined, last: Line | undefined): void {
    for (const row of rows) {
      this.#builder.line();
      for (const cell of row) {
        this.#builder.cell();
        const shown = withoutComments(cell, this.#source, this.#omit);
        if (shown.length > 0) this.#inline(shown);
      }
    }
    if (!this.#builder.isEmpty && first !== undefined && last !== undefined) this.#builder.cover(first.start, last.end);
    this.#finish('whole');
  }

  /** A paragraph or a list item; `::` at its end opens a literal block. */
  #paragraph(index: number, to: number): number {
    const end = this.#paragraphEnd(index, to);
    const first = this.#lines[index]!;
    const last = this.#lines[end - 1]!;
    const marker = bullet.exec(this.#lineText(first));
    if (marker !== null && explicit.test(this.#lineText(first).slice(marker[0].length)))
      return this.#explicitItem(index, to, marker[0].length);
    if (lineBlock.test(this.#lineText(first))) return this.#lineBlock(index, end);
    const opensLiteral = this.#lineText(last).trimEnd().endsWith('::');
    const stop = opensLiteral ? beforeColons({ start: first.start, end: last.end }, this.#source) : last.end;
    const second = end > index + 1 ? this.#lines[index + 1]! : undefined;
    const pieces = (from: number): Span[] =>
      this.#lines.slice(from, end).map((line) => ({ start: line.start, end: Math.min(line.end, Math.max(line.start, stop)) }));
    if (marker === null && second !== undefined && second.indent > first.indent) {
      // A definition list: the term, and below it, indented, what it means.
      this.#inline([first]);
      this.#builder.put(': ');
      this.#inline(pieces(index + 1));
    } else if (marker === null) {
      this.#inline(pieces(index));
    } else {
      const sign = marker[0].trim();
      this.#builder.put(/[\d#]/.test(sign) || /[a-zA-Z]/.test(sign) ? `${sign} ` : '- ');
      this.#inline([{ start: first.start + marker[0].length, end: Math.min(first.end, stop) }, ...pieces(index + 1)]);
      if (!this.#builder.isEmpty) this.#builder.cover(first.start + first.indent, first.start + first.indent + 1);
    }
    const count = this.blocks.length;
    this.#finish(marker === null ? 'prose' : 'item');
    if (this.blocks.length === count) noteEmptied(this.blocks, this.#emptied);
    if (!opensLiteral) return end;
    const literalEnd = this.#literalEnd(end, to, first.indent, marker?.[0].length);
    this.#whole(end, literalEnd);
    return literalEnd;
  }

  /** End of a literal block: what stands as deep as the text of the item that announces it goes on with the item. */
  #literalEnd(from: number, to: number, outer: number, text = outer): number {
    const first = this.#lines.slice(from, to).find(({ blank }) => !blank);
    return indentedEnd(this.#lines, from, to, first !== undefined && first.indent > text ? text : outer);
  }

  /** A comment or a directive that opens an item; nothing else of the item's first paragraph is text. */
  #explicitItem(index: number, to: number, size: number): number {
    const line = this.#lines[index]!;
    const rest = this.#lineText(line).slice(size);
    const end = indentedEnd(this.#lines, index + 1, to, line.indent);
    if (directive.test(rest)) return this.#paragraphEnd(index, to);
    this.#omit('comment', line.start);
    return end;
  }

  /** Lines that stay lines. */
  #lineBlock(index: number, end: number): number {
    for (const line of this.#lines.slice(index, end)) {
      if (!this.#builder.isEmpty) this.#builder.put('\n');
      const mark = lineBlock.exec(this.#lineText(line))?.[0].length ?? 0;
      this.#inline([{ start: line.start + mark, end: line.end }]);
    }
    this.#finish('prose');
    return end;
  }

  /** A paragraph ends at a blank line, at a change of indentation that opens a definition, or at the next item. */
  #paragraphEnd(index: number, to: number): number {
    const isItem = bullet.test(this.#lineText(this.#lines[index]!));
    let at = index + 1;
    while (at < to && !this.#lines[at]!.blank) {
      const text = this.#lineText(this.#lines[at]!);
      if (explicit.test(text) || (isItem && bullet.test(text)) || this.#section(at, at) > at) break;
      at += 1;
    }
    return at;
  }

  #whole(from: number, to: number): number {
    this.#copyLines(from, to);
    this.#finish('whole');
    return to;
  }

  /** A line of a formula less its comment. */
  #copyFormula({ start, end }: Span): void {
    const [comment] = latexComments(this.#source.text.slice(start, end), true);
    if (comment !== undefined) this.#omit('comment', start + comment.start);
    this.#builder.exact(start, comment === undefined ? end : start + comment.start);
  }

  /** Copies lines, by default as they are, less the indentation they share. */
  #copyLines(
    from: number,
    to: number,
    copy = ({ start, end }: Span): void => {
      this.#builder.exact(start, end);
    },
  ): void {
    const lines = this.#lines.slice(from, to);
    let shared = Infinity;
    for (const line of lines) if (!line.blank) shared = Math.min(shared, this.#lineText(line).search(/\S/));
    for (const line of lines) {
      if (!this.#builder.isEmpty) this.#builder.put('\n');
      if (!line.blank) copy({ start: line.start + shared, end: line.end });
    }
  }

  #finish(kind: BlockKind, depth = 0): void {
    const isNextItem = kind === 'item' && this.blocks.at(-1)?.kind === 'item';
    const block = this.#builder.finish({ kind, depth, separator: isNextItem ? '\n' : '\n\n' });
    if (block !== undefined) this.blocks.push(block);
  }

  #lineText(line: Line): string {
    return textOf(line, this.#source);
  }

  #line(index: number, to: number): string {
    return index < to ? this.#lineText(this.#lines[index]!) : '';
  }
}
