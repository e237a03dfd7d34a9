/** Which of several near-duplicates is the best: the one judged best, the longest or shortest, the one made first. */
export const keepRules = ['judge', 'longest', 'shortest', 'oldest'] as const;
export type KeepRule = (typeof keepRules)[number];
