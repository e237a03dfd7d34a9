/** Lines that say who owns a text and what may be done with it. */
const opening =
  /^(?:©|\(c\)\s+\d{4}|copyright\s+(?:©|\(c\)|\d{4}|[\d–-]{4,9}|by\b|notice\b)|all rights reserved\b|some rights reserved\b|content on this site is licensed\b|except where otherwise noted\b)/i;
const inside =
  /\ball rights reserved\b|\b(?:licen[sc]ed|available|distributed|released) under (?:the |a )?(?:terms of (?:the )?)?(?:creative commons|cc[ -]by|CC0|MIT|GNU|Apache)\b|creativecommons\.org\/licenses\//i;

/** Most characters of a notice that is told by a phrase inside; what is longer says more than that. */
const noticeLength = 500;

/** Tells whether a paragraph is a copyright line or a licence's footer. */
export function isRightsNotice(text: string): boolean {
  if (text.length > noticeLength) return false;
  return opening.test(text) || (inside.test(text) && /©|\(c\)|copyright|licen[sc]e/i.test(text));
}
