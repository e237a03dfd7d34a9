import type { OmissionKind } from '../omissions.ts';
import { firstIndex } from '../../search.ts';
import type { Span } from '../passage.ts';
import { furnitureKind, isOutOfSight, isSealed } from './furniture.ts';
import { blockTags } from './html-tags.ts';
import { walkPage, type PageElement } from './page-element.ts';
import { readPageTree } from './page-tree.ts';

/**
 * Looks for the article of a page that does not say where it is: of the elements of a tree, those in which there is
 * some of it, by a library that knows such pages. A port, since the library is loaded with the first page that needs it.
 */
export type FindReadable = (
  page: PageElement,
  source: string,
  isOut: (element: PageElement) => boolean,
) => PageElement | 'too large' | undefined;

/** A part of a page that is not read. Cuts lie between tags, in the order of the file, and do not overlap. */
export interface Cut extends Span {
  /** It stands on lines of its own. */
  readonly block: boolean;
}

interface PagePart extends Cut {
  readonly kind: OmissionKind;
  readonly element: PageElement;
}

export interface Article {
  readonly cuts: readonly Cut[];
  readonly omitted: readonly { readonly kind: OmissionKind; readonly at: number }[];
}

/** An article is not much shorter than what is left of its page without furniture. */
const rootShare = 0.3;
const innerShare = 0.6;
/** The library is asked where marks say nothing; then comments and teasers are often longer than the article. */
const votedShare = 0.2;
const leastVoted = 300;
/** Characters below which a part of a page is no article, unless it is most of it. */
const leastArticle = 140;
/** Less than this, and less than so much of the page, is left only where names mislead. */
const leastKept = 200;
const leastShare = 0.12;

/** Characters beside a large part that can be an article. */
const enoughBeside = 600;

/** Classes and ids of the element that holds the text, in what writes many pages. */
const holders = new Set(
  (
    'mw-parser-output markdown-body theme-doc-markdown md-content__inner entry-content post-content article-content article-body articlebody ' +
    'story-body article__body post-body post__content rst-content markdown-section page-inner mw-content-text'
  ).split(' '),
);

/** What to leave out of a page so that its article is left; nothing when the page is too large to tell. */
export function findArticle(source: string, readable: FindReadable | undefined): Article | undefined {
  const page = readPageTree(source);
  if (page === undefined) return undefined;
  const found = new Parts(partsOf(page, source));
  const misled = misleads(page, found);
  const parts = misled ? new Parts(found.list.filter(({ element }) => element.text === 0 || element.name === 'nav')) : found;
  const root = misled ? page : pickRoot(page, parts, source, readable);
  if (root !== 'too large') return cutsOf(page, root, parts);
  const { cuts, omitted } = cutsOf(page, page, parts);
  return { cuts, omitted: [...omitted, { kind: 'unsearched', at: 0 }] };
}

/** What of a page is out of sight; nothing when the page is too large to tell. */
export function hiddenParts(source: string): readonly Cut[] | undefined {
  const page = readPageTree(source);
  if (page === undefined) return undefined;
  const hidden: Cut[] = [];
  walkPage(page, (element) => {
    if (!isOutOfSight(element)) return true;
    if (element.end > element.start) hidden.push({ start: element.start, end: element.end, block: blockTags.has(element.name) });
    return false;
  });
  return hidden;
}

function partsOf(page: PageElement, source: string): PagePart[] {
  const parts: PagePart[] = [];
  const prose = proseOf(page);
  walkPage(page, (element) => {
    if (isSealed(element) && !isOutOfSight(element)) return false;
    const kind = furnitureKind(element, source);
    if (kind === undefined) return true;
    // What has most of the page's text is the page, whatever it is called, unless there is enough beside it.
    if (proseOf(element) > 0.5 * prose && prose - proseOf(element) < enoughBeside && !isNever(element)) return true;
    parts.push({ start: element.start, end: element.end, block: blockTags.has(element.name), kind, element });
    return false;
  });
  return parts.filter(({ start, end }) => end > start);
}

const isNever = (element: PageElement): boolean => element.name === 'nav' || isOutOfSight(element);

/** Parts in the order of the file, with the text in any stretch of them. */
class Parts {
  readonly list: readonly PagePart[];
  readonly #sums: readonly number[];

  constructor(list: readonly PagePart[]) {
    this.list = list;
    let sum = 0;
    this.#sums = [0, ...list.map(({ element }) => (sum += proseOf(element)))];
  }

  /** Text of an element that is in none of the parts and in no link: what an article has and what is around it has not. */
  kept(element: PageElement): number {
    return proseOf(element) - (this.#sums[this.#from(element.end)]! - this.#sums[this.#from(element.start)]!);
  }

  isOut = (element: PageElement): boolean => {
    const before = this.list[this.#from(element.start + 1) - 1];
    return before !== undefined && before.end >= element.end && before.start <= element.start;
  };

  /** Index of the first part that starts at `offset` or later. */
  #from(offset: number): number {
    return firstIndex(this.list, ({ start }) => start >= offset);
  }
}

const proseOf = ({ text, linked }: PageElement): number => text - linked;

/** Tells whether nearly all of a page passes for furniture: then names mean something else here. */
function misleads(page: PageElement, parts: Parts): boolean {
  const kept = parts.kept(page);
  const prose = proseOf(page);
  return kept < leastKept && kept < leastShare * prose && prose - kept > leastKept;
}

function pickRoot(page: PageElement, parts: Parts, source: string, readable: FindReadable | undefined): PageElement | 'too large' {
  const all = parts.kept(page);
  const marked = candidates(page, parts);
  for (const group of [marked.main, marked.body, marked.article, marked.holder]) {
    const root = together(group, group === marked.main || group === marked.article, parts);
    if (root === undefined) continue;
    const kept = parts.kept(root);
    if (kept >= rootShare * all || (group === marked.main && kept >= leastArticle)) return narrow(root, marked, parts);
  }
  if (readable === undefined || !isFurnished(page, parts)) return page;
  const voted = readable(page, source, parts.isOut);
  if (voted === 'too large') return voted;
  return voted !== undefined && parts.kept(voted) >= Math.max(leastVoted, votedShare * all) ? voted : page;
}

/** The element that is meant by some that are marked alike: the one with most text, or what holds all that have some. */
function together(group: readonly PageElement[], one: boolean, parts: Parts): PageElement | undefined {
  const outer = outermost(group).filter((element) => parts.kept(element) > 0);
  const larger = outer.filter((element) => parts.kept(element) >= leastArticle);
  if (larger.length > 1 && !one) return holderOf(larger);
  // Several articles beside each other are a list of them, or a question and its answers.
  const [first, second] = outer.toSorted((a, b) => parts.kept(b) - parts.kept(a));
  const isAlone = second === undefined || parts.kept(first!) > 4 * parts.kept(second);
  return larger.length > 1 && first?.name === 'article' && !isAlone ? undefined : first;
}

/** The smallest element that holds all of some. */
export function holderOf(elements: readonly PageElement[]): PageElement | undefined {
  const low = elements.reduce((least, { start }) => Math.min(least, start), Infinity);
  const high = elements.reduce((most, { end }) => Math.max(most, end), 0);
  let at = elements[0];
  while (at !== undefined && (at.start > low || at.end < high)) at = at.parent;
  return at;
}

/** A page without menus, links and the like is all article: what a word processor or a converter wrote. */
function isFurnished(page: PageElement, parts: Parts): boolean {
  return page.links >= 5 && (page.linked > 0.08 * page.text || parts.list.length > 0);
}

interface Candidates {
  readonly main: PageElement[];
  readonly body: PageElement[];
  readonly article: PageElement[];
  readonly holder: PageElement[];
}

function candidates(page: PageElement, parts: Parts): Candidates {
  const found: Candidates = { main: [], body: [], article: [], holder: [] };
  walkPage(page, (element) => {
    if (isSealed(element) || parts.isOut(element)) return false;
    const { name, attributes } = element;
    if (name === 'main' || attributes.get('role') === 'main') found.main.push(element);
    else if (/(?:^|\s)articleBody\b/.test(attributes.get('itemprop') ?? '')) found.body.push(element);
    else if (name === 'article') found.article.push(element);
    else if (attributes.size > 0 && holds(attributes)) found.holder.push(element);
    return true;
  });
  return found;
}

function holds(attributes: ReadonlyMap<string, string>): boolean {
  const classes = (attributes.get('class') ?? '').toLowerCase().split(/\s+/, 24);
  return classes.some((mark) => holders.has(mark)) || holders.has((attributes.get('id') ?? '').toLowerCase());
}

/** Those that lie in none of the others; `elements` are in the order of the file. */
function outermost(elements: readonly PageElement[]): PageElement[] {
  const outer: PageElement[] = [];
  for (const element of elements) if (element.start >= (outer.at(-1)?.end ?? 0)) outer.push(element);
  return outer;
}

/** The one element inside that is most of it: a page's main part often has more in it than the article. */
function narrow(root: PageElement, { body, article, holder }: Candidates, parts: Parts): PageElement {
  let narrowed = root;
  for (const group of [article, body, holder]) {
    const inside = group.filter(({ start, end }) => start >= narrowed.start && end <= narrowed.end);
    const fit = together(inside, group === article, parts);
    if (fit !== undefined && parts.kept(fit) >= innerShare * parts.kept(narrowed)) narrowed = fit;
  }
  return narrowed;
}

function cutsOf(page: PageElement, root: PageElement, parts: Parts): Article {
  const inner = parts.list.filter(({ start, end }) => start >= root.start && end <= root.end);
  if (root === page) return { cuts: inner, omitted: told(inner) };
  const saved = titleOutside(page, root, parts);
  const outside = outsideOf(root, saved);
  const spared = [...keptAround(page, root), ...(saved === undefined ? [] : [saved]), root].sort((a, b) => a.start - b.start);
  const cuts: Cut[] = [];
  let from = 0;
  for (const { start, end } of spared) {
    if (start > from) cuts.push({ start: from, end: start, block: true });
    if (start === root.start && end === root.end) for (const cut of inner) cuts.push(cut);
    else
      for (const cut of parts.list)
        if (saved !== undefined && cut.start > saved.start && cut.end < saved.end && start === saved.start) cuts.push(cut);
    from = Math.max(from, end);
  }
  if (page.end > from) cuts.push({ start: from, end: page.end, block: true });
  return { cuts, omitted: [...told(outside), ...told(inner)] };
}

const told = (parts: readonly Pick<PagePart, 'kind' | 'element' | 'start'>[]): Article['omitted'] =>
  parts.filter(({ element }) => element.text > 0).map(({ kind, start }) => ({ kind, at: start }));

/** Head and title of the page: the reader takes the title from them and passes over the rest. */
function keptAround(page: PageElement, root: PageElement): PageElement[] {
  const found: PageElement[] = [];
  const top = [page, ...page.children.filter(({ name }) => name === 'html')];
  for (const { children } of top) {
    for (const child of children.slice(0, 200))
      if ((child.name === 'head' || child.name === 'title') && child.end <= root.start) found.push(child);
  }
  return outermost(found.sort((a, b) => a.start - b.start));
}

/** The page's own title where it stands above the article. */
function titleOutside(page: PageElement, root: PageElement, parts: Parts): PageElement | undefined {
  if (root.titles > 0 || page.titles !== 1) return undefined;
  let title: PageElement | undefined;
  walkPage(page, (element) => {
    if (title !== undefined || element.titles === 0 || parts.isOut(element)) return false;
    if (element.name !== 'h1') return true;
    if (element.end <= root.start) title = element;
    return false;
  });
  return title;
}

/** The largest elements beside the root and what holds it. */
function outsideOf(root: PageElement, saved: PageElement | undefined): { kind: OmissionKind; element: PageElement; start: number }[] {
  const path = new Set<PageElement>();
  for (let at: PageElement | undefined = root; at !== undefined; at = at.parent) path.add(at);
  const found: { kind: OmissionKind; element: PageElement; start: number }[] = [];
  for (const holder of path) {
    if (holder === root) continue;
    for (const element of holder.children) {
      if (path.has(element) || element === saved || (saved !== undefined && element.titles > 0 && element.text < 2 * saved.text)) continue;
      found.push({ kind: 'furniture', element, start: element.start });
    }
  }
  return found;
}
