/**
 * Code spans of a Markdown text, asked for in rising order of position. Each paragraph's runs of backticks are
 * listed once, so that runs which close nothing cost no search of their own.
 */
export class CodeSpans {
  readonly #text: string;
  #paragraphEnd = -1;
  /** Starts of the runs of the paragraph by their length, in falling order. */
  #runs = new Map<number, number[]>();

  constructor(text: string) {
    this.#text = text;
  }

  /** The end of the code span that the run of backticks at `index` opens; of the run itself when it opens none. */
  after(index: number): { readonly end: number; readonly isSpan: boolean } {
    if (index >= this.#paragraphEnd) this.#list(index);
    let end = index;
    while (this.#text.charAt(end) === '`') end += 1;
    const starts = this.#runs.get(end - index) ?? [];
    while (starts.length > 0 && starts.at(-1)! < end) starts.pop();
    const close = starts.at(-1);
    return close === undefined ? { end, isSpan: false } : { end: close + end - index, isSpan: true };
  }

  #list(index: number): void {
    const blank = /\n[ \t>]*\r?\n/g;
    blank.lastIndex = index;
    this.#paragraphEnd = blank.exec(this.#text)?.index ?? this.#text.length;
    this.#runs = new Map();
    const run = /`+/g;
    run.lastIndex = index;
    for (let match = run.exec(this.#text); match !== null && match.index < this.#paragraphEnd; match = run.exec(this.#text)) {
      const starts = this.#runs.get(match[0].length);
      if (starts === undefined) this.#runs.set(match[0].length, [match.index]);
      else starts.push(match.index);
    }
    for (const starts of this.#runs.values()) starts.reverse();
  }
}
