/** Assumptions of estimates about prompts and replies that are not there yet. */

/** Prompts that are rendered and counted; the others are taken to be as long on average. */
export const counted = 50;

/** Tokens of replies where a model has given none yet: the usual lengths of the formats asked for. */
export const usualReply = {
  extract: 250,
  question: 80,
  answer: 350,
  judge: 150,
  text: 700,
  persona: 50,
  criteria: 350,
  merged: 200,
  phrased: 200,
  groups: 250,
  verdicts: 120,
} as const;

/** They stand in for those that are not written yet. */
export const usualQuestion = 'q '.repeat(40);
export const usualAnswer = 'a '.repeat(usualReply.answer);

/** Some of the items, at even distances: as many as are counted. */
export function spread<T>(items: readonly T[]): readonly T[] {
  const step = Math.max(1, items.length / counted);
  return Array.from({ length: Math.min(counted, items.length) }, (_, index) => items[Math.floor(index * step)]!);
}
