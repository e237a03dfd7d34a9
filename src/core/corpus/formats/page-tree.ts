import { Tokenizer, type Token, type TokenHandler } from 'parse5';
import type { Span } from '../passage.ts';
import { addTo, newElement, type PageElement } from './page-element.ts';
import { blockTags, skippedTags, textModeOf, voidTags } from './html-tags.ts';

/** More elements are a book or a table in one page; their tree would take more room than the text. */
const maxElements = 300_000;
/** Open elements looked at to find the one that a tag ends; real pages need a few. */
const reach = 64;

const kept = new Set([
  'class',
  'id',
  'role',
  'itemprop',
  'rel',
  'href',
  'hidden',
  'aria-hidden',
  'aria-label',
  'style',
  'type',
  'name',
  'open',
]);
const askingTypes = /^(?:search|email|password)$/i;

/** What a start tag ends that is still open, and what it looks for no further than. */
const ends: Readonly<Record<string, { readonly open: readonly string[]; readonly within: readonly string[] }>> = {
  li: { open: ['li'], within: ['ul', 'ol', 'menu'] },
  dt: { open: ['dt', 'dd'], within: ['dl'] },
  dd: { open: ['dt', 'dd'], within: ['dl'] },
  td: { open: ['td', 'th'], within: ['tr', 'table'] },
  th: { open: ['td', 'th'], within: ['tr', 'table'] },
  tr: { open: ['tr'], within: ['table', 'tbody', 'thead', 'tfoot'] },
  tbody: { open: ['tbody', 'thead', 'tfoot', 'caption'], within: ['table'] },
  tfoot: { open: ['tbody', 'thead', 'tfoot', 'caption'], within: ['table'] },
  thead: { open: ['tbody', 'thead', 'tfoot', 'caption'], within: ['table'] },
};

/** An end tag does not reach out of the cell that it stands in, unless it ends a part of the table. */
const cells = new Set(['td', 'th', 'caption']);
const tableParts = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th', 'caption', 'body', 'html']);

/** The elements of a page; nothing when there are too many of them. */
export function readPageTree(text: string): PageElement | undefined {
  return new TreeReader(text).read();
}

/**
 * Nests elements as a browser does where pages really err (missing end tags, stray ones). Where a page errs in another
 * way an element is larger or smaller than it is shown, but the tree is always one, in the order of the file.
 */
class TreeReader implements TokenHandler {
  readonly #text: string;
  readonly #tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, this);
  readonly #page: PageElement;
  readonly #open: PageElement[];
  readonly #counts = new Map<string, number>();
  #elements = 0;
  #textStart = 0;
  /** The element without text of its own that is being passed over, and how many of its name are open. */
  #opaque: { element: PageElement; depth: number } | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#page = newElement('', undefined, 0, new Map());
    this.#open = [this.#page];
  }

  read(): PageElement | undefined {
    this.#tokenizer.write(this.#text, true);
    if (this.#elements > maxElements) return undefined;
    while (this.#open.length > 0) this.#pop(this.#text.length);
    return this.#page;
  }

  onStartTag(token: Token.TagToken): void {
    const { start, end } = this.#textUpTo(token);
    const name = token.tagName;
    const mode = textModeOf(name);
    if (mode !== undefined) this.#tokenizer.state = mode;
    if (this.#opaque !== undefined) {
      if (name === this.#opaque.element.name && !token.selfClosing) this.#opaque.depth += 1;
      return;
    }
    if (this.#full()) return;
    this.#endOthers(name, start);
    const parent = this.#open.at(-1)!;
    const element = newElement(name, parent, start, attributesOf(token));
    parent.children.push(element);
    element.end = element.inside = element.close = end;
    this.#note(element);
    const isLeaf = token.selfClosing || voidTags.has(name);
    // Menus are looked into: what a page shows there is text, though not of its article.
    if (skippedTags.has(name) && name !== 'nav') {
      if (!isLeaf) this.#opaque = { element, depth: 1 };
    } else if (isLeaf) {
      addTo(parent, element);
    } else {
      this.#open.push(element);
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
  }

  onEndTag(token: Token.TagToken): void {
    const { start, end } = this.#textUpTo(token);
    const name = token.tagName;
    if (this.#opaque !== undefined) {
      if (name !== this.#opaque.element.name) return;
      this.#opaque.depth -= 1;
      if (this.#opaque.depth > 0) return;
      this.#opaque.element.end = end;
      this.#opaque = undefined;
      return;
    }
    const index = this.#find(name);
    if (index === undefined) return;
    while (this.#open.length > index + 1) this.#pop(start);
    this.#pop(end, start);
  }

  /* eslint-disable @typescript-eslint/no-empty-function */
  onCharacter(): void {}
  onWhitespaceCharacter(): void {}
  onNullCharacter(): void {}
  /* eslint-enable @typescript-eslint/no-empty-function */

  onComment(token: Token.CommentToken): void {
    this.#textUpTo(token);
  }

  onDoctype(token: Token.DoctypeToken): void {
    this.#textUpTo(token);
  }

  onEof(): void {
    this.#textUpTo({ location: null });
  }

  #full(): boolean {
    this.#elements += 1;
    if (this.#elements <= maxElements) return false;
    this.#tokenizer.pause();
    return true;
  }

  /** Counts the text since the last tag; returns where this one stands. */
  #textUpTo(token: Pick<Token.TagToken | Token.CommentToken | Token.DoctypeToken, 'location'>): Span {
    const from = this.#textStart;
    const start = token.location === null ? this.#text.length : token.location.startOffset;
    const end = token.location === null ? this.#text.length : token.location.endOffset;
    this.#textStart = end;
    if (start > from && this.#opaque === undefined && this.#elements <= maxElements) {
      const length = visible(this.#text, from, start);
      const top = this.#open.at(-1)!;
      top.text += length;
      if ((this.#counts.get('a') ?? 0) > 0) top.linked += length;
    }
    return { start, end };
  }

  #endOthers(name: string, at: number): void {
    if (blockTags.has(name) && this.#has('p'))
      this.#endThrough(
        (open) => open === 'p',
        (open) => blockTags.has(open),
        at,
      );
    // A link in a link ends the first.
    if (name === 'a' && this.#has('a'))
      this.#endThrough(
        (open) => open === 'a',
        (open) => cells.has(open),
        at,
      );
    const rule = Object.hasOwn(ends, name) ? ends[name] : undefined;
    if (rule?.open.some((open) => this.#has(open)) === true) {
      this.#endThrough(
        (open) => rule.open.includes(open),
        (open) => rule.within.includes(open),
        at,
      );
    }
  }

  #has(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  /** Ends the innermost open element that is meant, with all inside it, unless one that stops the search lies between. */
  #endThrough(isMeant: (name: string) => boolean, stops: (name: string) => boolean, at: number): void {
    const last = this.#open.length - 1;
    for (let index = last; index > Math.max(0, last - reach); index -= 1) {
      const { name } = this.#open[index]!;
      if (isMeant(name)) {
        while (this.#open.length > index) this.#pop(at);
        return;
      }
      if (stops(name)) return;
    }
  }

  /** Index of the open element that an end tag ends. */
  #find(name: string): number | undefined {
    if (!this.#has(name)) return undefined;
    const last = this.#open.length - 1;
    const isBlock = blockTags.has(name);
    const isPart = tableParts.has(name);
    for (let index = last; index > 0; index -= 1) {
      const open = this.#open[index]!.name;
      if (open === name) return index;
      // An end tag of emphasis ends no paragraph, and what stands in a cell ends no table.
      if ((!isBlock && blockTags.has(open)) || (!isPart && cells.has(open)) || last - index > reach) return undefined;
    }
    return undefined;
  }

  #pop(end: number, close = end): void {
    const element = this.#open.pop()!;
    element.end = end;
    element.close = close;
    this.#counts.set(element.name, (this.#counts.get(element.name) ?? 1) - 1);
    if (element.parent !== undefined) addTo(element.parent, element);
  }

  #note(element: PageElement): void {
    const { name, attributes } = element;
    if (name === 'a' && attributes.has('href')) {
      element.links = 1;
      if (attributes.get('href')?.startsWith('#') === true) element.inner = 1;
    } else if (name === 'h1') {
      element.titles = 1;
    } else if (name === 'main' || name === 'article' || attributes.get('role') === 'main') {
      element.landmarks = 1;
    } else if (name === 'input') {
      element.fields = askingTypes.test(attributes.get('type') ?? '') || attributes.get('name') === 'q' ? 1 : 0;
    }
  }
}

const noAttributes: ReadonlyMap<string, string> = new Map();

function attributesOf({ attrs }: Token.TagToken): ReadonlyMap<string, string> {
  const known = attrs.filter(({ name }) => kept.has(name));
  return known.length === 0 ? noAttributes : new Map(known.map(({ name, value }) => [name, value.slice(0, 400)]));
}

/** Number of characters between two places that are no white space. */
function visible(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) > 32) count += 1;
  return count;
}
