import { Tokenizer, type Token, type TokenHandler } from 'parse5';
import { BlockBuilder } from '../block-builder.ts';
import type { Block, BlockKind, ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import type { Cut } from './article.ts';
import { Passing, type PassingRule } from './passing.ts';
import { formKind } from './form-lines.ts';
import { decodeReferences } from './entities.ts';
import { arrangesPage, blockTags, headingLevel, isMath, opensNoteMark, skippedTags, textModeOf, voidTags } from './html-tags.ts';
import { copyHtmlText } from './html-text.ts';
import { mathmlToText } from './mathml.ts';

/** Number of characters of a table that are read to tell what it is for. */
const layoutWindow = 50_000;

/**
 * Works on tokens, not on a tree: they come in the order of the file however badly elements nest, and nesting costs
 * neither time nor stack.
 */
export class HtmlReader implements TokenHandler {
  readonly #source: SourceText;
  readonly #omit: TellOmitted;
  readonly #region: Span;
  readonly #builder: BlockBuilder;
  readonly #tokenizer: Tokenizer;
  #blocks: Block[] = [];
  #title = '';
  #inTitle = false;
  /** Offset at which the text since the last tag began. */
  #textStart: number;
  /** The element whose content is skipped, and how many of its name are open. */
  #skipped: { name: string; depth: number; start: number } | undefined;
  #heading = 0;
  #preformatted = 0;
  /** Depth of data tables; what is in one is one block. */
  #tables = 0;
  /** Of the table being read: the cell of its row, and those whose header is hidden. */
  #column = -1;
  readonly #hiddenColumns = new Set<number>();
  #lists: { ordered: boolean; count: number }[] = [];
  #item = false;
  #afterBreak = false;
  /** The content of `<main>` is all of the page that counts; after its end nothing does. */
  #main: 'none' | 'open' | 'done' = 'none';

  readonly #passing: Passing;

  constructor(source: SourceText, omit: TellOmitted, region: Span, rule: PassingRule, hidden?: readonly Cut[]) {
    this.#passing = new Passing(rule, hidden);
    this.#source = source;
    this.#omit = omit;
    this.#region = region;
    this.#textStart = region.start;
    this.#builder = new BlockBuilder(source);
    this.#tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, this);
  }

  read(): ReadDocument {
    this.#tokenizer.write(this.#source.text.slice(this.#region.start, this.#region.end), true);
    this.#finish();
    const title = this.#title.replace(/\s+/g, ' ').trim();
    const headed = this.#blocks.some(({ kind, depth }) => kind === 'heading' && depth === 1);
    return { title: headed || title === '' ? undefined : title, blocks: this.#blocks };
  }

  onStartTag(token: Token.TagToken): void {
    this.#textUpTo(token);
    const name = token.tagName;
    const mode = textModeOf(name);
    if (mode !== undefined) this.#tokenizer.state = mode;
    if (this.#isCut(this.#start(token))) return;
    if (this.#skipped !== undefined) {
      if (name === this.#skipped.name && !token.selfClosing) this.#skipped.depth += 1;
      // A drawing has titles too.
      if (name === 'title' && this.#skipped.name === 'head') this.#inTitle = true;
      return;
    }
    if (this.#isSkipped(token) || this.#isHiddenCell(name, token)) {
      if (blockTags.has(name)) this.#boundary();
      else this.#builder.skip();
      if (!token.selfClosing && !voidTags.has(name)) this.#skipped = { name, depth: 1, start: this.#start(token) };
      return;
    }
    if (name === 'title') this.#inTitle = true;
    if (name === 'main' && this.#main === 'none' && this.#passing.rule === 'tags') {
      this.#boundary();
      this.#main = 'open';
      this.#blocks = [];
    }
    if (name !== 'br') this.#afterBreak = false;
    this.#open(name, token);
  }

  #open(name: string, token: Token.TagToken): void {
    const builder = this.#builder;
    if (this.#tables > 0) {
      this.#openInTable(name);
      return;
    }
    if (blockTags.has(name) && !this.#goesOn(name)) this.#boundary();
    this.#heading = headingLevel(name) || (blockTags.has(name) ? 0 : this.#heading);
    switch (name) {
      case 'dd':
        if (!builder.isEmpty) builder.put(': ');
        break;
      case 'ul':
      case 'ol':
        this.#lists.push({ ordered: name === 'ol', count: 0 });
        break;
      case 'li':
        this.#listItem(this.#start(token));
        break;
      case 'pre':
        this.#preformatted += 1;
        break;
      case 'table':
        this.#hiddenColumns.clear();
        if (!arrangesPage(this.#after(token, layoutWindow))) {
          this.#tables = 1;
          builder.cover(this.#start(token), this.#end(token));
        }
        break;
      default:
        this.#openInline(name);
    }
  }

  /** A definition goes on from its term, the first paragraph of an item from the item's marker. */
  #goesOn(name: string): boolean {
    return this.#builder.isEmpty ? this.#item && (name === 'p' || name === 'div') : name === 'dd';
  }

  #openInline(name: string): void {
    if (name === 'br') {
      if (this.#preformatted > 0) this.#builder.put('\n');
      else if (this.#afterBreak) this.#boundary();
      else this.#builder.space();
      this.#afterBreak = true;
    } else if (name === 'code' || name === 'kbd' || name === 'samp') {
      this.#builder.beginAtom();
    } else if (name === 'sup') {
      this.#builder.put('^');
    } else if (name === 'img' || name === 'wbr') {
      this.#builder.skip();
    }
  }

  #openInTable(name: string): void {
    const builder = this.#builder;
    if (name === 'table') this.#tables += 1;
    else if (this.#tables > 1) builder.space();
    else if (name === 'tr') builder.line();
    else if (name === 'td' || name === 'th') builder.cell();
    else if (blockTags.has(name)) builder.space();
    else this.#openInline(name);
  }

  onEndTag(token: Token.TagToken): void {
    this.#textUpTo(token);
    const name = token.tagName;
    if (this.#isCut(this.#start(token))) return;
    if (name === 'title') this.#inTitle = false;
    if (this.#skipped !== undefined) {
      if (name !== this.#skipped.name) return;
      this.#skipped.depth -= 1;
      if (this.#skipped.depth > 0) return;
      if (isMath(name)) this.#formula(this.#skipped.start, this.#end(token));
      this.#skipped = undefined;
      return;
    }
    this.#afterBreak = false;
    if (this.#tables > 0) {
      if (name === 'table') this.#closeTable(token);
      else if (name === 'sup') this.#builder.unput('^');
      else if (name === 'caption') this.#builder.line();
      return;
    }
    if (name === 'code' || name === 'kbd' || name === 'samp') this.#builder.endAtom();
    if (name === 'sup') this.#builder.unput('^');
    if (!blockTags.has(name) || name === 'dt') return;
    this.#boundary();
    if (name === 'ul' || name === 'ol') this.#lists.pop();
    if (name === 'pre') this.#preformatted = Math.max(0, this.#preformatted - 1);
    if (headingLevel(name) > 0) this.#heading = 0;
    if (name === 'main' && this.#main === 'open') this.#main = 'done';
  }

  // Text is what lies between two tags: the tokenizer's own positions go wrong around character references.
  /* eslint-disable @typescript-eslint/no-empty-function */
  onCharacter(): void {}
  onWhitespaceCharacter(): void {}
  onNullCharacter(): void {}
  /* eslint-enable @typescript-eslint/no-empty-function */

  onComment(token: Token.CommentToken): void {
    this.#textUpTo(token);
    this.#omit('comment', this.#start(token));
    this.#builder.skip();
  }

  onDoctype(token: Token.DoctypeToken): void {
    this.#textUpTo(token);
  }

  onEof(): void {
    this.#textUpTo({ location: null });
  }

  /** Copies the text since the last tag up to `token`. */
  #textUpTo(token: Pick<Token.TagToken | Token.CommentToken | Token.DoctypeToken, 'location'>): void {
    const start = this.#textStart;
    const end = token.location === null ? this.#region.end : this.#region.start + token.location.startOffset;
    this.#textStart = token.location === null ? end : this.#region.start + token.location.endOffset;
    if (end <= start || this.#isCut(start)) return;
    if (this.#inTitle) {
      this.#title += decodeReferences(this.#source.text.slice(start, end));
    } else if (this.#skipped === undefined) {
      copyHtmlText({ start, end }, this.#source, this.#builder, this.#preformatted > 0);
      if (this.#afterBreak && /\S/.test(this.#source.text.slice(start, end))) this.#afterBreak = false;
    }
  }

  #formula(start: number, end: number): void {
    this.#builder.atom(() => {
      this.#builder.replace(mathmlToText(this.#source.text.slice(start, end)), start, end);
    });
  }

  #listItem(start: number): void {
    const list = this.#lists.at(-1);
    const indent = '  '.repeat(Math.max(0, Math.min(this.#lists.length, 20) - 1));
    if (list !== undefined) list.count += 1;
    this.#builder.put(indent + (list?.ordered === true ? `${list.count}. ` : '- '));
    this.#builder.cover(start, start + 1);
    this.#item = true;
  }

  #closeTable(token: Token.TagToken): void {
    this.#tables -= 1;
    if (this.#tables > 0) return;
    this.#builder.cover(this.#start(token), this.#end(token));
    this.#finish('whole');
  }

  /** Ends a block, and forgets the marker of an item that has no text. */
  #boundary(): void {
    this.#finish(this.#preformatted > 0 ? 'whole' : this.#item ? 'item' : 'prose');
  }

  #finish(kind: BlockKind = 'prose'): void {
    const nested = this.#lists.length > 0 && this.#blocks.at(-1)?.kind === 'item';
    const block = this.#builder.finish({
      kind: this.#heading > 0 ? 'heading' : kind,
      depth: this.#heading,
      separator: nested ? '\n' : '\n\n',
    });
    if (block === undefined) return;
    const form = block.kind === 'prose' || block.kind === 'item' ? formKind(block.text.replace(/^\s*(?:- |\d+\. )/, '')) : undefined;
    if (form !== undefined && this.#passing.rule !== 'all') {
      this.#omit(form, this.#textStart);
      this.#item = false;
      return;
    }
    const [atom] = block.atoms;
    const isFormula = block.kind === 'prose' && atom?.start === 0 && atom.end === block.text.length;
    if (this.#main !== 'done') this.#blocks.push(isFormula ? { ...block, kind: 'formula' } : block);
    this.#item = false;
  }

  /** Counts the cells of a row; a column whose header is hidden holds settings of the tool that shows the table. */
  #isHiddenCell(name: string, { attrs }: Token.TagToken): boolean {
    if (this.#tables > 1) return false;
    if (name === 'tr') this.#column = -1;
    if (name !== 'td' && name !== 'th') return false;
    this.#column += 1;
    if (name === 'th' && attrs.some((attr) => attr.name === 'data-hidden')) this.#hiddenColumns.add(this.#column);
    return this.#hiddenColumns.has(this.#column);
  }

  #isSkipped(token: Token.TagToken): boolean {
    const name = token.tagName;
    // The name of a picture stands in for it.
    if (name === 'i' && token.attrs.some(({ name: key, value }) => key === 'class' && /^fa(?:[bdlrs]?\s|-)/.test(value))) return true;
    if (name === 'sup') return opensNoteMark(this.#after(token, 300));
    if (name === 'nav') return this.#passing.rule === 'tags';
    return skippedTags.has(name) || isMath(name) || this.#passing.hides(token);
  }

  /** Tells whether what stands at `offset` is cut; the block before a cut that stands on its own lines ends there. */
  #isCut(offset: number): boolean {
    const cut = this.#passing.cutAt(offset);
    if (cut === undefined) return false;
    if (cut.entered) {
      if (!cut.block) this.#builder.skip();
      else if (this.#tables > 0) this.#builder.space();
      else this.#boundary();
    }
    return true;
  }

  #after(token: Token.TagToken, length: number): string {
    const start = this.#start(token);
    return this.#source.text.slice(start, Math.min(this.#region.end, start + length));
  }

  #start(token: Token.TagToken | Token.CommentToken): number {
    return this.#region.start + (token.location?.startOffset ?? 0);
  }

  #end(token: Token.TagToken): number {
    return this.#region.start + (token.location?.endOffset ?? 0);
  }
}
