import type { Span } from '../passage.ts';
import { Closings } from './closings.ts';

/** How a comment opens, and how it closes. What an author hides so must never be read, in whatever dialect it is hidden. */
interface CommentForm {
  readonly open: RegExp;
  readonly close: string;
}

const forms: readonly CommentForm[] = [
  { open: /<!--/y, close: String.raw`-->` },
  { open: /<%--/y, close: String.raw`--%>` },
  { open: /<%#/y, close: String.raw`%>` },
  // MDX and Docusaurus.
  { open: /\{\s{0,20}\/\*/y, close: String.raw`\*/\s{0,20}\}` },
  // Hugo.
  { open: /\{\{-?\s{0,20}\/\*/y, close: String.raw`\*/\s{0,20}-?\}\}` },
  { open: /\{\{[<%]\s{0,20}comment\b[^\n]{0,200}?[%>]\}\}/y, close: String.raw`\{\{[<%]\s{0,20}/\s?comment\s{0,20}[%>]\}\}` },
  // Handlebars.
  { open: /\{\{!--/y, close: String.raw`--\}\}` },
  { open: /\{\{!/y, close: String.raw`\}\}` },
  // Jinja, Twig; Liquid.
  { open: /\{#(?=[\s#-])/y, close: String.raw`#\}` },
  { open: /\{%-?\s{0,20}comment\b[^\n]{0,200}?%\}/y, close: String.raw`\{%-?\s{0,20}endcomment\b[^\n]{0,200}?%\}` },
  { open: /\{%-?\s{0,20}#/y, close: String.raw`%\}` },
  // kramdown.
  { open: /\{::comment\s?\}/y, close: String.raw`\{:/(?:comment)?\s?\}` },
  // LaTeX within Pandoc.
  { open: /\\begin\{comment\}/y, close: String.raw`\\end\{comment\}` },
  { open: /\\iffalse\b/y, close: String.raw`\\fi\b` },
];

/** Finds the comments of a text, asked for in rising order of position. */
export class Comments {
  readonly #text: string;
  readonly #closings: Closings;

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
    for (const { open, close } of forms) {
      open.lastIndex = index;
      if (!open.test(text)) continue;
      // `<!-->` is closed by what opens it.
      const from = close === '-->' ? index + 2 : open.lastIndex;
      return this.#find(close, from) ?? this.#rest(index);
    }
    return -1;
  }

  /** Obsidian's `%%…%%`; two per cent signs behind a number are just that. */
  #percent(index: number): number {
    const text = this.#text;
    if (text.charAt(index + 1) !== '%' || /[\d%]/.test(text.charAt(index - 1))) return -1;
    const close = this.#find(String.raw`(?<!\d)%%|%%(?=[ \t]*(?:\r?\n|$))`, index + 2);
    if (!/[\p{L}_]/u.test(text.charAt(index - 1))) return close ?? this.#rest(index);
    return close === undefined || text.slice(index, Math.min(close, index + 2000)).includes('\n') ? -1 : close;
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
