import type { BlockBuilder } from '../block-builder.ts';
import type { PlainText } from './plain-text.ts';

/** Letters that a typesetter drew as one, soft hyphens, and numbers of pages inside a line; marks of mail and captions. */
const special = {
  text: /[\uFB00-\uFB06\u00AD]|\[Pg \d{1,5}\]/g,
  // Its volunteers write italics between underscores.
  book: /[\uFB00-\uFB06\u00AD]|\[Pg \d{1,5}\]|(?<![\p{L}\p{N}_])_(?=[^\s_])|(?<=[^\s_])_(?![\p{L}\p{N}_])/gu,
  mail: /[\uFB00-\uFB06\u00AD]|(?:=[0-9A-F]{2})+/g,
  captions: /[\uFB00-\uFB06\u00AD]|<[^<>]{0,80}>|\{\\an?\d{1,2}\}/g,
} as const;
const ligatures = ['ff', 'fi', 'fl', 'ffi', 'ffl', 'st', 'st'];

/** First parts of words that are written with a hyphen wherever a line ends. */
const heads = new Set(
  (
    'well self high low long short half full all cross non mid ex one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy ' +
    'eighty ninety first second third old new open hard soft far near so left right top ever much better best so-called co anti'
  ).split(' '),
);
const hyphenated = /(?<![\p{L}\p{N}-])(\p{L}[\p{L}-]{0,40})-$/u;
/** Characters in which it is looked whether a word comes elsewhere. */
const lookedThrough = 4_000_000;

/** Writes lines as one paragraph: words that a line's end parted are put together. */
export class LineWriter {
  readonly #page: PlainText;
  readonly #builder: BlockBuilder;
  #words: ReadonlySet<string> | undefined;

  constructor(page: PlainText, builder: BlockBuilder) {
    this.#page = page;
    this.#builder = builder;
  }

  write(lines: readonly number[]): void {
    for (const [place, index] of lines.entries()) {
      const { start, end, label } = this.#page.part(index);
      if (label !== '') this.#builder.put(label);
      const next = lines[place + 1];
      const cut = next === undefined ? undefined : this.#joint(index, next);
      this.#copy(this.#skipSpace(start, end), cut ?? end);
      if (cut === undefined) this.#builder.space();
    }
  }

  /** Tells whether a word goes on in the next line. */
  isParted(index: number, next: number): boolean {
    return this.#joint(index, next) !== undefined;
  }

  /** Where the text of a line ends when its last word goes on in the next: before its hyphen, or after one that the word has itself. */
  #joint(index: number, next: number): number | undefined {
    const { start, end } = this.#page.part(index);
    const tail = this.#page.source.text.slice(Math.max(start, end - 60), end).trimEnd();
    const last = Math.max(start, end - 60) + tail.length;
    if (tail.endsWith('\u00AD') || (this.#page.marks === 'mail' && tail.endsWith('='))) return last - 1;
    const first = hyphenated.exec(tail)?.[1];
    if (first === undefined || this.#page.part(next).label !== '') return undefined;
    const from = this.#page.part(next);
    const second = /^\p{L}[\p{L}\p{M}’']*/u.exec(
      this.#page.source.text.slice(this.#skipSpace(from.start, from.end), Math.min(from.end, from.start + 260)),
    )?.[0];
    // "pre- and", "Vor- und": the hyphen stands for what comes later.
    if (second === undefined || /^(?:and|or|to|und|oder|et|ou|y|o)$/.test(second)) return undefined;
    return this.#keepsHyphen(first, second) ? last : last - 1;
  }

  #keepsHyphen(first: string, second: string): boolean {
    if (/^\p{Lu}/u.test(second)) return true;
    const words = (this.#words ??= wordsOf(this.#page.source.text));
    const [head, tail] = [first.toLowerCase(), second.toLowerCase()];
    if (words.has(head + tail)) return false;
    if (words.has(`${head}-${tail}`) || head.includes('-') || heads.has(head)) return true;
    return head.length > 3 && tail.length > 3 && words.has(head) && words.has(tail);
  }

  #copy(start: number, end: number): void {
    const text = this.#page.source.text.slice(start, end);
    let from = 0;
    for (const match of text.matchAll(special[this.#page.marks ?? 'text'])) {
      this.#builder.prose(start + from, start + match.index);
      from = match.index + match[0].length;
      const letters = match[0].startsWith('=') ? unquoted(match[0]) : ligatures[match[0].charCodeAt(0) - 0xfb00];
      if (letters?.trim() === '') this.#builder.space();
      else if (letters !== undefined) this.#builder.replace(letters, start + match.index, start + from);
      else if (match[0] !== '\u00AD') this.#builder.skip();
    }
    this.#builder.prose(start + from, end);
  }

  #skipSpace(start: number, end: number): number {
    let at = start;
    const { text } = this.#page.source;
    while (at < end && /\s/.test(text.charAt(at))) at += 1;
    return at;
  }
}

/** What mail writes as `=C3=A9`; itself where that is no text. */
function unquoted(codes: string): string {
  try {
    return decodeURIComponent(codes.replaceAll('=', '%'));
  } catch (error) {
    if (error instanceof URIError) return codes;
    throw error;
  }
}

/** The words of a text but the halves of those that a line's end parts. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  const look = /(-[ \t]*(?:\r\n|\n|\r)[ \t]{0,200})?(\p{L}{1,60}(?:-\p{L}{1,60}){0,4})(?![\p{L}])(?!-[ \t]{0,8}[\r\n])/gu;
  for (const [, parted, word] of text.slice(0, lookedThrough).matchAll(look)) if (parted === undefined) words.add(word!.toLowerCase());
  return words;
}
