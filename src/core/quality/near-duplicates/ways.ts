/** What duplicates are found by: the words that two texts share, or what they mean, as their embeddings have it. */
export const duplicateWays = ['words', 'meaning'] as const;
export type DuplicateWay = (typeof duplicateWays)[number];
