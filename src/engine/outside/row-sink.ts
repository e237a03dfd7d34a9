import { UsageError } from '../errors.ts';
import { pauses } from '../slices.ts';
import { PassedTally, type PassedRows } from './passed-rows.ts';
import { textOfRow } from './row-text.ts';

/** Texts of a file that is none of the project's, as of a benchmark. */
export interface OutsideTexts {
  readonly file: string;
  /** `line`: line on which the record begins, from 1; of a Parquet file the number of the record. */
  readonly texts: readonly { readonly line: number; readonly text: string }[];
  readonly passedOver: readonly PassedRows[];
  /** Fields that the texts were taken from, and of how many records each. */
  readonly fields: readonly { readonly name: string; readonly count: number }[];
}

/** Part of a sink that readers of rows with fields need. */
export type RowTaker = Pick<RowSink, 'row' | 'pass' | 'pause'>;

/** What a reader of a format gives its rows to. */
export class RowSink {
  readonly #file: string;
  readonly #field: string | undefined;
  readonly #texts: { line: number; text: string }[] = [];
  readonly #passed = new PassedTally();
  readonly #fields = new Map<string, number>();
  /** Lets others have their turn, and ends the reading when it was called off. */
  readonly pause: () => Promise<void>;

  constructor(file: string, field: string | undefined, signal: AbortSignal | undefined) {
    this.#file = file;
    this.#field = field;
    this.pause = pauses(signal);
  }

  /** Takes the text of a row with fields. */
  row(line: number, row: unknown): void {
    const found = textOfRow(row, this.#field);
    if ('reason' in found) this.pass(line, found.reason);
    else this.text(line, found.text, found.field);
  }

  text(line: number, text: string, field: string): void {
    this.#texts.push({ line, text });
    this.#fields.set(field, (this.#fields.get(field) ?? 0) + 1);
  }

  pass(line: number, reason: string): void {
    this.#passed.add(reason, line);
  }

  /** @throws UsageError when there was no text */
  end(): OutsideTexts {
    const passedOver = this.#passed.list();
    if (this.#texts.length === 0) {
      const why = passedOver.map(({ reason, count, lines }) => `${count} ${count === 1 ? 'record' : 'records'} (${lines[0]} …): ${reason}`);
      throw new UsageError(
        `${this.#file}: no text is in the file${why.length === 0 ? '' : `; ${why.join('; ')}`}. Name the field that holds the texts, or give another file.`,
      );
    }
    const fields = [...this.#fields].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
    return { file: this.#file, texts: this.#texts, passedOver, fields };
  }
}
