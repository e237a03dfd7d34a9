/** Rows of a file that give no text, by why not. */
export interface PassedRows {
  readonly reason: string;
  readonly count: number;
  /** The first hundred of them. */
  readonly lines: readonly number[];
}

/** Lines named for each reason. */
const mostLines = 100;

export class PassedTally {
  readonly #reasons = new Map<string, { count: number; readonly lines: number[] }>();

  /** @param line line or number of the record, from 1 */
  add(reason: string, line: number): void {
    let known = this.#reasons.get(reason);
    if (known === undefined) {
      known = { count: 0, lines: [] };
      this.#reasons.set(reason, known);
    }
    known.count += 1;
    if (known.lines.length < mostLines) known.lines.push(line);
  }

  list(): PassedRows[] {
    return [...this.#reasons].map(([reason, { count, lines }]) => ({ reason, count, lines }));
  }
}
