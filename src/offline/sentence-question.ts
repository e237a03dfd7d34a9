import type { Word } from './word.ts';

/** A question that one sentence answers. */
export interface SentenceQuestion {
  /** Kind of statement in the sentence, and with it the form of the question. */
  readonly kind: string;
  /** Written for the middle of a sentence, without the question mark: "what is the SI unit of torque". */
  readonly question: string;
}

/** Helpers that the rules need besides the words. */
export interface QuestionWording {
  /** Words as running text, the sentence's own capital taken back. */
  readonly say: (words: readonly Word[]) => string;
  /** The concepts of the set that stand in the words, as the text spells them, in the singular where the set has it. */
  readonly concepts: (words: readonly Word[]) => string[];
}
