import { formulaEnd } from '../formula-spans.ts';
import type { Span } from '../passage.ts';
import { Refusal } from '../refusal.ts';
import { BlockBudget } from './block-budget.ts';
import { Closings } from './closings.ts';
import { CodeSpans } from './code-spans.ts';
import { evidenceOf } from './evidence.ts';
import { isCodeDirective, isInclusion, isRunUnseen, readFenceInfo } from './fences.ts';
import { frontMatter } from './front-matter.ts';
import { Images } from './images.ts';
import { Comments } from './markdown-comments.ts';
import { Elements } from './markdown-elements.ts';
import { opensStatement } from './line-patterns.ts';
import { LineMarks } from './markdown-lines.ts';
import { InlineMarks } from './markdown-marks.ts';
import { MarkerBudget } from './marker-budget.ts';
import { gridEnd } from './markdown-grid.ts';
import type { LineReading } from './marked-line.ts';
import { inOrder, seen, type Mask } from './mask.ts';
import { MdxSyntax } from './mdx-masks.ts';
import { readDirective } from './myst-directives.ts';

export interface MaskedText {
  /** As long as the original; what a mask covers is made of letters that mean nothing to Markdown. */
  readonly text: string;
  readonly masks: readonly Mask[];
  /** From front matter. */
  readonly title: string | undefined;
}

export type MarkdownDialect = 'markdown' | 'mdx';

const interesting = /[`<{$\\\n!*_~[\]:%=+^@#(]/g;
/** Signs that open or close emphasis and links. */
const markers: ReadonlySet<string> = new Set('*_~[]');
const fence = /[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})/y;
const blank = /^[ \t]*(?:\r?\n|$)/;
const containers = /(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*/y;
/** A line across the page that kramdown's attributes turn into a line break. */
const rule = /(?<=\S[ \t]+)\*(?:[ \t]\*){1,2}[ \t]*(?=\r?\n\{:)/y;
const caret = /[ \t>]*\^[ \t]*(?=\r?\n|$)/y;
/** Characters of a fence in which names of files alone stand. */
const maxInclusion = 5000;
/** A tag with an attribute as JSX has them, which no tag of HTML is. */
const jsxTag = /<[A-Za-z][\w.-]{0,100}[ \t\r\n](?:[^<>{}]{0,500}[\s"'])?[\w-]{1,100}=\{/y;
/** Containers opened on one line: the parser's time grows with their square. */
const maxContainers = 100;
/** kramdown's attribute lists, its extensions, Liquid tags and Hugo shortcodes; never across lines. */
const braces = /\{(?:::?[^}\n]{0,2000}\}(?:\*{4})?|%[^\n]{0,2000}?%\}|\{[<%][^\n]{0,2000}?[>%]\}\})/y;
/** Attributes of a heading, a link, a code span: `{#id .class key=value}`. */
const attributes = /\{[#.][\w:.-]{1,200}(?:[ \t][^}\n]{0,2000})?\}/y;
/**
 * Finds what Markdown's own grammar does not know or would read wrongly, outside code, and covers it with letters of
 * the same length, so that every position the parser reports is a position of the file.
 */
export function maskMarkup(text: string, dialect: MarkdownDialect): MaskedText {
  const matter = frontMatter(text);
  const masks = new Scanner(text, dialect, matter?.end ?? 0).scan();
  let masked = '';
  let from = 0;
  for (const mask of masks) {
    masked += text.slice(from, mask.start) + seen(mask, text);
    from = mask.end;
  }
  return { text: withoutEmptyPages(masked + text.slice(from)), masks, title: matter?.title };
}

/** The parser keeps a kilobyte for each empty line, and of many in a row one says as much: of it, the rest becomes the white space. */
function withoutEmptyPages(text: string): string {
  return text.replace(/(?<=\n)[\n\r\t ]{100,}(?=\n)/g, (lines) => ' '.repeat(lines.length));
}

/** Tells whether HTML shows words: scripts, styles and frames do not. */
const saysSomething = (html: string): boolean =>
  /\p{L}/u.test(html.replaceAll(/<!--[^]*?(?:-->|$)|<(script|style|iframe|svg)\b[^]*?(?:<\/\1\s*>|$)|<[^<>]*>|&\w+;/gi, ''));

class Scanner {
  readonly #text: string;
  readonly #mdx: MdxSyntax;
  readonly #code: CodeSpans;
  readonly #images: Images;
  readonly #masks: Mask[] = [];
  readonly #budget = new MarkerBudget();
  readonly #blocks = new BlockBudget();
  /** The line stands in a list, or in what is indented like one. */
  #isInList = false;
  /** The end of the line that is being scanned, where it is too long to be read. */
  #tail: Span | undefined;
  readonly #elements: Elements;
  readonly #dialect: MarkdownDialect;
  readonly #comments: Comments;
  readonly #lines: LineMarks;
  readonly #marks: InlineMarks;
  readonly #closings: Closings;
  /** Code spans that begin with the name of a program are run, and what they give is shown. */
  readonly #isRun: boolean;
  /** Starts of the lines that close the fences which directives open. */
  readonly #closers = new Set<number>();
  readonly #from: number;
  /** Where Liquid's `raw` ends: up to there braces are text. */
  #rawEnd = 0;

  /** `from`: where the text begins behind front matter. */
  constructor(text: string, dialect: MarkdownDialect, from: number) {
    this.#text = text;
    this.#dialect = dialect;
    this.#from = from;
    this.#mdx = new MdxSyntax(text);
    this.#elements = new Elements(text);
    this.#code = new CodeSpans(text);
    this.#images = new Images(text);
    this.#comments = new Comments(text);
    const evidence = evidenceOf(text);
    this.#lines = new LineMarks(text, evidence.isVault);
    this.#marks = new InlineMarks(text, this.#code, evidence);
    this.#isRun = evidence.isRun;
    this.#closings = new Closings(text);
  }

  /** The masks in the order of the text. */
  scan(): Mask[] {
    this.#mask(this.#text.startsWith('\uFEFF') ? 1 : 0, this.#from, 'blank');
    this.#scan(Math.max(this.#from, this.#text.startsWith('\uFEFF') ? 1 : 0));
    return inOrder(this.#masks);
  }

  #scan(from: number): void {
    const text = this.#text;
    let index = this.#lineStart(from);
    for (;;) {
      interesting.lastIndex = index;
      const match = interesting.exec(text);
      const next = match?.index ?? text.length;
      if (this.#tail !== undefined && next >= this.#tail.start) index = this.#cutTail(this.#tail, index);
      else if (match === null) return;
      else index = this.#step(next);
    }
  }

  /** Deals with the character at `index`; says where to go on. */
  #step(index: number): number {
    const text = this.#text;
    const char = text.charAt(index);
    if (char === '\n') return this.#lineStart(index + 1);
    if (char === '`') return this.#backticks(index);
    if (index < this.#rawEnd && char === '{') return index + 1;
    const hidden = this.#comments.end(index);
    if (hidden > index) return this.#push({ start: index, end: hidden, kind: 'noise', omit: 'comment' });
    const mark = this.#marks.read(index);
    if (mark !== undefined) return this.#take(mark);
    switch (char) {
      case '<':
        return this.#element(index) ?? this.#mask(index, this.#expression(index), 'noise') ?? index + 1;
      case '{':
        return this.#braced(index) ?? index + 1;
      case '$':
        return this.#formulaAt(index);
      case '!':
        return this.#mask(index, this.#images.end(index), 'noise') ?? index + 1;
      case '\\':
        return this.#mask(index, this.#elements.latexEnd(index), 'formula') ?? index + 2;
      case '*':
        rule.lastIndex = index;
        if (rule.test(text)) return this.#mask(index, rule.lastIndex, 'noise') ?? index;
    }
    return !markers.has(char) || this.#budget.spend() ? index + 1 : this.#literal(index);
  }

  #push(mask: Mask): number {
    this.#masks.push(mask);
    return mask.end;
  }

  #take({ masks, next }: LineReading): number {
    for (const mask of masks) this.#masks.push(mask);
    return next;
  }

  /** A formula between dollar signs, and MyST's label behind it. */
  #formulaAt(index: number): number {
    const behind = this.#mask(index, formulaEnd(this.#text, index), 'formula');
    if (behind === undefined) return index + (this.#text.charAt(index + 1) === '$' ? 2 : 1);
    const label = /[ \t]*\([\w:.-]{1,100}\)(?=[ \t]*(?:\r?\n|$))/y;
    label.lastIndex = behind;
    return this.#text.startsWith('$$', behind - 2) && label.test(this.#text)
      ? (this.#mask(behind, label.lastIndex, 'noise') ?? behind)
      : behind;
  }

  /** Text from where a line is too long to be read to its end, but for comments. */
  #cutTail({ start, end }: Span, index: number): number {
    this.#tail = undefined;
    let at = Math.max(start, index);
    const opener = /[<{%\\]/g;
    for (let from = at; from < end;) {
      opener.lastIndex = from;
      const found = opener.exec(this.#text)?.index ?? end;
      if (found >= end) break;
      const hidden = this.#comments.end(found);
      from = Math.max(hidden, found + 1);
      if (hidden <= found) continue;
      if (found > at) this.#literal(at, found);
      at = this.#push({ start: found, end: hidden, kind: 'noise', omit: 'comment' });
    }
    return end > at ? this.#literal(at, end) : at;
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
    if (isSpan && this.#isRun && /^`(?:r|python|julia) /.test(this.#text.slice(index, index + 10))) {
      return this.#push({ start: index, end, kind: 'noise', omit: 'macro' });
    }
    // Mark-up of another format, in Pandoc.
    const raw = isSpan ? /^\{=\w{1,20}\}/.exec(this.#text.slice(end, end + 25)) : null;
    if (raw !== null) return this.#push({ start: index, end: end + raw[0].length, kind: 'noise', omit: 'macro' });
    return isSpan ? end : this.#literal(index, end);
  }

  #mask(start: number, end: number, kind: Mask['kind']): number | undefined {
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
    this.#blocks.count(isBlank, markers, opening, text.slice(at, at + 100));
    const found = text.indexOf('\n', index);
    const lineEnd = found === -1 ? text.length : found;
    const end = text.charAt(lineEnd - 1) === '\r' && lineEnd > at ? lineEnd - 1 : lineEnd;
    const isStatement = this.#dialect === 'mdx' || opensStatement(text.slice(index, Math.min(end, index + 500)));
    const statement = this.#mask(index, isStatement ? this.#mdx.statementEnd(index) : -1, 'noise');
    if (statement !== undefined) return statement;
    // kramdown ends a block, mostly a definition, with a line that holds nothing but a caret.
    caret.lastIndex = index;
    if (caret.test(text)) return this.#mask(index, caret.lastIndex, 'noise') ?? index;
    const next = text.charAt(at);
    const readable = this.#budget.line(index, isBlank, /[-*+\d]/.test(opening) || next === '|');
    if (this.#closers.has(index)) return end;
    fence.lastIndex = index;
    const marker = fence.exec(text)?.[1];
    const gridAt = at + /^[ \t]*/.exec(text.slice(at, at + 100))![0].length;
    const grid = text.charAt(gridAt) === '+' && (gridAt - at < 4 || this.#isInList) ? gridEnd(text, gridAt) : gridAt;
    if (grid > gridAt) return this.#push({ start: gridAt, end: grid, kind: 'grid' });
    if (marker !== undefined) return this.#fence(index, fence.lastIndex, end, marker);
    if (!isBlank) this.#isInList = /[-*+\d]/.test(opening) || (this.#isInList && /^[ \t]/.test(text.slice(at, at + 1)));
    const isRead = !isBlank && index >= this.#rawEnd && !this.#opensComment(at);
    const reading = !isRead ? undefined : this.#lines.read({ start: index, at, end, isInList: this.#isInList });
    if (lineEnd > readable) this.#tail = { start: Math.max(index, readable), end: lineEnd };
    if (reading !== undefined) {
      if (reading.masks.some(({ kind }) => kind === 'nested')) this.#isInList = true;
      return this.#take(reading);
    }
    return index + opening.length;
  }

  #opensComment(at: number): boolean {
    const text = this.#text;
    let first = at;
    while (text.charAt(first) === ' ' || text.charAt(first) === '\t') first += 1;
    return this.#comments.end(first) > first;
  }

  /** Skips code between fences, whose marker ends at `behind`; what a directive of MyST fences is read on. */
  #fence(index: number, behind: number, lineEnd: number, marker: string): number {
    const text = this.#text;
    const found = this.#closings.find(`\\n[ \\t>]*\\${marker.charAt(0)}{${marker.length},}[ \\t]*(?=\\r?\\n|$)`, behind);
    const close = found === undefined ? { start: text.length, end: text.length } : { start: found.start + 1, end: found.end };
    const info = readFenceInfo(text.slice(behind, Math.min(lineEnd, behind + 1000)));
    const start = behind - marker.length;
    if (info.isHtml === true && saysSomething(text.slice(lineEnd, close.start))) {
      const masks: Mask[] = [
        { start, end: lineEnd, kind: 'blank' },
        { start: lineEnd + /^\s*/.exec(text.slice(lineEnd, close.start))![0].length, end: close.start, kind: 'html' },
        { start: close.start, end: close.end, kind: 'blank' },
      ];
      return this.#take({ masks: masks.filter((mask) => mask.start < mask.end), next: close.end });
    }
    const isUnseen = isRunUnseen(
      text.slice(behind, Math.min(lineEnd, behind + 1000)),
      text.slice(lineEnd, Math.min(close.start, lineEnd + 2000)),
    );
    const isElsewhere = close.start - lineEnd <= maxInclusion && isInclusion(text.slice(lineEnd, close.start));
    const omit = info.omit ?? (isUnseen || isElsewhere ? 'macro' : undefined);
    if (omit !== undefined) return this.#push({ start, end: close.end, kind: 'blank', omit });
    const { directive } = info;
    if (directive === undefined || isCodeDirective(directive.name)) return close.end;
    this.#closers.add(close.start);
    const line = { start: index, at: start, end: lineEnd, isInList: this.#isInList };
    return this.#take(readDirective(text, line, directive.name, directive.argument, close));
  }

  #element(index: number): number | undefined {
    const masks = this.#elements.read(index);
    return masks === undefined ? undefined : this.#take({ masks, next: masks.at(-1)!.end });
  }

  #expression(index: number): number {
    jsxTag.lastIndex = index;
    // Docusaurus and others read components in any Markdown.
    return this.#dialect === 'mdx' || jsxTag.test(this.#text) ? this.#mdx.expressionEnd(index) : -1;
  }

  #braced(index: number): number | undefined {
    const text = this.#text;
    braces.lastIndex = index;
    const brace = braces.exec(text)?.[0];
    if (brace !== undefined && /^\{%-?\s*raw\b/.test(brace)) {
      this.#rawEnd = this.#closings.find(String.raw`\{%-?\s{0,20}endraw\b`, index)?.start ?? 0;
    }
    if (brace !== undefined) {
      const told = !brace.startsWith('{:') && !/^\{%-?\s*(?:end)?raw\b/.test(brace);
      return this.#push({ start: index, end: braces.lastIndex, kind: 'noise', ...(told ? { omit: 'macro' } : {}) });
    }
    attributes.lastIndex = index;
    return this.#mask(index, attributes.test(text) ? attributes.lastIndex : this.#expression(index), 'noise');
  }
}
