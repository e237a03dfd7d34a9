import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { holderOf, type FindReadable } from './article.ts';
import { isMath, skippedTags, voidTags } from './html-tags.ts';
import { walkPage, type PageElement } from './page-element.ts';

/**
 * A document tree takes much more room and time than tokens do, and the library looks at each element again and again:
 * what is larger or deeper has its named and marked parts taken out only.
 */
const maxText = 400_000;
const maxElements = 8000;
const maxDepth = 120;

/**
 * The smallest element that holds all that Mozilla's Readability takes for the article. Only where it finds text is asked of it,
 * not what it leaves out inside: it drops tables, code and short answers, which are text to learn from here.
 */
export function findReadable(...[page, source, isOut]: Parameters<FindReadable>): ReturnType<FindReadable> {
  const copy = copyPage(page, source, isOut);
  if (copy === undefined) return 'too large';
  const parsed: unknown = parseHTML(copy.html);
  if (!hasDocument(parsed)) return undefined;
  const content: unknown = new Readability(parsed.document, { disableJSONLD: true, charThreshold: 250 }).parse()?.content;
  if (typeof content !== 'string') return undefined;
  const found = [...content.matchAll(/<(?!div id="readability-page)[a-z][^<>]* data-at="(\d+)"/g)].flatMap(
    (match) => copy.elements[Number(match[1])] ?? [],
  );
  return holderOf(found.filter(({ text }) => text > 0));
}

/** The library's types are those of a browser, which this program does not know: that there is a document is looked at. */
function hasDocument(value: unknown): value is { readonly document: never } {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'document') === 'object';
}

interface PageCopy {
  readonly html: string;
  /** By the number that the copy of an element bears. */
  readonly elements: readonly PageElement[];
}

/** The page in clean mark-up without what is out, each element with its number; nothing when it is too large. */
function copyPage(page: PageElement, source: string, isOut: (element: PageElement) => boolean): PageCopy | undefined {
  const elements: PageElement[] = [];
  let fits = page.text <= maxText;
  walkPage(page, (element) => {
    if (!fits || skippedTags.has(element.name) || isOut(element)) return false;
    elements.push(element);
    fits = elements.length <= maxElements && element.depth <= maxDepth;
    return fits && !isMath(element.name);
  });
  if (!fits) return undefined;
  const numbers = new Map(elements.map((element, number) => [element, number]));
  const body = contentOf(page, source, numbers);
  return { html: `<!DOCTYPE html><html><head></head><body>${body}</body></html>`, elements };
}

function copy(element: PageElement, source: string, numbers: ReadonlyMap<PageElement, number>): string {
  const number = numbers.get(element);
  if (number === undefined) return '';
  const content = contentOf(element, source, numbers);
  if (/^(?:html|body)$/.test(element.name)) return content;
  const name = /^[a-z][a-z0-9-]*$/.test(element.name) ? element.name : 'span';
  if (voidTags.has(name)) return `<${name}>`;
  const marks = ['class', 'id', 'role', 'href', 'itemprop'].flatMap((mark) => {
    const value = element.attributes.get(mark);
    return value === undefined ? [] : [` ${mark}="${value.replace(/["<>&]/g, ' ')}"`];
  });
  return `<${name}${marks.join('')} data-at="${number}">${content}</${name}>`;
}

function contentOf(element: PageElement, source: string, numbers: ReadonlyMap<PageElement, number>): string {
  const pieces: string[] = [];
  let from = element.inside;
  for (const child of element.children) {
    pieces.push(bareText(source.slice(from, child.start)), copy(child, source, numbers));
    from = child.end;
  }
  pieces.push(bareText(source.slice(from, element.close)));
  return pieces.join('');
}

/** Text between two tags, without comments and end tags that end nothing. */
function bareText(text: string): string {
  return text.includes('<') ? text.replace(/<!--[^]*?-->|<[^<>]*>/g, '').replaceAll('<', '&lt;') : text;
}
