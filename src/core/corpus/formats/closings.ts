import type { Span } from '../passage.ts';

/** Searches for what closes something, asked for in rising order of position: each piece of the text is searched once for each pattern. */
export class Closings {
  readonly #text: string;
  /** By pattern: where the last search began, and what it found. */
  readonly #known = new Map<string, { readonly from: number; readonly found: Span | undefined }>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The first match of `pattern` from `from` on. */
  find(pattern: string, from: number): Span | undefined {
    const known = this.#known.get(pattern);
    if (known !== undefined && known.from <= from && (known.found === undefined || known.found.start >= from)) return known.found;
    const search = new RegExp(pattern, 'g');
    search.lastIndex = from;
    const match = search.exec(this.#text);
    const found = match === null ? undefined : { start: match.index, end: search.lastIndex };
    this.#known.set(pattern, { from, found });
    return found;
  }
}
