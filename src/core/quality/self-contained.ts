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
