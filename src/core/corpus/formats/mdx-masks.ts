/** Length of JSX expressions, tags, strings and module statements; longer ones are taken for text. */
const maxLength = 20_000;

/** Syntax that MDX adds to Markdown: module statements, expressions in braces, tags of components (whose children are text). */
export class MdxSyntax {
  readonly #text: string;
  /** Offset at which each bracket read so far closes, -1 where it never does: read once, however many are left open. */
  readonly #closings = new Map<number, number>();

  constructor(text: string) {
    this.#text = text;
  }

  /** End of the `import` or `export` that opens at `index`, the start of a line, or -1. */
  statementEnd(index: number): number {
    const text = this.#text;
    const keyword = /(?:import|export)(?=[\s{*'"])/y;
    keyword.lastIndex = index;
    if (!keyword.test(text)) return -1;
    // A statement ends with the line on which all brackets are closed.
    const limit = Math.min(text.length, index + maxLength);
    let at = index;
    while (at < limit) {
      if (text.charAt(at) === '\n') return at;
      at = this.#after(at);
      if (at === -1) return -1;
    }
    return at === text.length ? at : -1;
  }

  /** End of the expression or tag that opens at `index`, or -1. */
  expressionEnd(index: number): number {
    const char = this.#text.charAt(index);
    if (char === '{') return this.#bracketEnd(index);
    if (char === '<' && /^<\/?(?:[A-Za-z][\w.:-]*)?[\s/>{]/.test(this.#text.slice(index, index + 100))) return this.#tagEnd(index);
    return -1;
  }

  #tagEnd(start: number): number {
    const limit = Math.min(this.#text.length, start + maxLength);
    let index = start + 1;
    while (index < limit) {
      const char = this.#text.charAt(index);
      if (char === '>') return index + 1;
      if (char === '<') return -1;
      index = this.#after(index);
      if (index === -1) return -1;
    }
    return -1;
  }

  /** Behind the character at `index`, or behind the string or bracket that opens there; -1 when that never closes. */
  #after(index: number): number {
    const char = this.#text.charAt(index);
    if (char === "'" || char === '"' || char === '`') return this.#stringEnd(index);
    if (opening.has(char)) return this.#bracketEnd(index);
    return index + 1;
  }

  #stringEnd(start: number): number {
    const text = this.#text;
    const quote = text.charAt(start);
    const limit = Math.min(text.length, start + maxLength);
    for (let index = start + 1; index < limit; index += 1) {
      const char = text.charAt(index);
      if (char === '\\') index += 1;
      else if (char === quote) return index + 1;
      else if (char === '\n' && quote !== '`') return -1;
    }
    return -1;
  }

  #bracketEnd(start: number): number {
    if (!this.#closings.has(start)) this.#matchBrackets(start);
    const end = this.#closings.get(start) ?? -1;
    return end - start <= maxLength ? end : -1;
  }

  /** Reads on until the bracket at `start` is closed, and remembers where those inside it close. */
  #matchBrackets(start: number): void {
    const text = this.#text;
    const open: number[] = [];
    for (let index = start; index < text.length; index += 1) {
      const char = text.charAt(index);
      if (opening.has(char)) {
        const known = this.#closings.get(index);
        // A bracket that holds one that never closes never closes either.
        if (known === -1) break;
        if (known === undefined) open.push(index);
        else index = known - 1;
      } else if (closing.has(char)) {
        this.#closings.set(open.pop()!, index + 1);
        if (open.length === 0) return;
      } else if (char === '\\') {
        index += 1;
      } else if (char === '"' || char === '`') {
        const end = this.#stringEnd(index);
        if (end !== -1) index = end - 1;
      }
    }
    for (const index of open) this.#closings.set(index, -1);
  }
}

const opening: ReadonlySet<string> = new Set('{([');
const closing: ReadonlySet<string> = new Set('})]');
