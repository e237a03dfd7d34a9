/** Length of alternative text, address and title together. */
const maxLength = 5000;

/** Finds the images of a Markdown text, asked for in rising order of position. */
export class Images {
  readonly #text: string;
  #address = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * End of the image at `index`, or -1. It may be one that CommonMark would not take for an image, for a space in its
   * address or a quotation mark in its title: converters write both, and kramdown reads both.
   */
  end(index: number): number {
    const text = this.#text;
    if (text.charAt(index + 1) !== '[' || this.#nextAddress(index) > index + maxLength) return -1;
    const line = text.slice(index, index + maxLength).split('\n', 1)[0]!;
    const address = line.indexOf('](');
    if (address === -1 || !isBalanced(line.slice(2, address))) return -1;
    const rest = line.slice(address);
    const whole = /^\]\([^"\n()]*\)/.exec(rest);
    if (whole !== null) return index + address + whole[0].length;
    const titled = /^\]\([^"\n()]*\s"/.exec(rest);
    const close = titled === null ? null : /"\s*\)/.exec(rest.slice(titled[0].length));
    return titled === null || close === null ? -1 : index + address + titled[0].length + close.index + close[0].length;
  }

  /** The next `](` from `index` on: one search for all the images before it. */
  #nextAddress(index: number): number {
    if (this.#address < index) {
      const found = this.#text.indexOf('](', index);
      this.#address = found === -1 ? Infinity : found;
    }
    return this.#address;
  }
}

/** Tells whether every `]` closes a `[` before it. */
function isBalanced(alternative: string): boolean {
  let open = 0;
  for (const char of alternative) {
    if (char === '[') open += 1;
    else if (char === ']') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}
