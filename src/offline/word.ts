/** One word or mark of a sentence; `start` and `end` are UTF-16 offsets into the analysed text. */
export interface Word {
  readonly text: string;
  readonly lower: string;
  /** Part of speech in the tag set of Universal Dependencies. */
  readonly tag: string;
  readonly start: number;
  readonly end: number;
}

export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  /** Ordinal of the block (paragraph, list item, heading) that holds the sentence. */
  readonly block: number;
  /** Alone on its line and without a final mark: a heading, a caption, a formula. */
  readonly isLine: boolean;
}
