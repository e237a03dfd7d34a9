/** Words of an n-gram: 13 is what GPT-3's authors took, 8 PaLM's, 10 what datasets of mathematics are cleaned by. */
export const ngramSizes = [8, 10, 13] as const;
export type NgramSize = (typeof ngramSizes)[number];
