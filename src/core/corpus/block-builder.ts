import type { Block, BlockKind } from './block.ts';
import type { Anchor, Span } from './passage.ts';
import { isVerbatim, runAt, type SourceText } from './source-text.ts';

interface BlockShape {
  readonly kind: BlockKind;
  readonly depth?: number;
  readonly separator?: string;
}

/** White space other than a single space: what prose folds to one space. */
const foldable = /[ \t\r\n\f]{2,}|[\t\r\n\f]/g;

/** As much of the end as the builder ever looks back at. */
const tailLength = 20;

/**
 * Collects the cleaned text of one block together with the anchors that lead back to the file. All positions given to
 * it are offsets into the source's text; those it hands out are offsets into the file.
 */
export class BlockBuilder {
  readonly #source: SourceText;
  /** Pieces of text, joined at the end: reading a string that grows would copy it each time. */
  #parts: string[] = [];
  #length = 0;
  /** The last characters of the text. */
  #tail = '';
  #anchors: Anchor[] = [];
  #atoms: Span[] = [];
  /** At the start of a table's row. */
  #row = true;
  #openAtoms = 0;
  #atomStart = 0;
  #covered: Span | undefined;
  /** Something was left out since the last piece of text; a space before the punctuation that follows goes too. */
  #gap = false;
  /** Put in before the next piece of text, if there is one: a separator, a `^`. */
  #pending = '';

  constructor(source: SourceText) {
    this.#source = source;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  get opensSentence(): boolean {
    return /(?:^|[.!?:]["”’)]*\s|^- |^\d+\. )$/.test(this.#tail + this.#pending);
  }

  /** Copies prose: white space folds to one space, none at the start. */
  prose(start: number, end: number): void {
    // Searching the slice alone: a search in the whole text would run on past `end` each time.
    let from = start;
    for (const match of this.#source.text.slice(start, end).matchAll(foldable)) {
      this.#piece(from, start + match.index);
      this.space();
      from = start + match.index + match[0].length;
    }
    this.#piece(from, end);
  }

  #piece(start: number, end: number): void {
    let from = start;
    const text = this.#source.text;
    if (text.charAt(from) === ' ' && this.#atBoundary()) from += 1;
    if (from >= end) return;
    if (this.#gap && this.#pending.trim() === '' && /[,.;:!?)\]]/.test(text.charAt(from))) this.#dropSpace();
    this.exact(from, end);
  }

  /** Copies characters as they are. */
  exact(start: number, end: number): void {
    if (end <= start) return;
    this.#flush();
    const { text, runs } = this.#source;
    for (let index = runAt(runs, start); index < runs.length; index += 1) {
      const run = runs[index]!;
      if (run.text.start >= end) break;
      const from = Math.max(start, run.text.start);
      const to = Math.min(end, run.text.end);
      if (isVerbatim(run)) {
        const shift = run.file.start - run.text.start;
        this.#anchor(text.slice(from, to), from + shift, to + shift);
      } else if (from === run.text.start) {
        this.#anchor(text.slice(from, to), run.file.start, run.file.end);
      } else {
        // The rest of a run whose first part, already written, stands for all of it.
        this.#write(text.slice(from, to));
      }
    }
  }

  /** Puts `replacement` where the source has `start`..`end`: a decoded entity, a linear formula. */
  replace(replacement: string, start: number, end: number): void {
    if (replacement === '') {
      this.#gap = true;
      return;
    }
    if (this.#gap && /^[,.;:!?)\]]/.test(replacement)) this.#dropSpace();
    this.#flush();
    const file = this.#toFile(start, end);
    const original = this.#source.text.slice(start, end);
    if (file.end - file.start === replacement.length && original !== replacement) this.#write(replacement);
    else this.#anchor(replacement, file.start, file.end);
  }

  /** A word break; successive ones fold into one, and none stands at either end of the block. */
  space(): void {
    if (!this.#atBoundary()) this.#pending += ' ';
  }

  /** Text of ours, written only when more of the block follows. */
  put(text: string): void {
    this.#pending += text;
  }

  /** Takes back `text` when nothing was written since it was put. */
  unput(text: string): void {
    if (this.#pending.endsWith(text)) this.#pending = this.#pending.slice(0, -text.length);
  }

  /** A new row of a table, unless the block has no text yet; a row without text leaves no line. */
  line(): void {
    this.#dropSpace();
    this.#pending = this.isEmpty ? '' : '\n';
    this.#row = true;
  }

  /** A new cell; the first of a row has no bar before it. */
  cell(): void {
    if (!this.#row) {
      this.#dropSpace();
      this.#pending += ' | ';
    }
    this.#row = false;
  }

  /** Notes that something was left out here. */
  skip(): void {
    this.#gap = true;
  }

  /** Runs `write` and marks what it wrote as a range that no cut may fall into. */
  atom(write: () => void): void {
    this.beginAtom();
    write();
    this.endAtom();
  }

  /** Begins an atom: text written from here to `endAtom` must not be cut. Atoms do not nest: an inner one is part of the outer. */
  beginAtom(): void {
    this.#openAtoms += 1;
    if (this.#openAtoms > 1) return;
    this.#flush();
    this.#atomStart = this.#length;
  }

  endAtom(): void {
    if (this.#openAtoms === 0) return;
    this.#openAtoms -= 1;
    if (this.#openAtoms === 0 && this.#length > this.#atomStart) this.#atoms.push({ start: this.#atomStart, end: this.#length });
  }

  /** Widens the block's span to mark-up that has no text of its own. */
  cover(start: number, end: number): void {
    const file = this.#toFile(start, end);
    this.#covered =
      this.#covered === undefined ? file : { start: Math.min(this.#covered.start, file.start), end: Math.max(this.#covered.end, file.end) };
  }

  /** The block, or nothing when no text of the file came together; the builder is empty again afterwards. */
  finish(shape: BlockShape): Block | undefined {
    const text = this.#parts.join('').trimEnd();
    const anchors = this.#anchors.flatMap((anchor) => clip(anchor, text.length));
    const atoms = this.#atoms.map(({ start, end }) => ({ start, end: Math.min(end, text.length) })).filter(({ start, end }) => start < end);
    const covered = this.#covered;
    this.#parts = [];
    this.#length = 0;
    this.#tail = '';
    this.#anchors = [];
    this.#atoms = [];
    this.#row = true;
    this.#openAtoms = 0;
    this.#covered = undefined;
    this.#gap = false;
    this.#pending = '';
    const first = anchors[0];
    const last = anchors.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const span = {
      start: Math.min(first.file.start, covered?.start ?? first.file.start),
      end: Math.max(last.file.end, covered?.end ?? last.file.end),
    };
    return { kind: shape.kind, depth: shape.depth ?? 0, text, anchors, atoms, span, separator: shape.separator ?? '\n\n' };
  }

  #atBoundary(): boolean {
    const last = (this.#tail + this.#pending).at(-1);
    return last === undefined || last === ' ' || last === '\n';
  }

  #dropSpace(): void {
    if (this.#pending !== '') this.#pending = this.#pending.replace(/ +$/, '');
    else if (this.#tail.endsWith(' ')) {
      this.#parts.push(this.#parts.pop()!.slice(0, -1));
      this.#tail = this.#tail.slice(0, -1);
      this.#length -= 1;
      const last = this.#anchors.pop();
      if (last !== undefined) for (const anchor of clip(last, this.#length)) this.#anchors.push(anchor);
    }
  }

  #flush(): void {
    this.#write(this.#pending);
    this.#pending = '';
    this.#gap = false;
  }

  #write(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    this.#tail = (this.#tail + text.slice(-tailLength)).slice(-tailLength);
  }

  #anchor(text: string, fileStart: number, fileEnd: number): void {
    const start = this.#length;
    const end = start + text.length;
    this.#write(text);
    const last = this.#anchors.at(-1);
    const verbatim = text.length === fileEnd - fileStart;
    if (verbatim && last !== undefined && isVerbatim(last) && last.text.end === start && last.file.end === fileStart) {
      this.#anchors[this.#anchors.length - 1] = {
        text: { start: last.text.start, end },
        file: { start: last.file.start, end: fileEnd },
      };
    } else {
      this.#anchors.push({ text: { start, end }, file: { start: fileStart, end: fileEnd } });
    }
  }

  #toFile(start: number, end: number): Span {
    const { runs } = this.#source;
    const first = runs[runAt(runs, start)];
    const last = runs[runAt(runs, Math.max(start, end - 1))];
    if (first === undefined || last === undefined) {
      const at = runs.at(-1)?.file.end ?? 0;
      return { start: at, end: at };
    }
    return {
      start: isVerbatim(first) ? first.file.start + start - first.text.start : first.file.start,
      end: isVerbatim(last) ? last.file.start + end - last.text.start : last.file.end,
    };
  }
}

/** The part of an anchor before `length`: nothing, or itself, or a shorter one when it is verbatim. */
function clip(anchor: Anchor, length: number): Anchor[] {
  if (anchor.text.end <= length) return [anchor];
  if (anchor.text.start >= length) return [];
  const cut = anchor.text.end - length;
  const file = isVerbatim(anchor) ? { start: anchor.file.start, end: anchor.file.end - cut } : anchor.file;
  return [{ text: { start: anchor.text.start, end: length }, file }];
}
