/** Kinds of runs. An entry more here makes the compiler ask for all that a kind has to say. */
export const runKindNames = ['extract', 'generate', 'regenerate', 'judge', 'rate', 'personas', 'diversity', 'embed'] as const;

export type RunKindName = (typeof runKindNames)[number];
