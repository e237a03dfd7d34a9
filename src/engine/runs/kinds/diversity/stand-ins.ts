/** Stand-ins for what earlier calls of a measurement have not said yet: for estimates, and for previews before the first one. */
import type { CountedCriterion, GroupingCriterion } from '../../../../core/quality/cluster-agent/proposals.ts';
import type { ClusterSettings } from '../../../../core/quality/cluster-agent/settings.ts';
import type { ShownGroup } from './prompts.ts';

/** Criteria of a kind that a draw gives, and the share of them that no other draw gave: in a collection of one subject, most recur. */
const [perDraw, share] = [4, 0.4];

const criterion = (at: number): GroupingCriterion => ({
  name: `criterion ${at + 1}`,
  definition: `a sentence that defines the criterion number ${at + 1} of its kind and tells its values`,
});

type Sizes = Pick<ClusterSettings, 'draws' | 'criteria'>;

export const standIns = {
  proposals: ({ draws }: Sizes): CountedCriterion[] =>
    Array.from({ length: Math.min(150, Math.ceil(perDraw * (1 + share * (draws - 1)))) }, (_, at) => ({
      name: criterion(at).name,
      definitions: [criterion(at).definition],
      times: 1,
    })),
  criteria: ({ criteria }: Sizes): GroupingCriterion[] => Array.from({ length: 2 * criteria }, (_, at) => criterion(at)),
  lines: (sizes: Sizes): string[] =>
    standIns.criteria(sizes).map(({ definition }) => `one line that says how to compare two samples by it: ${definition}`),
  /** Two groups of all but a few samples, which are groups by themselves and are not shown. */
  groups: (samples: readonly string[]): ShownGroup[] => {
    const shown = samples.slice(0, Math.max(2, Math.ceil(0.7 * samples.length)));
    const half = Math.max(2, Math.ceil(shown.length / 2));
    return [shown.slice(0, half), shown.slice(half)]
      .filter((group) => group.length > 1)
      .map((group) => ({ name: 'the name of a group', reason: 'a line that gives the reason', samples: group }));
  },
};
