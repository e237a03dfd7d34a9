/**
 * Data that a request's messages were rendered from. Endpoints see the messages alone; the offline model, which understands
 * no prose, works from this.
 */
export type Origin =
  | { readonly method: 'extract'; readonly passage: { readonly headings: readonly string[]; readonly text: string } }
  | { readonly method: 'answer'; readonly question: string; readonly references: readonly { readonly text: string }[] }
  | SampleOrigin
  /** Method that the offline model has nothing to say to. */
  | { readonly method: string };

/** The material of a sample-making method. */
interface SampleOrigin {
  readonly method: string;
  readonly topics: readonly string[];
  readonly concepts: readonly string[];
  readonly references: readonly { readonly text: string }[];
  readonly questions: number;
  readonly avoid: readonly string[];
}
