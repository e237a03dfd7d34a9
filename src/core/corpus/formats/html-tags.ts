import { TokenizerMode } from 'parse5';

/** Elements that start and end a line of their own. */
export const blockTags: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 ' +
    'h6 head header hr html iframe legend li main menu nav ol p pre section summary table tbody td tfoot th thead title tr ul'
  ).split(' '),
);

/** Elements whose content is no text of the document. */
export const skippedTags: ReadonlySet<string> = new Set(
  'script style head nav noscript noframes noembed template iframe svg object canvas audio video button select textarea xmp plaintext'.split(
    ' ',
  ),
);

export const voidTags: ReadonlySet<string> = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

type TextMode = (typeof TokenizerMode)[keyof typeof TokenizerMode];

/** Script, style and the like are not mark-up inside: the tokenizer has to be told, as a tree builder would. */
export function textModeOf(name: string): TextMode | undefined {
  if (name === 'script') return TokenizerMode.SCRIPT_DATA;
  if (name === 'title' || name === 'textarea') return TokenizerMode.RCDATA;
  return /^(?:style|xmp|iframe|noembed|noframes|noscript)$/.test(name) ? TokenizerMode.RAWTEXT : undefined;
}

/** Level of a heading element, 0 for any other. */
export function headingLevel(name: string): number {
  return /^h[1-6]$/.test(name) ? Number(name.charAt(1)) : 0;
}

/** `math`, also with a prefix, as in XHTML. */
export function isMath(name: string): boolean {
  return name === 'math' || name.endsWith(':math');
}

/** A table with one of these inside arranges a page; its cells are read as blocks. */
const layout = /<(?:h[1-6]|table|ul|ol|div|section|article|blockquote)\b/i;

/** Tells whether the table that opens `markup` arranges a page and holds no data. */
export function arrangesPage(markup: string): boolean {
  const inside = markup.slice('<table'.length);
  const end = inside.search(/<\/table\b/i);
  return layout.test(end === -1 ? inside : inside.slice(0, end));
}

/** Tells whether the `sup` element that opens `markup` is the number of a footnote. */
export function opensNoteMark(markup: string): boolean {
  return /^<sup\b[^<>]*>\s*(?:\[\s*)?<a\b[^<>]*href=["']?#/i.test(markup);
}

const hideable = new Set(['div', 'section', 'span', 'aside', 'ul', 'footer', 'header']);

/** Tells whether a page says by the element's attributes that it is not shown or not content. */
export function isHidden(name: string, attributes: readonly { readonly name: string; readonly value: string }[]): boolean {
  return hideable.has(name) && attributes.some((attribute) => hides(attribute.name, attribute.value));
}

/** The same for elements of every name but those that hold the page, which scripts are waited for to show. */
export function hidesElement(name: string, attributes: ReadonlyMap<string, string>): boolean {
  if (/^(?:html|body|main|article|p|td|th|tr|)$/.test(name)) return false;
  return (
    attributes.has('hidden') ||
    (name === 'dialog' && !attributes.has('open')) ||
    attributes.get('aria-hidden') === 'true' ||
    /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i.test(attributes.get('style') ?? '')
  );
}

function hides(name: string, value: string): boolean {
  return (
    name === 'hidden' ||
    (name === 'aria-hidden' && value === 'true') ||
    (name === 'role' && /^(?:navigation|search|banner|contentinfo)$/.test(value)) ||
    (name === 'style' && /display\s*:\s*none/i.test(value))
  );
}
