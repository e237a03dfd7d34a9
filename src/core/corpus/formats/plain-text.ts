import type { OmissionKind, TellOmitted } from '../omissions.ts';
import type { SourceText } from '../source-text.ts';
import { linesOf, type Line } from './lines.ts';

/** Enough of a line to tell what it is. */
const window = 400;

/**
 * Lines of a plain text, and what was found out about them: those left out, those that go on with the paragraph before
 * the gap above them, and those of which a part only is text.
 */
export class PlainText {
  readonly source: SourceText;
  readonly lines: readonly Line[];
  /** From the text itself, where its frame names it. */
  title: string | undefined;
  /**
   * Marks inside lines: as mail sends them (characters outside ASCII as `=E2=80=99`, and `=` where a line was cut), or the tags
   * of captions.
   */
  marks: 'book' | 'mail' | 'captions' | undefined;
  readonly #omit: TellOmitted;
  readonly #out = new Set<number>();
  readonly #parts = new Map<number, { start: number; end: number; label: string }>();
  readonly #going = new Set<number>();
  readonly #turns = new Set<number>();

  constructor(source: SourceText, omit: TellOmitted) {
    this.source = source;
    this.#omit = omit;
    this.lines = linesOf(source);
  }

  /** The beginning of a line, without white space at either end. */
  text(index: number): string {
    const line = this.lines[index];
    return line === undefined ? '' : this.source.text.slice(line.start, Math.min(line.end, line.start + window)).trim();
  }

  isBlank(index: number): boolean {
    return this.lines[index]?.blank ?? true;
  }

  isOut(index: number): boolean {
    return this.#out.has(index);
  }

  /** Leaves out the lines from `first` up to `end`, as one omission. */
  leave(first: number, end: number, kind: OmissionKind): void {
    this.drop(first, end);
    if (first < end) this.tell(kind, first);
  }

  /** The same without telling: a rule between two parts, the number of a caption. */
  drop(first: number, end: number): void {
    for (let index = first; index < end; index += 1) this.#out.add(index);
  }

  tell(kind: OmissionKind, index: number): void {
    this.#omit(kind, this.lines[index]?.start ?? 0);
  }

  /** Of a line only what is between two places is text, with a label put before it. */
  narrow(index: number, start: number, end: number, label = ''): void {
    this.#parts.set(index, { start, end, label });
  }

  part(index: number): { readonly start: number; readonly end: number; readonly label: string } {
    const { start, end } = this.lines[index]!;
    return this.#parts.get(index) ?? { start, end, label: '' };
  }

  /** The line goes on with the paragraph before it, whatever blank lines or left-out ones are between. */
  goOn(index: number): void {
    this.#going.add(index);
  }

  goesOn(index: number): boolean {
    return this.#going.has(index);
  }

  /** Somebody else begins to speak, or the same at another time. */
  turn(index: number): void {
    this.#turns.add(index);
  }

  isTurn(index: number): boolean {
    return this.#turns.has(index);
  }

  /** The next line that is neither blank nor left out, from `index` on, among `most` lines; -1 for none. */
  next(index: number, step: 1 | -1 = 1, most = Infinity): number {
    const end = Math.min(this.lines.length, index + most);
    const first = Math.max(0, index - most + 1);
    for (let at = index; step === 1 ? at < end : at >= first; at += step) if (!this.isBlank(at) && !this.isOut(at)) return at;
    return -1;
  }
}
