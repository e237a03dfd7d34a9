import { conceptKey } from '../../concepts/normalise.ts';

/** A criterion by which samples can be told apart. */
export interface GroupingCriterion {
  readonly name: string;
  readonly definition: string;
}

/** The two kinds of criteria: what a sample is, and how much of something it has. */
export const criterionKinds = ['metadata', 'metrics'] as const;
export type CriterionKind = (typeof criterionKinds)[number];

export interface CountedCriterion {
  readonly name: string;
  /** The first different ones, three at most: each tells of values that the others may not. */
  readonly definitions: readonly string[];
  /** Number of draws that it was found in. */
  readonly times: number;
}

/** More differ in their words alone, and would fill the prompt that merges them. */
const maxProposals = 150;
const maxDefinitions = 3;

/**
 * The criteria of all draws, each name once with how often it came up and its first definitions; the most frequent first, and
 * of those beyond the first 150 none.
 */
export function countProposals(draws: readonly (readonly GroupingCriterion[])[]): { shown: CountedCriterion[]; leftOut: number } {
  const byKey = new Map<string, CountedCriterion>();
  for (const { name, definition } of draws.flat()) {
    const key = conceptKey(name);
    const known = byKey.get(key);
    byKey.set(
      key,
      known === undefined
        ? { name, definitions: [definition], times: 1 }
        : { name: known.name, definitions: withOneMore(known.definitions, definition), times: known.times + 1 },
    );
  }
  const all = [...byKey.values()].sort((a, b) => b.times - a.times);
  return { shown: all.slice(0, maxProposals), leftOut: Math.max(0, all.length - maxProposals) };
}

const withOneMore = (known: readonly string[], definition: string): readonly string[] =>
  known.length === maxDefinitions || known.includes(definition) ? known : [...known, definition];
