import { hidesElement, voidTags } from './html-tags.ts';
import type { Mask } from './mask.ts';

/** Declarations and the like, and how they end; one that does not is text. */
const declarations = [
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
  ['<?', '?>'],
] as const;
/**
 * Converters to kramdown put a blank line behind each formula. When the formula stands in emphasis, its end opens the
 * next line and looks like a list there.
 */
const severed = /[ \t]*\r?\n[ \t]*\r?\n[ \t]*\*{1,2}(?=\s*[\p{Ll},.;:)])/uy;
/** The hyphen of "*x*- and *y*-axes" behind such a blank line. */
const hyphen = /[ \t]*\r?\n[ \t]*\r?\n(?=-\s(?:and|or)\s)/y;
const opaque = /<(?:[a-z]+:)?(math|script|style|svg|noscript|template|iframe|object|video|audio|table|pre|cnx-pi)(?=[\s/>])/iy;
const footnoteMark =
  /<sup\b[^<>]{0,300}>(?:<a\b[^<>]{0,300}>[^<>]{0,20}<\/a>|\[[^\]\n]{0,20}\]\(#[^)\n]{0,300}\)(?:\{:[^}\n]{0,300}\})?)<\/sup>/iy;
const environment = /\\begin\{(equation|align|gather|multline|eqnarray|displaymath|math|cases|array|matrix|[pbv]matrix)(\*?)\}/y;

const openTag = /<([a-z][a-z0-9-]{0,20})(\s[^<>]{1,1000})>/y;
const attribute = /([^\s"'<>/={}]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|\{\{([^{}]*)\}\}|(\{[^{}]*\}|[^\s"'{}<>]+)))?/g;

/** JSX writes the style as an object. */
function isOutOfSight(name: string, marks: string): boolean {
  if (!/hidden|display/i.test(marks)) return false;
  const attributes = new Map<string, string>();
  for (const [, key = '', double, single, object, bare] of marks.matchAll(attribute)) {
    const value = double ?? single ?? object?.replace(/:\s*['"]/, ':') ?? bare ?? '';
    if (!value.startsWith('{')) attributes.set(key.toLowerCase(), value);
  }
  // In Markdown a paragraph's end is written.
  return hidesElement(name === 'p' ? 'div' : name, attributes);
}

/** Elements of HTML and environments of LaTeX that Markdown would read wrongly, asked for in rising order of position. */
export class Elements {
  readonly #text: string;
  /** Closing strings known not to occur any more: each is searched for in vain only once. */
  readonly #absent = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The masks of the element or declaration that opens at `index`. */
  read(index: number): Mask[] | undefined {
    const text = this.#text;
    if (text.startsWith('<!', index) || text.startsWith('<?', index)) {
      const closing = declarations.find(([start]) => text.startsWith(start, index))![1];
      return masked(index, this.#after(closing, index + 2), 'noise') ?? masked(index, index + 1, 'literal');
    }
    footnoteMark.lastIndex = index;
    if (footnoteMark.test(text)) return masked(index, footnoteMark.lastIndex, 'noise');
    opaque.lastIndex = index;
    const match = opaque.exec(text);
    if (match === null) return this.#hidden(index);
    const [tag, name = ''] = match;
    const kind = name.toLowerCase();
    if (kind === 'table') return masked(index, this.#elementEnd(index, kind), 'html');
    const end = this.#after(`</${tag.slice(1)}>`, index);
    if (kind === 'math') return this.#formula(index, end);
    return masked(index, end, kind === 'pre' ? 'html' : 'noise');
  }

  /** A formula, and the end of an emphasis that was cut off from it. */
  #formula(index: number, behind: number): Mask[] | undefined {
    const formula = masked(index, behind, 'math');
    if (formula === undefined) return undefined;
    hyphen.lastIndex = behind;
    if (hyphen.test(this.#text)) return [...formula, { start: behind, end: hyphen.lastIndex, kind: 'noise' }];
    if (!/\*\s?$/.test(this.#text.slice(Math.max(0, index - 2), index))) return formula;
    severed.lastIndex = behind;
    return severed.test(this.#text) ? [...formula, { start: behind, end: severed.lastIndex, kind: 'noise' }] : formula;
  }

  #after(closing: string, from: number): number {
    if (this.#absent.has(closing)) return -1;
    const found = this.#text.indexOf(closing, from);
    if (found === -1) this.#absent.add(closing);
    return found === -1 ? -1 : found + closing.length;
  }

  /** An element that says by its attributes that nobody sees it. */
  #hidden(index: number): Mask[] | undefined {
    openTag.lastIndex = index;
    const [, name = '', marks = ''] = openTag.exec(this.#text) ?? [];
    if (name === '' || voidTags.has(name) || marks.endsWith('/') || !isOutOfSight(name, marks)) return undefined;
    const end = this.#elementEnd(index, name);
    return end === -1 ? undefined : [{ start: index, end, kind: 'noise', omit: 'furniture' }];
  }

  /** End of the element that opens at `index`, with those of its name inside it. */
  #elementEnd(index: number, name: string): number {
    if (this.#absent.has(name)) return -1;
    const tag = new RegExp(`<(/?)${name}\\b[^<>]*>`, 'gi');
    tag.lastIndex = index;
    let depth = 0;
    for (let match = tag.exec(this.#text); match !== null; match = tag.exec(this.#text)) {
      depth += match[1] === '/' ? -1 : 1;
      if (depth <= 0) return tag.lastIndex;
    }
    this.#absent.add(name);
    return -1;
  }

  /** End of `\(…\)`, of `\[…\]` at the start of a line (each also with two backslashes), or of an environment. */
  latexEnd(index: number): number {
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

function masked(start: number, end: number, kind: Mask['kind']): Mask[] | undefined {
  return end > start ? [{ start, end, kind }] : undefined;
}
