/** Words that panel and tree both use in a review. */

/**
 * Reasons to reject that are offered, whatever front end it is done from. They are kept with the sample and counted by it, so
 * they are the same in every language.
 */
export const usualReasons = [
  'wrong answer',
  'not grounded in the text',
  'not self-contained',
  'ambiguous',
  'too easy',
  'duplicate',
  'off topic',
] as const;
