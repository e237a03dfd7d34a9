/**
 * Scripts that write words without spaces between them: each of their characters counts as a word. A longer word than 256
 * characters counts as several: matching one of millions would overflow the stack.
 */
const word = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]|[[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]]{1,256}/gv;
const accents = /[\u0300-\u036f]/g;

/** The words of a text as search sees them: without case, accents and compatibility forms; in the order they stand. */
export function searchWords(text: string): string[] {
  return text.normalize('NFKD').replace(accents, '').toLowerCase().match(word) ?? [];
}
