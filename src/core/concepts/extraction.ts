/** Result of the extraction from one passage (SynthLLM §3.2: level, subject, 1–5 topics with 5–20 key concepts each). */
export interface Extraction {
  readonly level: string;
  readonly subject: string;
  readonly topics: readonly ExtractedTopic[];
}

interface ExtractedTopic {
  readonly name: string;
  readonly concepts: readonly string[];
}
