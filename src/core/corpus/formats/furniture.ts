import type { OmissionKind } from '../omissions.ts';
import { isContentsTitle } from './contents-title.ts';
import { decodeReferences } from './entities.ts';
import { groupOfName, omissionOf, type FurnitureGroup } from './furniture-names.ts';
import { blockTags, hidesElement, isMath } from './html-tags.ts';
import { isRightsNotice } from './notices.ts';
import type { PageElement } from './page-element.ts';

/** Longer mark-up is not looked at for phrases: whoever says so much says more than one of them. */
const phraseMarkup = 1500;

const roles: Readonly<Record<string, OmissionKind>> = {
  navigation: 'furniture',
  search: 'furniture',
  banner: 'furniture',
  contentinfo: 'furniture',
  complementary: 'furniture',
  dialog: 'furniture',
  alertdialog: 'furniture',
  menu: 'furniture',
  menubar: 'furniture',
  toolbar: 'furniture',
  tablist: 'furniture',
  'doc-backlink': 'furniture',
  'doc-noteref': 'furniture',
  'doc-toc': 'contents',
  'doc-pagebreak': 'pageline',
};

/** Elements whose classes and ids say nothing of what they are on the page. */
const nameless = new Set([
  '',
  'html',
  'body',
  'main',
  'h1',
  'code',
  'pre',
  'kbd',
  'samp',
  'tr',
  'tbody',
  'thead',
  'em',
  'strong',
  'b',
  'i',
  'img',
  'input',
]);
/** Names that a span or a link of running text may go by as well. */
const inlineGroups: ReadonlySet<FurnitureGroup> = new Set(['edit', 'share', 'box', 'menu', 'byline']);
/** Places where a name of a person or of a tag is part of what is said. */
const running = new Set(['p', 'li', 'td', 'dd', 'blockquote', 'figcaption', 'cite']);

const boxedNote =
  /(?:^|\s)\S*(?:note|tip|hint|warning|caution|danger|important|admonition|callout|alert|info|example|definition|theorem|quote|summary|exercise)\S*/i;

/** What of a page an element is, if it is no part of its article: the kind it is told by. */
export function furnitureKind(element: PageElement, source: string): OmissionKind | undefined {
  if (isOutOfSight(element) && !isBehindDialog(element)) return 'furniture';
  const role = element.attributes.get('role');
  if (role !== undefined && Object.hasOwn(roles, role) && !holdsArticle(element)) return roles[role];
  return byElement(element, source) ?? byName(element) ?? byShape(element, source);
}

/** Code, formulas and what is not looked into. */
export function isSealed({ name }: PageElement): boolean {
  return name === 'pre' || name === 'code' || name === 'head' || isMath(name);
}

const holdsArticle = (element: PageElement): boolean => element.landmarks > 0;

/** The page itself, as long as a dialog stands open over it: hidden from who is read to, and not from sight. */
function isBehindDialog({ name, attributes, titles }: PageElement): boolean {
  return titles > 0 && !hidesElement(name, new Map([...attributes].filter(([key]) => key !== 'aria-hidden')));
}

export function isOutOfSight({ name, attributes }: PageElement): boolean {
  return (attributes.size > 0 || name === 'dialog') && hidesElement(name, attributes);
}

function byElement(element: PageElement, source: string): OmissionKind | undefined {
  const { name, attributes } = element;
  const names = `${attributes.get('class') ?? ''} ${attributes.get('id') ?? ''}`;
  switch (name) {
    case 'nav':
      return listsPlaces(element) || /\b(?:toc|contents)\b/i.test(names) ? 'contents' : 'furniture';
    case 'dialog':
      return 'furniture';
    case 'aside':
      if (holdsArticle(element) || /footnote|endnote/i.test(names) || boxedNote.test(names)) return undefined;
      return share(element) > 0.3 || element.parent?.name === 'body' ? 'furniture' : undefined;
    case 'footer':
      if (holdsArticle(element) || within(element, 'blockquote') || within(element, 'figure') || /footnote|endnote/i.test(names))
        return undefined;
      return isRightsNotice(phrase(element, source)) ? 'notice' : 'furniture';
    case 'header':
      return element.titles === 0 && !holdsArticle(element) && element.parent?.name === 'body' ? 'furniture' : undefined;
    case 'form':
      return element.fields > 0 && element.text < 300 && element.titles === 0 ? 'furniture' : undefined;
    case 'a':
      return isSign(element, source) ? 'furniture' : undefined;
    default:
      return undefined;
  }
}

/** A link that only marks a place, or turns the page. */
function isSign(element: PageElement, source: string): boolean {
  if (/^(?:prev|next)$/.test(element.attributes.get('rel') ?? '')) return true;
  if (element.text > 12) return false;
  const text = phrase(element, source);
  return /^(?:[¶#§🔗⚓∞⬆↑↩\s]|\u200B|\uFE0E|\uFE0F|\[edit\]|edit|permalink)+$/iu.test(text);
}

function byName(element: PageElement): OmissionKind | undefined {
  const { name, attributes } = element;
  if (nameless.has(name) || attributes.size === 0) return undefined;
  const classes = (attributes.get('class') ?? '').split(/\s+/, 24);
  const id = attributes.get('id');
  // A section's id is a word of its heading: a chapter on cookies is no notice about them.
  const bySlug =
    name === 'section' ||
    /^h[1-6]$/.test(name) ||
    name === 'dt' ||
    classes.some((mark) => /^(?:section|level\d|sect\d|chapter)$/.test(mark));
  for (const mark of id === undefined || bySlug ? classes : [...classes, id]) {
    const group = groupOfName(mark);
    if (group !== undefined && fits(element, group)) return omissionOf[group];
  }
  if (name === 'article' && classes.some((mark) => /(?:^|[-_])comment(?:$|[-_])/i.test(mark))) return 'furniture';
  // Docutils: <div class="contents topic">; Doxygen has its text in "contents".
  return classes.includes('contents') && classes.includes('topic') ? 'contents' : undefined;
}

/** Tells whether an element can be what its name says; frames around the whole page are often called after one part. */
function fits(element: PageElement, group: FurnitureGroup): boolean {
  const { name } = element;
  if (element.landmarks > 0 && name !== 'article') return false;
  if (name === 'article') return group === 'comments' || group === 'related';
  if (/^h[1-6]$/.test(name)) return group === 'toc' || group === 'related' || group === 'box';
  if (element.titles > 0 && !(group === 'search' || (group === 'menu' && share(element) > 0.5))) return false;
  if (!blockTags.has(name) && !inlineGroups.has(group)) return false;
  switch (group) {
    case 'byline':
      return element.text < 400 && !withinRunning(element);
    case 'toc':
      return element.text === 0 || share(element) > 0.5;
    case 'edit':
    case 'share':
      return element.text < 400;
    case 'widget':
      return share(element) > 0.4 || element.text < 300;
    case 'consent':
    case 'box':
      return element.text < 4000;
    case 'search':
    case 'menu':
    case 'related':
    case 'comments':
    case 'citations':
      return true;
  }
}

/** What small parts say or look like that bear no name. */
function byShape(element: PageElement, source: string): OmissionKind | undefined {
  if (element.text === 0 || element.text > 700 || element.titles > 0) return undefined;
  if (!blockTags.has(element.name) && element.name !== 'a' && element.name !== 'span') return undefined;
  if (element.name === 'td' || element.name === 'th' || element.name === 'caption' || element.name === 'dd' || element.name === 'dt')
    return undefined;
  if (listsPlaces(element)) return 'contents';
  if (element.end - element.start > phraseMarkup) return undefined;
  // Quotations and emphasis inside a sentence are what the sentence says of them.
  if (!blockTags.has(element.name) && withinRunning(element) && element.text < (element.parent?.text ?? 0)) return undefined;
  const text = phrase(element, source);
  if (isContentsTitle(text) && labelsList(element)) return 'contents';
  if (/^h[1-6]$/.test(element.name)) return undefined;
  if (isRightsNotice(text)) return 'notice';
  if (asksConsent(text)) return 'notice';
  if (element.links > 0 && share(element) > 0.9 && deed.test(text)) return 'furniture';
  return saysNothing(text) || namesWriter(element, text) || pagesOn(element, text) || leadsBack(element, text) ? 'furniture' : undefined;
}

/** What links and what is a link says to be pressed. */
const deed =
  /^(?:share|tweet|pin|print|email|save|copy link|reply|like|follow us|report|report an issue|report abuse|permalink|subscribe|sign up|sign in|log in|login|register|menu|search|close|read more|continue reading|load more|show more|cancel reply|send feedback|copy|cite|flag)[.!…»→]?$/i;

/** A name below the title. */
const writer = /^(?:[Bb]y|[Ww]ritten by)\s+\p{Lu}[\p{L}.'’-]*(?:(?:,\s*|\s+(?:&\s*|and\s+)?)\p{Lu}[\p{L}.'’-]*){1,6}$/u;

function namesWriter(element: PageElement, text: string): boolean {
  const before = element.parent?.children[element.index - 1];
  return writer.test(text) && (before?.titles === 1 || within(element, 'header'));
}

/** Tells whether all that a block says is what pages say in the same words everywhere. */
export const saysNothing = (text: string): boolean => phrases.some((each) => each.test(text));

/** What a page says in the same words everywhere, as all that a block or a link says. */
const phrases: readonly RegExp[] = [
  /^(?:skip|jump) to (?:the )?(?:main |primary )?(?:content|navigation|search|article|text)\.?$/i,
  /^(?:edit|improve|suggest (?:an )?edits?(?: to)?|view|fork|show|see) (?:this )?(?:page|article|file|source|document|page source|the source)(?: (?:on|in|at|via) (?:github|gitlab|bitbucket|wiki))?\.?$/i,
  /^(?:edit|view|open|improve) (?:it )?(?:this page )?on (?:github|gitlab|bitbucket)\.?$/i,
  /^(?:back|return|go|scroll) to (?:the )?(?:top|home|homepage|start)(?: of (?:the )?page)?\.?$/i,
  /^(?:was|is) this (?:page|article|answer|information|guide) (?:helpful|useful)\?(?:\s*(?:yes|no|👍|👎|[/|·,])\s*)*$/iu,
  /^(?:advertisement|advert|sponsored|back to top|leave a (?:comment|reply)|improve this answer)[.!…:]?$/i,
  /^share (?:this|on|via|with)\b.{0,60}$/i,
  /^(?:share|follow)(?: this)?:?(?:[\s|·,]+(?:on|twitter|x|facebook|linkedin|reddit|e-?mail|whatsapp|pinterest|mastodon|bluesky|telegram|hacker news|copy link))+$/i,
  /^(?:last (?:updated?|modified|edited|changed|reviewed)|updated|page last (?:updated|modified)|this page was last (?:edited|updated|modified))\b(?=[^.!?]*\d)[^.!?]{0,80}\.?$/i,
  /^(?:subscribe|sign up)\b.{0,30}\bnewsletter\b.{0,120}$/i,
  /^(?:built|made|generated|created|powered|proudly powered|documentation built) (?:with|by|using)\b.{0,80}$/i,
  /^(?:[Bb]y|[Pp]osted by|[Ww]ritten by|[Aa]uthor:)\s+\p{Lu}[\p{L}.'’-]*(?:(?:,\s*|\s+(?:&\s*|and\s+)?)\p{Lu}[\p{L}.'’-]*){0,6}\s*[|·•,–—-]?\s*(?:on\s+)?[^.!?]{0,40}\d{4}[^.!?]{0,40}$/u,
  /^[^.!?|·•]{2,60}\s*[|·•]\s*follow(?:ing)?$/i,
  /^(?:posted|published|written)(?:\s+on|:)\s[^.!?]{0,60}\d{4}[^.!?]{0,60}$/i,
  /^\d{1,3} min(?:ute)?s?(?: of)? read(?:ing)?$/i,
];

function asksConsent(text: string): boolean {
  return (
    /^(?:we (?:use|and our partners use|value your privacy)|this (?:web)?site uses|our (?:web)?site uses|by (?:using|continuing))\b.{0,80}\b(?:cookies?|privacy)\b/i.test(
      text,
    ) && /\b(?:accept|agree|consent|got it|ok|okay|preferences|settings|experience|policy|decline|reject|analytics)\b/i.test(text)
  );
}

/** "« Previous  Next »", all in links. */
function pagesOn(element: PageElement, text: string): boolean {
  if (element.links === 0 || element.links > 4 || share(element) < 0.7 || text.length > 200) return false;
  return /^(?:[←«‹<⟵]|(?:previous|prev|older|newer|next)\b(?:\s*(?:page|post|article|chapter|topic|entry|section)|\s*[:»→›]|$))/i.test(
    text,
  );
}

/** "Home › Guide › Weirs". */
function leadsBack(element: PageElement, text: string): boolean {
  if (element.links < 1 || text.length > 200 || share(element) < 0.4) return false;
  return /^(?:you are here:?\s*)?(?:home|docs|documentation|start|index|main)\s*(?:[»›>/→|::]|::)\s*\S/i.test(text);
}

/** A list that leads to places of its own page and holds nothing else. */
function listsPlaces(element: PageElement): boolean {
  if (!/^(?:ul|ol|nav|div|details|section|aside|dl)$/.test(element.name)) return false;
  // Notes lead back to their marks, but say more than that.
  return element.inner >= 3 && element.inner === element.links && share(element) > 0.85;
}

/** Tells whether the element after a title is the list that it announces. */
function labelsList(element: PageElement): boolean {
  const next = element.parent?.children[element.index + 1];
  return next !== undefined && next.links >= 2 && share(next) > 0.7;
}

/** Share of the text that is in links. */
function share({ text, linked }: PageElement): number {
  return text === 0 ? 0 : linked / text;
}

/** Ancestors looked at: what is further away says nothing of a part. */
const near = 8;

function within(element: PageElement, name: string): boolean {
  let at = element.parent;
  for (let steps = 0; at !== undefined && steps < near; steps += 1, at = at.parent) if (at.name === name) return true;
  return false;
}

function withinRunning(element: PageElement): boolean {
  let at = element.parent;
  for (let steps = 0; at !== undefined && steps < near; steps += 1, at = at.parent) {
    if (running.has(at.name)) return true;
    if (blockTags.has(at.name)) return false;
  }
  return false;
}

/** What a small element says, in one line. */
function phrase(element: PageElement, source: string): string {
  if (element.end - element.start > phraseMarkup) return '';
  const bare = source
    .slice(element.start, element.end)
    .replace(/<(script|style|svg|button)\b[^>]*>[^]{0,1000}?<\/\1\s*>/gi, ' ')
    .replace(/<!--[^]{0,1000}?-->/g, '')
    .replace(/<\/?[a-zA-Z][^<>]*>/g, (tag) => (blockTags.has(/[a-z][a-z0-9]*/i.exec(tag)?.[0].toLowerCase() ?? '') ? ' ' : ''));
  return decodeReferences(bare).replace(/\s+/g, ' ').trim();
}
