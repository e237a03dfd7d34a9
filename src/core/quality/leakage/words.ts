/** Words of a text as they are compared with those of a benchmark: without case, accents and punctuation. */

/** Words, and where each of them stands in the text that it was taken from. */
export interface PlacedWords {
  /** Each without case and accents. */
  readonly words: readonly string[];
  /** Offsets in UTF-16 code units: word `n` is `text.slice(starts[n], ends[n])`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * A character of a script that puts no spaces between words, with the marks on it, is a word of its own; else a run of letters,
 * digits and underscores is (`\w+`), with the marks on them, so that no accent that is written as a character of its own parts a word.
 */
const word =
  /(?=[\p{L}\p{N}])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]\p{M}*|(?:[[\p{L}\p{N}_]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]|\p{M})+/gv;
const asciiWord = /\w+/g;
// eslint-disable-next-line no-control-regex -- ASCII
const beyondAscii = /[^\u0000-\u007F]/;

export function placedWords(text: string): PlacedWords {
  const [words, starts, ends]: [string[], number[], number[]] = [[], [], []];
  // Eight times as fast, and most texts are such.
  const isAscii = !beyondAscii.test(text);
  for (const { 0: found, index } of text.matchAll(isAscii ? asciiWord : word)) {
    const plain = isAscii ? found.toLowerCase() : withoutAccents(found);
    // Marks without a letter are no word.
    if (plain === '') continue;
    words.push(plain);
    starts.push(index);
    ends.push(index + found.length);
  }
  return { words, starts, ends };
}

/**
 * Accents of Latin, Greek and Cyrillic letters, and the points of Hebrew and Arabic. In other scripts such marks are vowels, and in
 * Kana another consonant: without them, words that mean something else would be the same.
 */
const accent = /[[\p{Mn}&&[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}]]--[\u3099\u309A]]/gv;

/** Composed again at the end: a syllable of Hangul is one character, and lengths count characters. */
function withoutAccents(found: string): string {
  const lower = found.toLowerCase();
  return beyondAscii.test(lower) ? lower.normalize('NFD').replace(accent, '').normalize('NFC') : lower;
}

/** The text in which blocks are looked for: words with one space between them. */
export const joinedWords = ({ words }: PlacedWords): string => words.join(' ');
