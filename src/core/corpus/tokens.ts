import { countTokens as countPiece } from 'gpt-tokenizer/encoding/o200k_base';

/** Merging inside one piece is quadratic in the piece's length; longer runs are counted slice by slice. */
const maxRunLength = 256;
const sliceLength = 64;

/**
 * Tokens of `text` in the o200k_base vocabulary. Exact unless a run that the vocabulary takes for one piece may be longer
 * than 256 characters, where it is an upper estimate that keeps the count linear.
 */
export function countTokens(text: string): number {
  if (!hasLongRun(text)) return countPiece(text, plain);
  let total = 0;
  for (const slice of slices(text)) total += countPiece(slice, plain);
  return total;
}

/** Corpus text is text: a spelled-out special token is counted as the characters it is made of. */
const plain = { disallowedSpecial: new Set<string>() };

/** Length of the runs that end at the character last seen. */
class Runs {
  /** Of white space alone, or of anything else. */
  #alike = 0;
  #space = false;
  /** Of line breaks and slashes, which go into one piece with the signs before them. */
  #trailing = 0;

  get length(): number {
    return Math.max(this.#alike, this.#trailing);
  }

  see(code: number): void {
    const space = code === 32 || (code >= 9 && code <= 13);
    this.#alike = space === this.#space ? this.#alike + 1 : 1;
    this.#space = space;
    this.#trailing = code === 10 || code === 13 || code === 47 ? this.#trailing + 1 : 0;
  }

  cut(): void {
    this.#alike = 0;
    this.#trailing = 0;
  }
}

function hasLongRun(text: string): boolean {
  if (text.length <= maxRunLength) return false;
  const runs = new Runs();
  for (let index = 0; index < text.length; index += 1) {
    runs.see(text.charCodeAt(index));
    if (runs.length > maxRunLength) return true;
  }
  return false;
}

/** Cuts before the space that ends a run, so that short words still count with the space before them. */
function* slices(text: string): Generator<string> {
  let start = 0;
  const runs = new Runs();
  for (let index = 0; index < text.length; index += 1) {
    runs.see(text.charCodeAt(index));
    if (runs.length < sliceLength) continue;
    yield text.slice(start, index + 1);
    start = index + 1;
    runs.cut();
  }
  if (start < text.length) yield text.slice(start);
}
