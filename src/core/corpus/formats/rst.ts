import { BlockBuilder } from '../block-builder.ts';
import type { Block, BlockKind, ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { SourceText } from '../source-text.ts';
import { linesOf, type Line } from './lines.ts';
import { writeRstInline } from './rst-inline.ts';
import { findTable, tableBorder } from './rst-table.ts';

const adornment = /^([!-/:-@[-`{-~])\1{2,}\s*$/;
const explicit = /^\s*\.\.(?:\s|$)/;
const directive = /^\s*\.\.\s+(?:\|[^|]{1,100}\|\s+)?([\w.+:-]{1,60}?)::(?:\s+(\S.*))?\s*$/;
const bullet = /^\s*(?:[-*+•‣⁃]|\(?(?:\d{1,3}|[a-zA-Z]|#)[.)])\s+(?=\S)/;
const field = /^\s*:[^:\s](?:[^:\n]{0,80}[^:\s])?:(?:\s|$)/;
/** A hyperlink target, or a citation mark without text: nothing that anybody wrote to be hidden. */
const target = /^\s*\.\.\s+(?:_|\[)/;
const footnote = /^\s*\.\.\s+\[[^\]]{1,60}\]\s+/;

/** Directives whose body is text of the document. All others are left out with their bodies. */
const textual = new Set(
  (
    'note warning tip important hint caution danger error attention admonition topic sidebar seealso epigraph highlights pull-quote compound ' +
    'container rubric figure table list-table versionadded versionchanged deprecated glossary line-block parsed-literal ' +
    'function method class data attribute module exception'
  ).split(' '),
);
const literal = new Set(['code', 'code-block', 'sourcecode', 'literalinclude', 'prompt', 'doctest', 'testcode', 'highlight']);
/** Directives whose argument is a line of its own. */
const titled = new Set(['rubric', 'admonition', 'topic', 'sidebar', 'table', 'list-table']);
/** Directives whose argument is where their text begins. */
const opening = new Set('note warning tip important hint caution danger error attention seealso'.split(' '));
const deepest = 200;

/**
 * Reads reStructuredText: sections by their underlines, paragraphs, lists, literal blocks, tables; directives, field
 * lists, targets and comments leave at most their text behind. A light reader: what it does not know it reads as
 * paragraphs.
 */
export function readRst(source: SourceText, omit: TellOmitted): ReadDocument {
  const reader = new RstReader(source, omit);
  reader.read();
  return { title: undefined, blocks: reader.blocks };
}

class RstReader {
  readonly blocks: Block[] = [];
  readonly #source: SourceText;
  readonly #omit: TellOmitted;
  readonly #lines: readonly Line[];
  readonly #builder: BlockBuilder;
  /** Underline characters, overlined or not, in the order of their first use: that is their depth. */
  readonly #styles: string[] = [];

  constructor(source: SourceText, omit: TellOmitted) {
    this.#source = source;
    this.#omit = omit;
    this.#lines = linesOf(source);
    this.#builder = new BlockBuilder(source);
  }

  read(): void {
    this.#body(0, this.#lines.length, 0);
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
    const text = this.#text(line);
    const section = this.#section(index, to);
    if (section > index) return section;
    if (adornment.test(text)) return index + 1;
    if (explicit.test(text)) return this.#explicit(index, to, depth);
    if (tableBorder.test(text)) return this.#table(index, to);
    if (field.test(text)) return this.#indented(index + 1, to, line.indent);
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
    writeRstInline(title, this.#source, this.#builder);
    const end = overlined ? index + 3 : index + 2;
    this.#builder.cover(this.#lines[index]!.start, this.#lines[end - 1]!.end);
    this.#finish('heading', this.#styles.indexOf(style) + 1);
    return end;
  }

  /** A directive, a target, a footnote, a substitution or a comment. */
  #explicit(index: number, to: number, depth: number): number {
    const line = this.#lines[index]!;
    const end = this.#indented(index + 1, to, line.indent);
    const text = this.#text(line);
    const note = footnote.exec(text);
    if (note !== null) {
      writeRstInline({ start: line.start + note[0].length, end: this.#lines[end - 1]!.end }, this.#source, this.#builder);
      this.#finish('prose');
      return end;
    }
    const match = directive.exec(text);
    if (match === null) {
      if (!target.test(text)) this.#omit('comment', line.start);
      return end;
    }
    const [, name = '', argument] = match;
    const body = this.#afterOptions(index + 1, end);
    if (name === 'math') this.#formula(line, argument, body, end);
    else if (literal.has(name)) this.#whole(body, end);
    else if (textual.has(name.replace(/^(?:py|c|cpp|js):/, '')) && depth < deepest) {
      const from = argument === undefined ? body : this.#argument(index, name, argument, body, end);
      this.#body(from, end, depth + 1);
    }
    return end;
  }

  /** Reads what stands on the line of a directive itself, as far as it is text; returns where its body goes on. */
  #argument(index: number, name: string, argument: string, body: number, end: number): number {
    if (!titled.has(name) && !opening.has(name)) return body;
    const line = this.#lines[index]!;
    const goesOn = opening.has(name) && body === index + 1;
    const stop = goesOn ? this.#paragraphEnd(index, end) : index + 1;
    const start = line.start + this.#text(line).lastIndexOf(argument);
    writeRstInline({ start, end: this.#lines[stop - 1]!.end }, this.#source, this.#builder);
    this.#finish('prose');
    return Math.max(body, stop);
  }

  #formula(line: Line, argument: string | undefined, body: number, end: number): void {
    if (argument !== undefined) this.#builder.exact(line.end - this.#text(line).length + this.#text(line).lastIndexOf(argument), line.end);
    this.#copyLines(body, end);
    this.#finish('formula');
  }

  #table(index: number, to: number): number {
    const table = findTable(this.#lines.slice(index, to), this.#source);
    for (const row of table.rows) {
      this.#builder.line();
      for (const cell of row) {
        this.#builder.cell();
        writeRstInline(cell, this.#source, this.#builder);
      }
    }
    const end = index + table.lines;
    if (!this.#builder.isEmpty) this.#builder.cover(this.#lines[index]!.start, this.#lines[end - 1]!.end);
    this.#finish('whole');
    return end;
  }

  /** A paragraph or a list item; `::` at its end opens a literal block. */
  #paragraph(index: number, to: number): number {
    const end = this.#paragraphEnd(index, to);
    const first = this.#lines[index]!;
    const last = this.#lines[end - 1]!;
    const marker = bullet.exec(this.#text(first));
    const opensLiteral = this.#text(last).trimEnd().endsWith('::');
    const stop = opensLiteral ? first.start + this.#source.text.slice(first.start, last.end).trimEnd().length - 1 : last.end;
    const second = end > index + 1 ? this.#lines[index + 1]! : undefined;
    if (marker === null && second !== undefined && second.indent > first.indent) {
      // A definition list: the term, and below it, indented, what it means.
      writeRstInline(first, this.#source, this.#builder);
      this.#builder.put(': ');
      writeRstInline({ start: second.start, end: stop }, this.#source, this.#builder);
    } else if (marker === null) {
      writeRstInline({ start: first.start, end: stop }, this.#source, this.#builder);
    } else {
      const sign = marker[0].trim();
      this.#builder.put(/[\d#]/.test(sign) || /[a-zA-Z]/.test(sign) ? `${sign} ` : '- ');
      writeRstInline({ start: first.start + marker[0].length, end: stop }, this.#source, this.#builder);
      if (!this.#builder.isEmpty) this.#builder.cover(first.start + first.indent, first.start + first.indent + 1);
    }
    this.#finish(marker === null ? 'prose' : 'item');
    if (!opensLiteral) return end;
    const literalEnd = this.#indented(end, to, first.indent);
    this.#whole(end, literalEnd);
    return literalEnd;
  }

  /** A paragraph ends at a blank line, at a change of indentation that opens a definition, or at the next item. */
  #paragraphEnd(index: number, to: number): number {
    const isItem = bullet.test(this.#text(this.#lines[index]!));
    let at = index + 1;
    while (at < to && !this.#lines[at]!.blank) {
      const text = this.#text(this.#lines[at]!);
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

  /** Copies lines as they are, less the indentation they share. */
  #copyLines(from: number, to: number): void {
    const lines = this.#lines.slice(from, to);
    let shared = Infinity;
    for (const line of lines) if (!line.blank) shared = Math.min(shared, this.#text(line).search(/\S/));
    for (const line of lines) {
      if (!this.#builder.isEmpty) this.#builder.put('\n');
      if (!line.blank) this.#builder.exact(line.start + shared, line.end);
    }
  }

  /** Skips the options (`:width: 200`) that open a directive's body, and the blank lines around them. */
  #afterOptions(from: number, to: number): number {
    let at = from;
    while (at < to && !this.#lines[at]!.blank && field.test(this.#text(this.#lines[at]!))) at += 1;
    while (at < to && this.#lines[at]!.blank) at += 1;
    return at;
  }

  /** The line after the block that is indented more than `indent`, blank lines inside it included. */
  #indented(from: number, to: number, indent: number): number {
    let end = from;
    for (let at = from; at < to; at += 1) {
      const line = this.#lines[at]!;
      if (line.blank) continue;
      if (line.indent <= indent) break;
      end = at + 1;
    }
    return end;
  }

  #finish(kind: BlockKind, depth = 0): void {
    const isNextItem = kind === 'item' && this.blocks.at(-1)?.kind === 'item';
    const block = this.#builder.finish({ kind, depth, separator: isNextItem ? '\n' : '\n\n' });
    if (block !== undefined) this.blocks.push(block);
  }

  #text(line: Line): string {
    return this.#source.text.slice(line.start, line.end);
  }

  #line(index: number, to: number): string {
    return index < to ? this.#text(this.#lines[index]!) : '';
  }
}
