import { makesText } from '../methods/index.ts';
import type { Content } from './sample.ts';

/** What is compared of two samples to find duplicates: what they ask, or the text itself, since texts on one subject may share a title. */
export const comparedText = (method: string, { question, answer }: Content): string => (makesText(method) ? answer : question);

/** What makes two of those the same for the exact-duplicate gate: NFKC, lower case, collapsed white space. */
export function normalisedQuestion(question: string): string {
  return question.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
