import { describe, expect, it } from 'vitest';
import { findingOf, scoreText } from '../../../../src/extension/judging/finding.ts';

const few = {
  ...{ models: [], accepted: 6, rejected: 0, meanAccepted: 4.1, meanRejected: null },
  ...{ threshold: null, accuracy: null, auc: null, needed: 10, gate: null },
};
const enough = { ...few, accepted: 20, rejected: 16, threshold: 4.2, accuracy: 35 / 36, auc: 0.838 };

describe('what an agreement comes to', () => {
  it('is how many more of each kind it takes, while there are too few', () => {
    expect(findingOf(few)).toEqual({ kind: 'few', accepted: 4, rejected: 10 });
    expect(findingOf({ ...few, accepted: 12, rejected: 9 })).toEqual({ kind: 'few', accepted: 0, rejected: 1 });
  });

  it('is the share of pairs and of decisions, in percent', () => {
    expect(findingOf(enough)).toEqual({ kind: 'compared', pairs: 84, threshold: 4.2, accuracy: 97 });
  });

  it('says all and none of all and none alone', () => {
    const percent = (share: number) => findingOf({ ...enough, auc: share, accuracy: share });
    expect([1, 0.999, 0.001, 0].map(percent)).toMatchObject([{ pairs: 100 }, { pairs: 99 }, { pairs: 1 }, { pairs: 0 }]);
  });

  it('shows as many digits of a score as it needs', () => {
    expect([4, 3.4, 3.4200000000000004].map(scoreText)).toEqual(['4', '3.4', '3.42']);
  });
});
