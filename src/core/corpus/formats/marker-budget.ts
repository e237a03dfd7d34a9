/** Markers read in one paragraph, list item or row of a table, and between two blank lines. */
const maxMarkers = { paragraph: 500, block: 3000 };
/** Characters read so, likewise. */
const maxCharacters = { paragraph: 50_000, block: 300_000 };

/**
 * Amount of a paragraph that the parser gets to see as mark-up: its time grows with the square of the characters that
 * may open emphasis or links, and of the words after a bracket that is never closed. What goes beyond any paragraph
 * that was written to be read is text.
 */
export class MarkerBudget {
  #markers = { paragraph: 0, block: 0 };
  #start = { paragraph: 0, block: 0 };

  /** Tells of a line that starts at `index`: `opens` when it starts an item or a row. Returns where its mark-up ends. */
  line(index: number, isBlank: boolean, opens: boolean): number {
    if (isBlank) {
      this.#markers.block = 0;
      this.#start.block = index;
    }
    if (isBlank || opens) {
      this.#markers.paragraph = 0;
      this.#start.paragraph = index;
    }
    return Math.min(this.#start.paragraph + maxCharacters.paragraph, this.#start.block + maxCharacters.block);
  }

  /** Counts one more marker; tells whether it is still read as one. */
  spend(): boolean {
    this.#markers.paragraph += 1;
    this.#markers.block += 1;
    return this.#markers.paragraph <= maxMarkers.paragraph && this.#markers.block <= maxMarkers.block;
  }
}
