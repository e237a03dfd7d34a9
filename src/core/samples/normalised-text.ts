/** Form that makes two texts the same for the exact-duplicate gate: NFKC, lower case, collapsed white space. */
export function normalisedText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
