import { firstIndex } from '../../search.ts';
import type { Span } from '../passage.ts';
import { Closings } from './closings.ts';

/** How a comment opens, and how it closes. What an author hides so must never be read, in whatever dialect it is hidden. */
interface CommentForm {
  readonly open: RegExp;
  readonly close: string;
  /** What opens may be text: it is a comment only where it is closed. */
  readonly isClosed?: true;
  /** Languages that HTML pages are made with write it too. */
  readonly ofPages?: true;
}

const forms: readonly CommentForm[] = [
  { open: /<!--/y, close: String.raw`--!?>` },
  { open: /<%--/y, close: String.raw`--%>`, ofPages: true },
  // FreeMarker; Mako.
  { open: /<#--/y, close: String.raw`-->`, isClosed: true, ofPages: true },
  { open: /<%doc>/y, close: String.raw`</%doc>`, isClosed: true, ofPages: true },
  { open: /<%#/y, close: String.raw`%>`, ofPages: true },
  // MDX and Docusaurus.
  { open: /\{\s{0,20}\/\*/y, close: String.raw`\*/\s{0,20}\}` },
  // Hugo.
  { open: /\{\{-?\s{0,20}\/\*/y, close: String.raw`\*/\s{0,20}-?\}\}`, ofPages: true },
  { open: /\{\{[<%]\s{0,20}comment\b[^\n]{0,200}?[%>]\}\}/y, close: String.raw`\{\{[<%]\s{0,20}/\s?comment\s{0,20}[%>]\}\}` },
  // Handlebars.
  { open: /\{\{!--/y, close: String.raw`--\}\}`, ofPages: true },
  { open: /\{\{!/y, close: String.raw`\}\}`, ofPages: true },
  // Jinja, Twig; Liquid.
  { open: /\{#(?=[\s#-])/y, close: String.raw`#\}`, ofPages: true },
  // Without a space it opens an attribute list too, which closes with its brace alone.
  { open: /\{#(?=[^{}]{1,2000}?#\})/y, close: String.raw`#\}`, ofPages: true },
  // Tera.
  { open: /\{%-?\s{0,20}comment\(\s{0,20}\)\s{0,20}-?%\}/y, close: String.raw`\{%-?\s{0,20}end(?:comment)?\s{0,20}-?%\}`, ofPages: true },
  { open: /\{%-?\s{0,20}comment\b[^\n]{0,200}?%\}/y, close: String.raw`\{%-?\s{0,20}endcomment\b[^\n]{0,200}?%\}`, ofPages: true },
  { open: /\{%-?\s{0,20}doc\s{0,20}-?%\}/y, close: String.raw`\{%-?\s{0,20}enddoc\s{0,20}-?%\}`, isClosed: true, ofPages: true },
  { open: /\{%-?\s{0,20}(?:#|liquid\b)/y, close: String.raw`%\}`, ofPages: true },
  // Smarty; CriticMarkup.
  { open: /\{\*\s/y, close: String.raw`\s\*\}`, isClosed: true, ofPages: true },
  { open: /\{>>/y, close: String.raw`<<\}`, isClosed: true },
  // What its author struck out there, within a paragraph.
  { open: /\{--(?=(?:(?!\{--)(?:[^\n]|\n(?![ \t]*\r?\n))){1,2000}?--\})/y, close: String.raw`--\}`, isClosed: true },
  // kramdown.
  { open: /\{::comment\s?\}/y, close: String.raw`\{:/(?:comment)?\s?\}` },
  // LaTeX within Pandoc.
  { open: /\\begin\{comment\}/y, close: String.raw`\\end\{comment\}` },
  { open: /\\iffalse\b/y, close: String.raw`\\fi\b` },
];

/** Signs of one line that are looked at; whether more are even or odd in number is kept. */
const maxSigns = 20;

/** Finds the comments of a text, asked for in rising order of position. */
export class Comments {
  readonly #text: string;
  readonly #closings: Closings;
  /** The line last looked at for two per cent signs. */
  #line: { readonly end: number; readonly signs: readonly number[] } = { end: -1, signs: [] };

  constructor(text: string) {
    this.#text = text;
    this.#closings = new Closings(text);
  }

  /** End of the comment that opens at `index`, or -1. One that nobody closed hides what follows, as it does on a page. */
  end(index: number): number {
    const text = this.#text;
    const char = text.charAt(index);
    if (char === '%') return this.#percent(index);
    if (!openers.has(char)) return -1;
    for (const { open, close, isClosed } of forms) {
      open.lastIndex = index;
      if (!open.test(text)) continue;
      // `<!-->` is closed by what opens it.
      const from = open.source === '<!--' ? index + 2 : open.lastIndex;
      const end = this.#find(close, from);
      if (end !== undefined || isClosed !== true) return end ?? this.#rest(index);
    }
    return -1;
  }

  /** End of the comment of a page's template that opens at `index`, or -1; one that nobody closed is none. */
  templateEnd(index: number): number {
    for (const { open, close, ofPages } of forms) {
      open.lastIndex = index;
      if (ofPages === true && open.test(this.#text)) return this.#find(close, open.lastIndex) ?? -1;
    }
    return -1;
  }

  /** Obsidian's `%%…%%`; two per cent signs behind a number are just that, unless they hold a word of their own line. */
  #percent(index: number): number {
    const text = this.#text;
    if (text.charAt(index + 1) !== '%' || text.charAt(index - 1) === '%') return -1;
    if (/\d/.test(text.charAt(index - 1))) return this.#behindNumber(index);
    const own = this.#inLine(index);
    if (own !== undefined) return own;
    const close = this.#find(String.raw`(?<!\d)%%|%%(?=[ \t]*(?:\r?\n|$))`, index + 2);
    return /[\p{L}_]/u.test(text.charAt(index - 1)) ? -1 : (close ?? this.#rest(index));
  }

  #behindNumber(index: number): number {
    const text = this.#text;
    if (!/\p{L}/u.test(text.charAt(index + 2))) return -1;
    const close = this.#signsBehind(index)[0];
    return close === undefined || /[\s\d]/.test(text.charAt(close - 1)) ? -1 : close + 2;
  }

  /** End of a comment that closes on its line: where signs are left over, they are those behind a number, which may be a date's. */
  #inLine(index: number): number | undefined {
    const signs = this.#signsBehind(index);
    const isNumbered = (at: number | undefined): boolean => at !== undefined && /\d/.test(this.#text.charAt(at - 1));
    const close = signs.length % 2 === 1 ? signs[0] : (signs.find((at) => !isNumbered(at)) ?? signs[0]);
    return close === undefined ? undefined : close + 2;
  }

  /** Where two per cent signs stand behind `index` on its line: of a line with very many, the next ones. */
  #signsBehind(index: number): readonly number[] {
    if (index >= this.#line.end) {
      const found = this.#text.indexOf('\n', index);
      const end = found === -1 ? this.#text.length : found;
      this.#line = { end, signs: Array.from(this.#text.slice(index, end).matchAll(/%%+/g), (match) => index + match.index) };
    }
    const { signs } = this.#line;
    const first = firstIndex(signs, (at) => at > index);
    const most = signs.length - first;
    return signs.slice(first, first + (most > maxSigns ? maxSigns + ((most - maxSigns) % 2) : most));
  }

  #find(close: string, from: number): number | undefined {
    return this.#closings.find(close, from)?.end;
  }

  /** All that follows where the comment opens a line; otherwise its paragraph. */
  #rest(index: number): number {
    const before = this.#text.slice(Math.max(0, index - 200), index);
    if (/(?:^|\n)(?:[ \t>]|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*$/.test(before)) return this.#text.length;
    const blank = /\n[ \t>]*(?=\r?\n)/g;
    blank.lastIndex = index;
    return blank.exec(this.#text)?.index ?? this.#text.length;
  }
}

const openers: ReadonlySet<string> = new Set('<{\\');

/** The comments in a piece of text that holds no code. */
function commentsIn(text: string): Span[] {
  const comments = new Comments(text);
  const found: Span[] = [];
  const opener = /[<{%\\]/g;
  for (let match = opener.exec(text); match !== null; match = opener.exec(text)) {
    const end = comments.end(match.index);
    if (end <= match.index) continue;
    found.push({ start: match.index, end });
    opener.lastIndex = end;
  }
  return found;
}

/** `text` less its comments. */
export function withoutComments(text: string): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of commentsIn(text)) {
    rest += text.slice(from, start);
    from = end;
  }
  return rest + text.slice(from);
}

/** `text` with the comments of `regions` as comments of HTML, as long as they are. */
export function asHtmlComments(text: string, regions: readonly Span[]): string {
  let rest = '';
  let from = 0;
  for (const region of regions) {
    for (const { start, end } of commentsIn(text.slice(region.start, region.end))) {
      // One that is shorter hides nothing.
      if (end - start < '<!---->'.length) continue;
      rest += `${text.slice(from, region.start + start)}<!--${' '.repeat(end - start - '<!---->'.length)}-->`;
      from = region.start + end;
    }
  }
  return rest + text.slice(from);
}
