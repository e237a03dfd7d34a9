import type { Code, Heading, List, ListItem, Paragraph, RootContent } from 'mdast';
import { BlockBuilder } from '../block-builder.ts';
import type { Block, BlockKind, ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { SourceText } from '../source-text.ts';
import { maskCredits } from './credits.ts';
import { readHtml } from './html.ts';
import { blockTags, headingLevel } from './html-tags.ts';
import { setsNotebookUp } from './fences.ts';
import { writeFormula } from './latex.ts';
import { linkTargets } from './link-targets.ts';
import { writeGrid } from './markdown-grid.ts';
import { asHtmlComments } from './markdown-comments.ts';
import { endOf, maskAt, startOf, writeInline, writeTarget, type InlineContext } from './markdown-inline.ts';
import { maskMarkup, type MarkdownDialect } from './markdown-masks.ts';
import { parsers } from './markdown-parser.ts';
import { goesOn } from './markdown-severed.ts';
import { isOutput, writeFence, writeTable, type ReadCode } from './markdown-whole.ts';
import type { Mask } from './mask.ts';
import { mathmlToText } from './mathml.ts';
import { withoutCalls } from './repeated-calls.ts';
import { withoutVariants, type BlockNote } from './variants.ts';

/** Reads Markdown, kramdown's and MDX's additions included; a file that breaks a rule of theirs is read all the same. */
export function readMarkdown(source: SourceText, dialect: MarkdownDialect, omit: TellOmitted): ReadDocument {
  return new MarkdownReader(source, dialect, omit).read();
}

class MarkdownReader implements InlineContext {
  readonly builder: BlockBuilder;
  readonly text: string;
  readonly masks: readonly Mask[];
  readonly base: number;
  readonly target: (url: string) => string;
  quotes = 0;
  readonly #source: SourceText;
  readonly #omit: TellOmitted;
  readonly #dialect: MarkdownDialect;
  readonly #blocks: Block[] = [];
  #listDepth = 0;
  /** The marker of an item that begins with a list: that of the list's first item. */
  #lead: string | undefined;
  /** Depth of the HTML heading being written. */
  #htmlHeading = 0;
  /** The block being written is a list item's first. */
  #item = false;
  #separator = '\n\n';
  /** Blocks ended by a tag inside a paragraph: its span is then no longer the paragraph's. */
  #breaks = 0;
  #unbroken = false;
  readonly #title: string | undefined;
  readonly #notes = new Map<Block, BlockNote>();
  /** Blocks that are one link to another site and nothing else, with where they stand. */
  readonly #calls = new Map<Block, number>();
  /** The file with the comments in its HTML tables as comments of HTML. */
  #htmlSource: SourceText | undefined;
  /** Nothing but output of a program stands between here and the code block before. */
  /** The language of the fence right before, '' for one without. */
  #afterCode: string | null = null;

  constructor(source: SourceText, dialect: MarkdownDialect, omit: TellOmitted) {
    const { text, masks, title } = maskMarkup(maskCredits(source.text, omit), dialect);
    this.#title = title;
    this.#source = source;
    this.#omit = omit;
    for (const mask of masks) if (mask.omit !== undefined) omit(mask.omit, mask.start);
    this.#dialect = dialect;
    this.builder = new BlockBuilder(source);
    this.text = text;
    this.masks = masks;
    this.base = text.startsWith('\uFEFF') ? 1 : 0;
    this.target = linkTargets(source.text);
  }

  read(): ReadDocument {
    const { children } = parsers[this.#dialect].parse(this.text);
    this.#children(children);
    const blocks = withoutVariants(this.#blocks, this.#notes, this.#omit);
    return { title: this.#title, blocks: withoutCalls(blocks, this.#calls, this.#omit) };
  }

  mask(mask: Mask): void {
    switch (mask.kind) {
      case 'math': {
        const formula = mathmlToText(this.#source.text.slice(mask.start, mask.end));
        this.builder.atom(() => {
          this.builder.replace(formula, mask.start, mask.end);
        });
        break;
      }
      case 'formula':
        this.builder.atom(() => {
          writeFormula(mask, this.#source, this.builder, this.#omit);
        });
        break;
      case 'html':
        this.#html(mask);
        break;
      case 'grid':
        this.#break();
        writeGrid(mask, this.#source, this.builder);
        this.#finish('whole');
        break;
      case 'noun':
        writeTarget(mask.text ?? '', mask.start, mask.end, this.builder);
        break;
      case 'literal':
        this.builder.prose(mask.start, mask.end);
        break;
      default:
        this.builder.skip();
    }
  }

  #html(mask: Mask): void {
    if (this.#unbroken) {
      this.builder.skip();
      return;
    }
    this.#break();
    if (/^<table\b[^<>]{0,300}\bclass\s*=\s*["'][^"']{0,200}\bdataframe\b/i.test(this.#source.text.slice(mask.start, mask.start + 600))) {
      this.#omit('output', mask.start);
      return;
    }
    const tables = (): SourceText => {
      const regions = this.masks.filter(({ start, kind }) => kind === 'html' && !/^<pre/i.test(this.#source.text.slice(start, start + 4)));
      return { ...this.#source, text: asHtmlComments(this.#source.text, regions) };
    };
    this.#htmlSource ??= tables();
    for (const block of readHtml(this.#htmlSource, this.#omit, mask).blocks) this.#blocks.push(block);
  }

  tag(tag: string): void {
    const match = /^<(\/?)([A-Za-z][\w.:-]*)/.exec(tag);
    if (match === null) return;
    const name = match[2]!.toLowerCase();
    const closes = match[1] === '/';
    if (blockTags.has(name) && this.#unbroken) {
      this.builder.space();
    } else if (blockTags.has(name)) {
      this.#break();
      this.#htmlHeading = closes ? 0 : headingLevel(name);
      if (name === 'li' && !closes) this.builder.put('- ');
    } else if (name === 'br') {
      this.builder.space();
    } else if (name === 'sup' && !tag.endsWith('/>')) {
      if (closes) this.builder.unput('^');
      else this.builder.put('^');
    } else {
      this.builder.skip();
    }
  }

  #break(): void {
    this.#breaks += 1;
    this.#finish();
  }

  /** Runs `write`, in which no tag may end the block: a heading, a table. */
  #oneBlock(write: () => void): void {
    this.#unbroken = true;
    write();
    this.#unbroken = false;
  }

  #finish(kind: BlockKind = this.#item ? 'item' : 'prose', depth = 0): void {
    const heading = this.#htmlHeading > 0;
    const block = this.builder.finish({
      kind: heading ? 'heading' : kind,
      depth: heading ? this.#htmlHeading : depth,
      separator: this.#separator,
    });
    if (block === undefined) return;
    const [atom] = block.atoms;
    const isFormula = block.kind === 'prose' && atom?.start === 0 && atom.end === block.text.length;
    this.#blocks.push(isFormula ? { ...block, kind: 'formula' } : block);
    this.#separator = this.#listDepth > 0 ? '\n' : '\n\n';
  }

  #children(nodes: readonly RootContent[]): void {
    this.#afterCode = null;
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index]!;
      const before = this.#blocks.length;
      switch (node.type) {
        case 'heading':
          this.#heading(node);
          break;
        case 'paragraph':
          index += this.#paragraphs(node, nodes.slice(index + 1, index + 200));
          break;
        case 'list':
          this.#list(node);
          break;
        case 'blockquote':
          this.quotes += 1;
          this.#children(node.children);
          this.quotes -= 1;
          break;
        case 'footnoteDefinition':
          this.#children(node.children);
          break;
        case 'code':
          this.#code(node);
          continue;
        case 'table':
          this.#cover(node);
          this.#oneBlock(() => {
            writeTable(node, this);
          });
          this.#finish('whole');
          break;
        default:
          // Thematic breaks and link definitions have no text.
          break;
      }
      if (this.#blocks.length > before) this.#afterCode = null;
    }
    this.#afterCode = null;
  }

  /** A heading of the file, or the title of a callout, a tab or the like: that heads nothing but the block below it. */
  #heading(node: Heading): void {
    const start = startOf(node, this.base);
    const mask = maskAt(this.masks, start);
    const isTitle = mask !== undefined && mask.start <= start && (mask.kind === 'title' || mask.kind === 'nested');
    this.#cover(node);
    this.#oneBlock(() => {
      writeInline(node.children, this);
    });
    const count = this.#blocks.length;
    if (isTitle) this.#finish();
    else this.#finish('heading', node.depth);
    if (isTitle && mask.isTab === true && this.#blocks.length > count) this.#notes.set(this.#blocks.at(-1)!, { at: start, isTab: true });
  }

  #code(node: Code): void {
    const start = startOf(node, this.base);
    let code: ReadCode | undefined;
    this.#cover(node);
    this.#oneBlock(() => {
      code = writeFence(node, this, this.#omit);
    });
    if (code === undefined) return;
    if (this.#afterCode !== null && isOutput(code, this.#afterCode)) {
      this.builder.finish({ kind: 'whole' });
      this.#omit('output', start);
      return;
    }
    if (code.isFenced && setsNotebookUp(code.value.split('\n'))) {
      this.builder.finish({ kind: 'whole' });
      this.#omit('macro', start);
      return;
    }
    const count = this.#blocks.length;
    this.#finish('whole');
    if (code.isFenced && this.#blocks.length > count) this.#notes.set(this.#blocks.at(-1)!, { at: start, code });
    this.#afterCode = code.isFenced ? code.language : null;
  }

  #list(list: List): void {
    let items: ListItem[] = [];
    let written = 0;
    const flush = (): void => {
      if (items.length > 0) this.#items(list, items, written - items.length);
      items = [];
    };
    for (const item of list.children) {
      written += 1;
      if (!this.#isBlock(item)) {
        items.push(item);
        continue;
      }
      // Blocks of dialects with indented lines are items to the parser alone.
      written -= 1;
      flush();
      this.#children(item.children);
    }
    flush();
  }

  #isBlock(item: ListItem): boolean {
    const start = startOf(item, this.base);
    const mask = maskAt(this.masks, start);
    return mask?.kind === 'nested' && mask.start === start;
  }

  #items(list: List, items: readonly ListItem[], before: number): void {
    if (this.#listDepth > 0 && this.#lead === undefined) this.#separator = '\n';
    this.#listDepth += 1;
    const indent = '  '.repeat(this.#listDepth - 1);
    for (const [index, item] of items.entries()) {
      const marker = list.ordered === true ? `${(list.start ?? 1) + before + index}. ` : '- ';
      const [first] = item.children;
      const lead = this.#lead ?? indent + marker;
      this.#lead = first?.type === 'list' ? lead : undefined;
      if (this.#lead === undefined) this.builder.put(lead);
      this.#item = true;
      if (first?.type === 'paragraph') this.builder.cover(startOf(item, this.base), startOf(first, this.base));
      this.#children(item.children);
      this.#lead = undefined;
      // An empty item leaves its marker behind.
      this.builder.finish({ kind: 'item' });
      this.#item = false;
    }
    this.#listDepth -= 1;
    if (this.#listDepth === 0) this.#separator = '\n\n';
  }

  /** Writes a paragraph and those that only go on with its sentence; returns how many of `following` those are. */
  #paragraphs(paragraph: Paragraph, following: readonly RootContent[]): number {
    const breaks = this.#breaks;
    writeInline(paragraph.children, this);
    let last = paragraph;
    let count = 0;
    for (const next of following) {
      if (next.type !== 'paragraph' || this.builder.isEmpty || !goesOn(paragraph, last, next, this)) break;
      if (this.text.charAt(startOf(next, this.base)) !== '-') this.builder.space();
      this.builder.skip();
      writeInline(next.children, this);
      last = next;
      count += 1;
    }
    if (this.#breaks === breaks && !this.builder.isEmpty) this.builder.cover(startOf(paragraph, this.base), endOf(last, this.base));
    const before = this.#blocks.length;
    this.#finish();
    this.#item = false;
    if (this.#blocks.length === before + 1 && isCall(paragraph)) this.#calls.set(this.#blocks.at(-1)!, startOf(paragraph, this.base));
    return count;
  }

  #cover(node: RootContent): void {
    this.builder.cover(startOf(node, this.base), endOf(node, this.base));
  }
}

/** One link to another site, and nothing beside it but lines that are left out. */
function isCall({ children }: Paragraph): boolean {
  const [link, ...others] = children.filter((node) => node.type !== 'html' && (node.type !== 'text' || /[^\s\uE000]/.test(node.value)));
  return link?.type === 'link' && others.length === 0 && /^https?:/i.test(link.url);
}
