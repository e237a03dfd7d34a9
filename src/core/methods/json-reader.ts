const deepest = 64;

/** LaTeX commands whose first letters JSON would take for an escape; `\f`, `\b` and `\r` before a letter never mean anything else. */
const latex =
  /[fbr][a-zA-Z]|t(?:imes|ext(?:bf|it|rm|tt|sf|normal|style)?|heta|au|anh?|o|op|frac|riangle|ilde)(?![a-z])|n(?:abla|eq|u|ot|eg|mid|parallel|leq|geq)(?![a-z])/y;
const word = /[\p{L}_$][\p{L}\p{N}_$-]{0,80}/uy;
const number = /[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const hex = /[0-9a-fA-F]{4}/y;
/** Text that stands after the comma that follows a string's end, and not after a comma within a string. */
const nextItem = /["'“[{}\]#/\d-]|(?:true|false|null|None|True|False)\b|[\p{L}_][\p{L}\p{N}_]{0,80}[ \t]{0,8}:|$/uy;

const closings: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’' };
const literals = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
  ['undefined', null],
  ['NaN', null],
]);

class Broken extends Error {}

/**
 * Reads one JSON object or list as models write them: trailing and missing commas, single or curly quotes, bare keys,
 * comments, Python's True, False and None, line breaks and bare quotation marks within strings, LaTeX whose
 * backslashes are not doubled. Nothing is made up: a value that breaks off is an error.
 */
export class JsonReader {
  /** Null where it cannot be read, which `problem` then explains. */
  readonly value: unknown = null;
  readonly problem: string | null = null;
  readonly #text: string;
  #at: number;
  #depth = 0;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
    try {
      this.value = this.#value();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.problem = error.message;
    }
  }

  /** Offset at which reading stopped. */
  get end(): number {
    return this.#at;
  }

  #value(): unknown {
    const mark = this.#text[this.#at] ?? '';
    if (mark === '{') return this.#nested(() => this.#object());
    if (mark === '[') return this.#nested(() => this.#list());
    if (mark in closings) return this.#string(false);
    const digits = this.#take(number);
    if (digits !== null) return Number(digits.replaceAll('_', ''));
    const name = this.#take(word);
    if (name !== null && literals.has(name)) return literals.get(name);
    throw this.#broken();
  }

  #nested<T>(read: () => T): T {
    this.#at++;
    if (++this.#depth > deepest) throw new Broken('the JSON is nested too deeply');
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (;;) {
      this.#space(true);
      if (this.#skip('}')) return Object.fromEntries(entries);
      const quoted = (this.#text[this.#at] ?? '') in closings;
      const key = quoted ? this.#string(true) : (this.#take(word) ?? this.#take(number));
      if (key === null) throw this.#broken();
      this.#space(false);
      if (!this.#skip(':')) throw this.#broken();
      this.#space(false);
      entries.push([key, this.#value()]);
    }
  }

  #list(): unknown[] {
    const items: unknown[] = [];
    for (;;) {
      this.#space(true);
      if (this.#skip(']')) return items;
      items.push(this.#value());
    }
  }

  #string(isKey: boolean): string {
    const opening = this.#text[this.#at++]!;
    const closing = closings[opening]!;
    let value = '';
    for (let from = this.#at; ; this.#at++) {
      const character = this.#text[this.#at];
      if (character === undefined) throw new Broken('the JSON breaks off within a string');
      if (character === '\\') {
        value += this.#text.slice(from, this.#at) + this.#escape();
        from = this.#at + 1;
      } else if (character === closing && this.#ends(isKey)) {
        value += this.#text.slice(from, this.#at++);
        return value;
      }
    }
  }

  /** Tells whether the quotation mark here ends its string, and does not stand in it unescaped. */
  #ends(isKey: boolean): boolean {
    const next = this.#afterSpace(this.#at + 1);
    const mark = this.#text[next];
    if (isKey) return mark === ':';
    if (mark === undefined || mark === '}' || mark === ']') return true;
    if (mark === '#' || this.#text.startsWith('//', next) || this.#text.startsWith('/*', next)) return true;
    if (mark === ',') {
      nextItem.lastIndex = this.#afterSpace(next + 1);
      return nextItem.test(this.#text);
    }
    // A missing comma: the next item stands on a line of its own.
    return mark in closings && this.#text.slice(this.#at + 1, next).includes('\n');
  }

  /** The character for the escape here; leaves the place at its last one. */
  #escape(): string {
    const letter = this.#text[++this.#at];
    if (letter === undefined) throw new Broken('the JSON breaks off within a string');
    latex.lastIndex = this.#at;
    if (latex.test(this.#text)) return `\\${letter}`;
    switch (letter) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
      case 'f':
      case 'b':
        return '';
      case 'u': {
        hex.lastIndex = this.#at + 1;
        const code = hex.exec(this.#text)?.[0];
        if (code === undefined) return '\\u';
        this.#at += 4;
        return String.fromCharCode(Number.parseInt(code, 16));
      }
      case '\n':
        return '\n';
      case '"':
      case "'":
      case '/':
      case '\\':
      case '“':
      case '”':
        return letter;
      default:
        return `\\${letter}`;
    }
  }

  /** Passes white space and comments, and commas where items end. */
  #space(commas: boolean): void {
    for (;;) {
      this.#at = this.#afterSpace(this.#at);
      if (this.#text.startsWith('/*', this.#at)) this.#at = this.#after('*/', this.#at + 2);
      else if (this.#text.startsWith('//', this.#at) || this.#text[this.#at] === '#') this.#at = this.#after('\n', this.#at);
      else if (!(commas && this.#skip(','))) return;
    }
  }

  #after(mark: string, from: number): number {
    const found = this.#text.indexOf(mark, from);
    return found < 0 ? this.#text.length : found + mark.length;
  }

  #afterSpace(from: number): number {
    let at = from;
    while (/\s/.test(this.#text[at] ?? '')) at++;
    return at;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0] ?? null;
    this.#at += taken?.length ?? 0;
    return taken;
  }

  #skip(mark: string): boolean {
    const there = this.#text[this.#at] === mark;
    if (there) this.#at++;
    return there;
  }

  #broken(): Broken {
    const there = this.#text.slice(this.#at, this.#at + 20).replace(/\s+/g, ' ');
    return new Broken(there.trim() === '' ? 'the JSON breaks off' : `the JSON cannot be read at “${there}”`);
  }
}
