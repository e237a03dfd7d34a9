/** What makes two questions the same for the exact-duplicate gate: NFKC, lower case, collapsed white space. */
export function normalisedQuestion(question: string): string {
  return question.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
