import { countTokens as countPiece } from 'gpt-tokenizer/encoding/o200k_base';

/** Merging inside one piece is quadratic in the piece's length; longer runs are counted slice by slice. */
const maxRunLength = 256;

/**
 * Tokens of `text` in the o200k_base vocabulary. Exact unless a run without a word break is longer than 256
 * characters, where it is an upper estimate that keeps the count linear.
 */
export function countTokens(text: string): number {
  if (!hasLongRun(text)) return countPiece(text, plain);
  let total = 0;
  for (const slice of slices(text)) total += countPiece(slice, plain);
  return total;
}

/** Corpus text is text: a spelled-out special token is counted as the characters it is made of. */
const plain = { disallowedSpecial: new Set<string>() };

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function hasLongRun(text: string): boolean {
  let run = 0;
  let space = false;
  for (let index = 0; index < text.length; index += 1) {
    const isSpaceHere = isSpace(text.charCodeAt(index));
    run = isSpaceHere === space ? run + 1 : 1;
    if (run > maxRunLength) return true;
    space = isSpaceHere;
  }
  return false;
}

/** Cuts before the space that ends a run, so that short words still count with the space before them. */
function* slices(text: string): Generator<string> {
  let start = 0;
  let run = 0;
  let space = false;
  for (let index = 0; index < text.length; index += 1) {
    const isSpaceHere = isSpace(text.charCodeAt(index));
    run = isSpaceHere === space ? run + 1 : 1;
    space = isSpaceHere;
    if (run === maxRunLength) {
      yield text.slice(start, index + 1);
      start = index + 1;
      run = 0;
    }
  }
  if (start < text.length) yield text.slice(start);
}
