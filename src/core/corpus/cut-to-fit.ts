import type { Block } from './block.ts';
import type { Anchor, Span } from './passage.ts';
import { sliceBlock } from './cut-block.ts';
import { type CutLevel, cutPlace, formulaLevels, lineLevels, proseLevels } from './cut-levels.ts';
import { isVerbatim, runAt } from './source-text.ts';
import { countTokens } from './tokens.ts';

interface Sized extends Span {
  readonly tokens: number;
}

interface CutBlock {
  readonly blocks: readonly Block[];
  /** What became of something that is whole to a reader (a sentence, a fence, a table, a formula) and over the limit. */
  readonly told: ReadonlySet<'cut' | 'oversized'>;
}

/** Tokens of a piece; what would have to be cut to keep to `limit` may have up to `most`. */
interface CutLimits {
  readonly limit: number;
  readonly most: number;
}

/**
 * A block as blocks that keep to the limits: sentences of prose as they are; what is still larger is cut at lines
 * (fences, tables), sentences, clauses, words, and last between characters, and packed again as full as it goes.
 */
export function cutToFit(block: Block, { limit, most }: CutLimits, fileText: string): CutBlock {
  const cutter = new Cutter(block, limit);
  const whole = cutter.sized({ start: 0, end: block.text.length });
  const isProse = block.kind === 'prose' || block.kind === 'item';
  const levels = isProse ? proseLevels : block.kind === 'formula' ? formulaLevels : lineLevels;
  const [sentences, ...finer] = levels;
  const units = isProse ? sentences!(block.text, whole, block.atoms).map((part) => cutter.sized(part)) : [whole];
  const told = new Set(
    units.flatMap(({ tokens }) => (tokens <= limit ? [] : [tokens <= most ? ('oversized' as const) : ('cut' as const)])),
  );
  const pieces = units.flatMap((unit) => (unit.tokens <= most ? [unit] : cutter.fit(unit, isProse ? finer : levels)));
  return { blocks: sliceBlock(block, pieces, fileText), told };
}

class Cutter {
  readonly #text: string;
  readonly #atoms: readonly Span[];
  readonly #anchors: readonly Anchor[];
  readonly #limit: number;

  constructor({ text, atoms, anchors }: Block, limit: number) {
    this.#text = text;
    this.#atoms = atoms;
    this.#anchors = anchors;
    this.#limit = limit;
  }

  /** A space right before goes with the word behind it, which may cost more so. */
  sized({ start, end }: Span): Sized {
    const from = this.#text.charAt(start - 1) === ' ' ? start - 1 : start;
    return { start, end, tokens: countTokens(this.#text.slice(from, end)) };
  }

  /** Parts of at most so many tokens, each as large as the limit allows, and of about one size. */
  fit(part: Sized, levels: readonly CutLevel[]): Sized[] {
    if (part.tokens <= this.#limit) return [part];
    const [first, ...finer] = levels;
    if (first === undefined) return this.#cutInside(part);
    const parts = first(this.#text, part, this.#atoms);
    const [only] = parts;
    if (only === undefined) return [part];
    if (parts.length === 1) return this.fit(only.start === part.start && only.end === part.end ? part : this.sized(only), finer);
    return this.#pack(parts.flatMap((each) => this.fit(this.sized(each), finer)));
  }

  #pack(parts: readonly Sized[], limit = this.#limit): Sized[] {
    const groups: Sized[][] = [];
    let rest = parts.reduce((sum, { tokens }) => sum + tokens, 0);
    const aim = (): number => rest / Math.max(1, Math.ceil(rest / limit));
    let target = aim();
    let size = 0;
    for (const part of parts) {
      const before = groups.at(-1)?.at(-1);
      const gap = before === undefined ? 0 : this.#gap(before.end, part.start);
      if (before === undefined || size + gap + part.tokens > limit || size + gap + part.tokens / 2 > target) {
        rest -= size;
        target = aim();
        groups.push([part]);
        size = part.tokens;
      } else {
        groups.at(-1)!.push(part);
        size += gap + part.tokens;
      }
    }
    return groups.flatMap((group) => this.#united(group, limit));
  }

  /** Parts as one, counted as such: together they may cost more than each alone, and are then packed less full. */
  #united(group: readonly Sized[], limit: number): Sized[] {
    if (group.length === 1) return [group[0]!];
    const whole = this.sized({ start: group[0]!.start, end: group.at(-1)!.end });
    return whole.tokens <= this.#limit ? [whole] : this.#pack(group, (0.9 * limit * this.#limit) / whole.tokens);
  }

  /** Tokens of the white space between two parts: a single space belongs to the word behind it. */
  #gap(start: number, end: number): number {
    if (end <= start || (end === start + 1 && this.#text.charAt(start) === ' ')) return 0;
    return end === start + 1 ? 1 : countTokens(this.#text.slice(start, end)) + 1;
  }

  /** Parts of text without any white space. */
  #cutInside(part: Sized): Sized[] {
    const parts: Sized[] = [];
    let perChar = part.tokens / (part.end - part.start);
    let start = part.start;
    while (start < part.end) {
      let length = Math.max(1, Math.floor((0.95 * this.#limit) / perChar));
      let next = this.#sizedPlace(start, length, part.end);
      while (next.tokens > this.#limit && length > 1) {
        length = Math.max(1, Math.min(length - 1, Math.floor((0.9 * length * this.#limit) / next.tokens)));
        next = this.#sizedPlace(start, length, part.end);
      }
      parts.push(next);
      perChar = Math.max(0.01, next.tokens / (next.end - next.start));
      start = next.end;
    }
    return parts;
  }

  #sizedPlace(start: number, length: number, limit: number): Sized {
    if (start + length >= limit) return this.sized({ start, end: limit });
    const place = cutPlace(this.#text, start + length, start);
    const anchor = this.#anchors[runAt(this.#anchors, place)];
    const isInside = anchor !== undefined && anchor.text.start < place && !isVerbatim(anchor) && !isDivisible(anchor);
    if (!isInside) return this.sized({ start, end: Math.min(place, limit) });
    return this.sized({ start, end: anchor.text.start > start ? anchor.text.start : Math.min(anchor.text.end, limit) });
  }
}

/** Shortest text of an anchor that is cut although it is not verbatim; an entity, a JSON escape is not. */
const minDivided = 17;

/** Tells whether each part of an anchor's text finds a part of the file that it stands for. */
const isDivisible = ({ text, file }: Anchor): boolean =>
  text.end - text.start >= minDivided && (file.end - file.start) * 8 >= text.end - text.start;
