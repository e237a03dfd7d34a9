import type { List, Paragraph, Root, RootContent } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified, type Processor } from 'unified';
import { BlockBuilder } from '../block-builder.ts';
import type { Block, BlockKind, ReadDocument } from '../block.ts';
import type { TellOmitted } from '../omissions.ts';
import type { SourceText } from '../source-text.ts';
import { maskCredits } from './credits.ts';
import { frontMatterTitle } from './front-matter.ts';
import { readHtml } from './html.ts';
import { blockTags, headingLevel } from './html-tags.ts';
import { linkTargets } from './link-targets.ts';
import { endOf, maskAt, startOf, writeInline, type InlineContext } from './markdown-inline.ts';
import { maskMarkup, type MarkdownDialect, type Mask } from './markdown-masks.ts';
import { writeFence, writeTable } from './markdown-whole.ts';
import { mathmlToText } from './mathml.ts';

/** Bare addresses are text to us anyway, and looking for them takes time that grows with the square of the words after an open bracket. */
const addresses: ReadonlySet<string | undefined> = new Set(['wwwAutolink', 'protocolAutolink', 'emailAutolink']);

/**
 * Tags are read as inline everywhere, so that Markdown between block tags is Markdown, as kramdown and MDX have it. The
 * transforms of remark-gfm would cut text into nodes without positions.
 */
function ourDialect(this: Processor, { disable }: { readonly disable: readonly string[] }): void {
  const data = this.data();
  const grammar = (data.micromarkExtensions ??= []);
  // Taken out, not disabled: the tokenizer would still stop at every word to see whether one is disabled.
  for (const { text = {} } of grammar) {
    for (const [code, constructs = []] of Object.entries(text)) {
      text[code] = [constructs].flat().filter(({ name }) => !addresses.has(name));
    }
  }
  grammar.push({ disable: { null: ['htmlFlow', ...disable] } });
  for (const extension of (data.fromMarkdownExtensions ?? []).flat()) delete extension.transforms;
}

function parserOf(disable: readonly string[]): Processor<Root> {
  return unified().use(remarkParse).use(remarkFrontmatter, ['yaml', 'toml']).use(remarkGfm).use(ourDialect, { disable }).freeze();
}

/** In MDX indentation is layout, never code. */
const parsers = { markdown: parserOf([]), mdx: parserOf(['codeIndented']) };

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
  /** Depth of the HTML heading being written. */
  #heading = 0;
  /** The block being written is a list item's first. */
  #item = false;
  #separator = '\n\n';
  /** Blocks ended by a tag inside a paragraph: its span is then no longer the paragraph's. */
  #breaks = 0;
  #unbroken = false;

  constructor(source: SourceText, dialect: MarkdownDialect, omit: TellOmitted) {
    const { text, masks } = maskMarkup(maskCredits(source.text, omit), dialect);
    this.#source = source;
    this.#omit = omit;
    for (const { start, kind } of masks) if (kind === 'noise' && source.text.startsWith('<!--', start)) omit('comment', start);
    this.#dialect = dialect;
    this.builder = new BlockBuilder(source);
    this.text = text;
    this.masks = masks;
    this.base = text.startsWith('\uFEFF') ? 1 : 0;
    this.target = linkTargets(source.text);
  }

  read(): ReadDocument {
    const { children } = parsers[this.#dialect].parse(this.text);
    const [first] = children;
    const matter = first?.type === 'yaml' || (first?.type as string) === 'toml' ? first : undefined;
    this.#children(children);
    const title =
      matter === undefined ? undefined : frontMatterTitle(this.#source.text.slice(startOf(matter, this.base), endOf(matter, this.base)));
    return { title, blocks: this.#blocks };
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
          this.builder.exact(mask.start, mask.end);
        });
        break;
      case 'html':
        if (this.#unbroken) {
          this.builder.skip();
        } else {
          this.#break();
          for (const block of readHtml(this.#source, this.#omit, mask).blocks) this.#blocks.push(block);
        }
        break;
      case 'literal':
        this.builder.prose(mask.start, mask.end);
        break;
      case 'noise':
        this.builder.skip();
    }
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
      this.#heading = closes ? 0 : headingLevel(name);
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
    const heading = this.#heading > 0;
    const block = this.builder.finish({
      kind: heading ? 'heading' : kind,
      depth: heading ? this.#heading : depth,
      separator: this.#separator,
    });
    if (block === undefined) return;
    const [atom] = block.atoms;
    const isFormula = block.kind === 'prose' && atom?.start === 0 && atom.end === block.text.length;
    this.#blocks.push(isFormula ? { ...block, kind: 'formula' } : block);
    this.#separator = this.#listDepth > 0 ? '\n' : '\n\n';
  }

  #children(nodes: readonly RootContent[]): void {
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index]!;
      switch (node.type) {
        case 'heading':
          this.#cover(node);
          this.#oneBlock(() => {
            writeInline(node.children, this);
          });
          this.#finish('heading', node.depth);
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
        case 'table':
          this.#cover(node);
          this.#oneBlock(() => {
            if (node.type === 'code') writeFence(node, this);
            else writeTable(node, this);
          });
          this.#finish('whole');
          break;
        default:
          // Thematic breaks and link definitions have no text.
          break;
      }
    }
  }

  #list(list: List): void {
    if (this.#listDepth > 0) this.#separator = '\n';
    this.#listDepth += 1;
    const indent = '  '.repeat(this.#listDepth - 1);
    for (const [index, item] of list.children.entries()) {
      const marker = list.ordered === true ? `${(list.start ?? 1) + index}. ` : '- ';
      this.builder.put(indent + marker);
      this.#item = true;
      const [first] = item.children;
      if (first?.type === 'paragraph') this.builder.cover(startOf(item, this.base), startOf(first, this.base));
      this.#children(item.children);
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
      if (next.type !== 'paragraph' || this.builder.isEmpty || !this.#goesOn(paragraph, last, next)) break;
      if (this.text.charAt(startOf(next, this.base)) !== '-') this.builder.space();
      this.builder.skip();
      writeInline(next.children, this);
      last = next;
      count += 1;
    }
    if (this.#breaks === breaks && !this.builder.isEmpty) this.builder.cover(startOf(paragraph, this.base), endOf(last, this.base));
    this.#finish();
    this.#item = false;
    return count;
  }

  /**
   * Converters to kramdown put a blank line after every formula, also in the middle of a sentence. What follows goes
   * on when it stands one column further in, or starts with a small letter, a punctuation mark or the
   * end of an emphasis.
   */
  #goesOn(first: Paragraph, before: Paragraph, next: Paragraph): boolean {
    const end = endOf(before, this.base);
    const mask = maskAt(this.masks, end - 1);
    if (mask?.kind !== 'math' || mask.start >= end || mask.end !== end) return false;
    const column = (node: Paragraph): number => node.position?.start.column ?? 0;
    return (
      column(next) === column(first) + 1 ||
      /^(?:\*{2,4}\s|(?:<\/?[a-z][^<>]{0,100}>|[*_\s])*(?:[\p{Ll},.;:?!)]|\\[:.?!]|-\p{L}))/u.test(
        this.text.slice(startOf(next, this.base), endOf(next, this.base)),
      )
    );
  }

  #cover(node: RootContent): void {
    this.builder.cover(startOf(node, this.base), endOf(node, this.base));
  }
}
