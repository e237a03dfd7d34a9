/** Markers read in one paragraph, list item or row of a table. */
const mostInParagraph = 500;
/** Markers read between two blank lines. */
const mostInBlock = 3000;

/**
 * Counts the characters that may open or close emphasis and links. The parser's time grows with the square of their
 * number in a paragraph; what goes beyond any paragraph that was written to be read is text.
 */
export class MarkerBudget {
  #paragraph = 0;
  #block = 0;

  /** Tells of a new line: `opens` when it starts an item or a row. */
  line(isBlank: boolean, opens: boolean): void {
    if (isBlank) this.#block = 0;
    if (isBlank || opens) this.#paragraph = 0;
  }

  /** Whether one more marker is still read as one. */
  spend(): boolean {
    this.#paragraph += 1;
    this.#block += 1;
    return this.#paragraph <= mostInParagraph && this.#block <= mostInBlock;
  }
}
