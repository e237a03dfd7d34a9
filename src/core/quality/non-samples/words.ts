/** Words of a text in any script, as gates compare them. */

/** Scripts that are written without spaces: each character counts as a word. */
const unspaced = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const word = new RegExp(String.raw`[${unspaced}]|[[\p{L}\p{M}\p{N}]--[${unspaced}]]+`, 'gv');
const isUnspaced = new RegExp(`^[${unspaced}]`, 'v');

/** Words in lower case, without marks around them. */
export const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(word) ?? [];

/** The same of prose alone: code, formulas and addresses are quoted as they are, and are no copy of anybody's words. */
export const proseOf = (text: string): string[] => wordsOf(withoutFormulas(text));

const code = /```[^`]*```|~~~[^~]*~~~|`[^`\n]*`/g;
const formula = /\$\$[^$]{1,4000}\$\$|\$[^$\n]{1,400}\$|\\\([^\n]{1,400}?\\\)|\\\[[^\]]{1,4000}\\\]|https?:\/\/\S+/g;

const withoutFormulas = (text: string): string => text.replace(code, ' ').replace(formula, ' ');

/** Characters of a script without spaces make fewer words than they are. */
export const wordCount = (text: string): number => lengthOf(wordsOf(text));

/** Length of a text in words, two characters of a script without spaces taken for one. */
export const lengthOf = (words: readonly string[]): number => {
  const characters = words.filter((each) => isUnspaced.test(each)).length;
  return words.length - characters + Math.ceil(characters / 2);
};

/** Longer where words are characters, of which five are no phrase yet. */
export const phraseLength = (words: readonly string[], usual: number): number => {
  const characters = words.filter((each) => isUnspaced.test(each)).length;
  return 2 * characters > words.length ? 2 * usual : usual;
};

/**
 * Share of a text's words that stand in phrases of another text, which are so many words long or longer.
 * Linear in both texts.
 */
export function copiedShare(words: readonly string[], phrases: ReadonlySet<string>, size: number): number {
  if (words.length < size) return 0;
  let [copied, until] = [0, 0];
  for (let at = 0; at + size <= words.length; at++) {
    if (!phrases.has(words.slice(at, at + size).join(' '))) continue;
    copied += at + size - Math.max(at, until);
    until = at + size;
  }
  return copied / words.length;
}

/** All phrases of a size, of several texts; none goes from one text into the next. */
export function phrasesOf(texts: readonly (readonly string[])[], size: number): Set<string> {
  const phrases = new Set<string>();
  for (const words of texts) for (let at = 0; at + size <= words.length; at++) phrases.add(words.slice(at, at + size).join(' '));
  return phrases;
}
