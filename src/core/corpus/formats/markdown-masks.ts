import { formulaEnd } from '../formula-spans.ts';
import type { Span } from '../passage.ts';
import { Refusal } from '../refusal.ts';
import { CodeSpans } from './code-spans.ts';
import { Images } from './images.ts';
import { MarkerBudget } from './marker-budget.ts';
import { MdxSyntax } from './mdx-masks.ts';

/**
 * - `math`: a MathML element, shown as one line of text;
 * - `formula`: LaTeX, kept as it is;
 * - `html`: a table or preformatted text in HTML, read by the HTML reader;
 * - `literal`: what would be mark-up, kept as it is;
 * - `noise`: left out.
 */
type MaskKind = 'math' | 'formula' | 'html' | 'literal' | 'noise';

export interface Mask {
  readonly start: number;
  readonly end: number;
  readonly kind: MaskKind;
}

export interface MaskedText {
  /** As long as the original; what a mask covers is made of letters that mean nothing to Markdown. */
  readonly text: string;
  readonly masks: readonly Mask[];
}

export type MarkdownDialect = 'markdown' | 'mdx';

/** From the private use area: a letter to every rule of Markdown. */
const filler = '\uE000';
const interesting = /[`<{$\\\n!*_~[\]]/g;
const fence = /[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})/y;
const blank = /^[ \t]*(?:\r?\n|$)/;
/** Comments and the like, and how they end; one that does not is text. */
const declarations = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
  ['<?', '?>'],
] as const;
const containers = /(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*/y;
/**
 * Converters to kramdown put a blank line behind each formula. When the formula stands in emphasis, its end opens the
 * next line and looks like a list there.
 */
const severed = /[ \t]*\r?\n[ \t]*\r?\n[ \t]*\*{1,2}(?=\s*[\p{Ll},.;:)])/uy;
/** A line across the page that kramdown's attributes turn into a line break. */
const rule = /(?<=\S[ \t]+)\*(?:[ \t]\*){1,2}[ \t]*(?=\r?\n\{:)/y;
/** The hyphen of "*x*- and *y*-axes" behind such a blank line. */
const hyphen = /[ \t]*\r?\n[ \t]*\r?\n(?=-\s(?:and|or)\s)/y;
const caret = /[ \t>]*\^[ \t]*(?=\r?\n|$)/y;
/** Containers opened on one line: the parser's time grows with their square. */
const maxContainers = 100;
/** Blocks of a whole file: for each, the parser takes ten kilobytes and a fraction of a millisecond. */
const maxBlocks = 25_000;
/** A line that goes on with a paragraph takes a tenth of that. */
const ofLine = 0.1;
const opaque = /<(?:[a-z]+:)?(math|script|style|svg|noscript|template|iframe|object|video|audio|table|pre|cnx-pi)(?=[\s/>])/iy;
/** kramdown's attribute lists, its extensions, Liquid tags and Hugo shortcodes; never across lines. */
const braces = /\{(?:::?[^}\n]{0,2000}\}(?:\*{4})?|%[^\n]{0,2000}?%\}|\{[<%][^\n]{0,2000}?[>%]\}\})/y;
/** Attributes of a heading, a link, a code span: `{#id .class key=value}`. */
const attributes = /\{[#.][\w:.-]{1,200}(?:[ \t][^}\n]{0,2000})?\}/y;
const footnoteMark =
  /<sup\b[^<>]{0,300}>(?:<a\b[^<>]{0,300}>[^<>]{0,20}<\/a>|\[[^\]\n]{0,20}\]\(#[^)\n]{0,300}\)(?:\{:[^}\n]{0,300}\})?)<\/sup>/iy;
const environment = /\\begin\{(equation|align|gather|multline|eqnarray|displaymath|math|cases|array|matrix|[pbv]matrix)(\*?)\}/y;

/**
 * Finds what Markdown's own grammar does not know or would read wrongly, outside code, and covers it with letters of
 * the same length, so that every position the parser reports is a position of the file.
 */
export function maskMarkup(text: string, dialect: MarkdownDialect): MaskedText {
  const masks = new Scanner(text, dialect).scan();
  let masked = '';
  let from = 0;
  for (const { start, end, kind } of masks) {
    // Braces stay, because what stands beside punctuation decides whether an asterisk opens or closes emphasis.
    const braced = kind === 'noise' && text.charAt(start) === '{' && end - start > 2;
    masked += text.slice(from, start) + (braced ? `{${filler.repeat(end - start - 2)}}` : filler.repeat(end - start));
    from = end;
  }
  return { text: withoutEmptyPages(masked + text.slice(from)), masks };
}

/** The parser keeps a kilobyte for each empty line, and of many in a row one says as much: of it, the rest becomes the white space. */
function withoutEmptyPages(text: string): string {
  return text.replace(/(?<=\n)[\n\r\t ]{100,}(?=\n)/g, (lines) => ' '.repeat(lines.length));
}

class Scanner {
  readonly #text: string;
  readonly #mdx: MdxSyntax | undefined;
  readonly #code: CodeSpans;
  readonly #images: Images;
  readonly #masks: Mask[] = [];
  readonly #budget = new MarkerBudget();
  /** Number of blocks that lines have begun, and whether the last line was blank. */
  #blocks = 0;
  #isAfterBlank = true;
  /** The end of the line that is being scanned, where it is too long to be read. */
  #tail: Span | undefined;
  /** Closing strings known not to occur any more: each is searched for in vain only once. */
  readonly #absent = new Set<string>();

  constructor(text: string, dialect: MarkdownDialect) {
    this.#text = text;
    this.#mdx = dialect === 'mdx' ? new MdxSyntax(text) : undefined;
    this.#code = new CodeSpans(text);
    this.#images = new Images(text);
  }

  scan(): Mask[] {
    const text = this.#text;
    let index = this.#lineStart(text.startsWith('\uFEFF') ? 1 : 0);
    for (;;) {
      interesting.lastIndex = index;
      const match = interesting.exec(text);
      const next = match?.index ?? text.length;
      if (this.#tail !== undefined && next >= this.#tail.start) index = this.#cutTail(this.#tail, index);
      else if (match === null) return this.#masks;
      else index = this.#step(next);
    }
  }

  /** Deals with the character at `index`; says where to go on. */
  #step(index: number): number {
    const text = this.#text;
    switch (text.charAt(index)) {
      case '\n':
        return this.#lineStart(index + 1);
      case '`':
        return this.#backticks(index);
      case '<':
        return this.#element(index) ?? this.#mask(index, this.#expression(index), 'noise') ?? index + 1;
      case '{':
        return this.#mask(index, this.#braced(index), 'noise') ?? index + 1;
      case '$':
        return this.#mask(index, formulaEnd(text, index), 'formula') ?? index + (text.charAt(index + 1) === '$' ? 2 : 1);
      case '!':
        return this.#mask(index, this.#images.end(index), 'noise') ?? index + 1;
      case '\\':
        return this.#mask(index, this.#latex(index), 'formula') ?? index + 2;
      case '*':
        rule.lastIndex = index;
        if (rule.test(text)) return this.#mask(index, rule.lastIndex, 'noise') ?? index;
        return this.#budget.spend() ? index + 1 : this.#literal(index);
      default:
        return this.#budget.spend() ? index + 1 : this.#literal(index);
    }
  }

  #cutTail({ start, end }: Span, index: number): number {
    this.#tail = undefined;
    return end > Math.max(start, index) ? this.#literal(Math.max(start, index), end) : index;
  }

  #literal(start: number, end = start + 1): number {
    const last = this.#masks.at(-1);
    if (last?.kind === 'literal' && last.end === start) this.#masks[this.#masks.length - 1] = { ...last, end };
    else this.#masks.push({ start, end, kind: 'literal' });
    return end;
  }

  /** Skips a code span; backticks that open none are text. */
  #backticks(index: number): number {
    const { end, isSpan } = this.#code.after(index);
    return isSpan ? end : this.#literal(index, end);
  }

  #mask(start: number, end: number, kind: MaskKind): number | undefined {
    if (end <= start) return undefined;
    this.#masks.push({ start, end, kind });
    return end;
  }

  /** Skips a fenced code block that opens here; refuses a line that opens containers without end. */
  #lineStart(index: number): number {
    const text = this.#text;
    containers.lastIndex = index;
    const opening = containers.exec(text)?.[0] ?? '';
    const markers = opening.match(/[>*+-]|\d+/g)?.length ?? 0;
    if (markers > maxContainers) {
      throw new Refusal(
        `One line opens ${markers} quotations or lists inside each other; at most ${maxContainers} are read. Remove the superfluous markers.`,
      );
    }
    const at = containers.lastIndex;
    const isBlank = blank.test(text.slice(at, at + 100));
    this.#count(isBlank, markers, opening, text.slice(at, at + 100));
    const statement = this.#mask(index, this.#mdx?.statementEnd(index) ?? -1, 'noise');
    if (statement !== undefined) return statement;
    // kramdown ends a block, mostly a definition, with a line that holds nothing but a caret.
    caret.lastIndex = index;
    if (caret.test(text)) return this.#mask(index, caret.lastIndex, 'noise') ?? index;
    const next = text.charAt(at);
    const readable = this.#budget.line(index, isBlank, /[-*+\d]/.test(opening) || next === '|');
    fence.lastIndex = index;
    const marker = fence.exec(text)?.[1];
    if (marker === undefined) {
      const found = text.indexOf('\n', index);
      const end = found === -1 ? text.length : found;
      if (end > readable) this.#tail = { start: Math.max(index, readable), end };
      return index + opening.length;
    }
    const close = new RegExp(`\\n[ \\t>]*\\${marker.charAt(0)}{${marker.length},}[ \\t]*(?=\\r?\\n|$)`, 'g');
    close.lastIndex = fence.lastIndex;
    return close.exec(text) === null ? text.length : close.lastIndex;
  }

  /** Counts what lines begin, an item once for each that it stands in; refuses a file that has no end of it. */
  #count(isBlank: boolean, markers: number, opening: string, rest: string): void {
    const begins = this.#isAfterBlank || markers > 0 || /^\s*[^\p{L}\p{N}\s]/u.test(rest);
    this.#isAfterBlank = isBlank;
    if (isBlank) return;
    if (!begins) this.#blocks += ofLine;
    else this.#blocks += markers === 0 ? 1 : markers + Math.floor((/^[ \t]*/.exec(opening)?.[0].length ?? 0) / 2);
    if (this.#blocks <= maxBlocks) return;
    throw new Refusal(
      `The file has more than ${maxBlocks.toLocaleString('en')} paragraphs, list items and rows, those in others counted with them. Split it, or leave it out with corpus.exclude.`,
    );
  }

  #expression(index: number): number {
    return this.#mdx?.expressionEnd(index) ?? -1;
  }

  #element(index: number): number | undefined {
    const text = this.#text;
    if (text.startsWith('<!', index) || text.startsWith('<?', index)) {
      const closing = declarations.find(([start]) => text.startsWith(start, index))![1];
      return this.#mask(index, this.#after(closing, index + 2), 'noise') ?? this.#literal(index);
    }
    footnoteMark.lastIndex = index;
    if (footnoteMark.test(text)) return this.#mask(index, footnoteMark.lastIndex, 'noise');
    opaque.lastIndex = index;
    const match = opaque.exec(text);
    if (match === null) return undefined;
    const [tag, name = ''] = match;
    const kind = name.toLowerCase();
    if (kind === 'table') return this.#mask(index, this.#tableEnd(index), 'html');
    const end = this.#after(`</${tag.slice(1)}>`, index);
    if (kind === 'math') return this.#formula(index, end);
    return this.#mask(index, end, kind === 'pre' ? 'html' : 'noise');
  }

  /** A formula, and the end of an emphasis that was cut off from it. */
  #formula(index: number, end: number): number | undefined {
    const behind = this.#mask(index, end, 'math');
    if (behind === undefined) return undefined;
    hyphen.lastIndex = behind;
    if (hyphen.test(this.#text)) return this.#mask(behind, hyphen.lastIndex, 'noise');
    if (!/\*\s?$/.test(this.#text.slice(Math.max(0, index - 2), index))) return behind;
    severed.lastIndex = behind;
    return severed.test(this.#text) ? this.#mask(behind, severed.lastIndex, 'noise') : behind;
  }

  #after(closing: string, from: number): number {
    if (this.#absent.has(closing)) return -1;
    const found = this.#text.indexOf(closing, from);
    if (found === -1) this.#absent.add(closing);
    return found === -1 ? -1 : found + closing.length;
  }

  /** End of the table that opens at `index`, with the tables inside it. */
  #tableEnd(index: number): number {
    if (this.#absent.has('table')) return -1;
    const tag = /<(\/?)table\b[^<>]*>/gi;
    tag.lastIndex = index;
    let depth = 0;
    for (let match = tag.exec(this.#text); match !== null; match = tag.exec(this.#text)) {
      depth += match[1] === '/' ? -1 : 1;
      if (depth <= 0) return tag.lastIndex;
    }
    this.#absent.add('table');
    return -1;
  }

  #braced(index: number): number {
    const text = this.#text;
    braces.lastIndex = index;
    if (braces.test(text)) return braces.lastIndex;
    attributes.lastIndex = index;
    if (attributes.test(text)) return attributes.lastIndex;
    return this.#expression(index);
  }

  /** End of `\(…\)`, of `\[…\]` at the start of a line (each also with two backslashes), or of an environment. */
  #latex(index: number): number {
    const text = this.#text;
    environment.lastIndex = index;
    const begin = environment.exec(text);
    if (begin !== null) return this.#after(`\\end{${begin[1]}${begin[2]}}`, index);
    const slashes = text.charAt(index + 1) === '\\' ? '\\\\' : '\\';
    const bracket = text.charAt(index + slashes.length);
    if (bracket !== '(' && bracket !== '[') return -1;
    if (bracket === '[' && !/(?:^|\n)[ \t>]*$/.test(text.slice(Math.max(0, index - 100), index))) return -1;
    const closing = slashes + (bracket === '(' ? ')' : ']');
    const limit = 2000;
    const window = text.slice(index + slashes.length + 1, index + limit);
    const close = window.indexOf(closing);
    if (close === -1) return -1;
    const inside = window.slice(0, close);
    // An escaped bracket is far more often just that: a formula shows by its signs, or by being one symbol.
    if (/\n[ \t]*\r?\n/.test(inside) || !(/[\\^_=+]/.test(inside) || /^\s*\S\s*$/.test(inside))) return -1;
    return index + slashes.length + 1 + close + closing.length;
  }
}
