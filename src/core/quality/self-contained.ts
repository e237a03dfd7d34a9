/**
 * Phrases by which a question leans on something its reader will not see. The paper's questions must be readable
 * without their document (SynthLLM §3.3).
 */
const leaning: readonly RegExp[] = [
  /\b(?:the|this|that|these|above|given|following) (?:document|passage|text|article|excerpt|chapter|section|reading)s?\b(?! message| file| editor)/i,
  /\b(?:according to|described in|mentioned in|stated in|shown in|discussed in|based on) (?:the|this|that|these|document|passage|figure|table|fig\.)\b[^.?!]{0,40}\b(?:document|passage|text|article|excerpt|chapter|section|figure|table|author)\b/i,
  /\b(?:in|see|from) (?:the )?(?:figure|fig\.|table|equation|example|document)\s*\d/i,
  /\b(?:as|shown|described|mentioned|given|listed|discussed) (?:above|earlier|previously)\b/i,
  /\bthe authors?\b/i,
];

/** The words that make a question depend on its source, or null when it stands alone. */
export function sourceDependence(question: string): string | null {
  for (const pattern of leaning) {
    const found = pattern.exec(question);
    if (found !== null) return found[0];
  }
  return null;
}

/** Mentions, in an answer, of the documents that only the model was given. */
const mentions: readonly RegExp[] = [
  /\b(?:document|reference|passage|excerpt)s?\s+\[?\d\]?/i,
  /\b(?:provided|given|above|reference|source) (?:documents?|passages?|texts?|excerpts?|references?)\b/i,
  /\baccording to the (?:documents?|passages?|texts?|excerpts?|references?)\b/i,
];

/** A document that a sentence tells something of, as models do that describe what they were given. */
const described =
  /(?:^|[.!?]["”’)]{0,2}\s+)((?:the|this|these) documents?(?:,|\s+(?:also |only |then )?(?:is|are|was|were|has|have|do|does|contains?|provides?|describes?|explains?|includes?|discuss(?:es)?|mentions?|states?|says?|shows?|lists?|lacks?|presents?|covers?|focus(?:es)?|summari[sz]es?)\b))/i;

/**
 * The words by which an answer points at documents its reader will not see, or null.
 * @param material what the answer is about: where that speaks of documents, so may the answer
 */
export function documentMention(answer: string, material: string): string | null {
  for (const pattern of mentions) {
    const found = pattern.exec(answer);
    if (found !== null) return found[0];
  }
  return /\bdocuments?\b/i.test(material) ? null : (described.exec(answer)?.[1] ?? null);
}

/** The words by which a task, or the answer to it, leans on sources that its reader will not see, or null. */
export const leaningWords = (task: string, answer: string, sources: readonly string[]): string | null =>
  sourceDependence(task) ?? documentMention(answer, [task, ...sources].join('\n'));
