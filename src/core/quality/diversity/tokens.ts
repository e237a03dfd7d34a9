/** What Python's `str.split()` takes for white space: Unicode's, and four separators of ASCII; the byte-order mark is none. */
// eslint-disable-next-line no-control-regex
const whiteSpace = /[\p{White_Space}\x1C-\x1F]+/u;

/** Words as white space parts them; none of them is empty. */
export const spacedWords = (text: string): string[] => text.split(whiteSpace).filter((word) => word !== '');

/** Number of Unicode characters: two surrogates are one. */
export function characterCount(text: string): number {
  let seconds = 0;
  for (let at = 1; at < text.length; at++) if (isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at))) seconds++;
  return text.length - seconds;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** All n-grams of a list of tokens, in order, repeats included; none where it is shorter than n. */
export function* ngramsOf(tokens: readonly string[], n: number): Generator<string> {
  for (let at = 0; at + n <= tokens.length; at++) yield tokens.slice(at, at + n).join(' ');
}
