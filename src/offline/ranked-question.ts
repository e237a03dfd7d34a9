import type { ConceptMatcher } from './matcher.ts';
import type { Word } from './word.ts';

/** A question with what it is chosen by. */
export interface RankedQuestion {
  readonly kind: string;
  /** For the middle of a sentence, without the question mark. */
  readonly wording: string;
  readonly named: readonly string[];
  /** Labels in the sentences that answer. */
  readonly behind: readonly string[];
  /** `reference:sentence` of the sentences that answer. */
  readonly sources: readonly string[];
  /** The sentence that it is about, in lower case: in two references it is the same one. */
  readonly said: string;
  /** Too short to be asked by itself: "what is piping". */
  readonly isShort: boolean;
  readonly score: number;
}

/** Labels that stand in the words, each once. */
export function labelsIn(words: readonly Word[], matcher: ConceptMatcher): string[] {
  return [...new Set(matcher.find(words).map(({ label }) => label))];
}
