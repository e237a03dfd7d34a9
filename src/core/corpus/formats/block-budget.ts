import { Refusal } from '../refusal.ts';

/** Blocks of a whole file: for each, the parser takes ten kilobytes and a fraction of a millisecond. */
const maxBlocks = 25_000;
/** A line that goes on with a paragraph takes a tenth of that. */
const ofLine = 0.1;

/** Number of blocks that the lines of a file have begun. */
export class BlockBudget {
  #blocks = 0;
  #isAfterBlank = true;

  /** Counts what lines begin, an item once for each that it stands in; refuses a file that has no end of it. */
  count(isBlank: boolean, markers: number, opening: string, rest: string): void {
    const begins = this.#isAfterBlank || markers > 0 || /^\s*[^\p{L}\p{N}\s]/u.test(rest);
    this.#isAfterBlank = isBlank;
    if (isBlank) return;
    if (!begins) this.#blocks += ofLine;
    else this.#blocks += markers === 0 ? 1 : markers + Math.floor((/^[ \t]*/.exec(opening)?.[0].length ?? 0) / 2);
    if (this.#blocks <= maxBlocks) return;
    throw new Refusal(
      `The file has more than ${maxBlocks.toLocaleString('en')} paragraphs, list items and rows, those in others counted with them. Split it, or leave it out with corpus.exclude.`,
    );
  }
}
