import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAgreement, type JudgedDecision } from '../../../src/core/quality/judge-agreement.ts';

const accepted = (...scores: number[]): JudgedDecision[] => scores.map((score) => ({ score, accepted: true }));
const rejected = (...scores: number[]): JudgedDecision[] => scores.map((score) => ({ score, accepted: false }));
const times = (count: number, score: number): number[] => Array.from({ length: count }, () => score);

describe('judgeAgreement', () => {
  it('says what is known while there are too few, and how many it takes', () => {
    const unknown = { threshold: null, accuracy: null, auc: null, needed: 10 };
    expect(judgeAgreement([])).toEqual({ accepted: 0, rejected: 0, meanAccepted: null, meanRejected: null, ...unknown });
    expect(judgeAgreement([...accepted(...times(50, 5)), ...rejected(...times(9, 1))])).toEqual({
      ...{ accepted: 50, rejected: 9, meanAccepted: 5, meanRejected: 1 },
      ...unknown,
    });
  });

  it('finds the threshold between scores that part the decisions wholly', () => {
    const result = judgeAgreement([...accepted(...times(10, 4.2), 5), ...rejected(...times(10, 3), 2)]);
    expect(result).toMatchObject({ threshold: 4.2, accuracy: 1, auc: 1 });
  });

  it('counts a tie as half, and takes the lowest of several thresholds as good', () => {
    const result = judgeAgreement([...accepted(...times(10, 4), 3), ...rejected(...times(5, 2), ...times(5, 3))]);
    expect(result).toMatchObject({ threshold: 4, accuracy: 20 / 21 });
    expect(result.auc).toBeCloseTo((10 * 10 + (5 + 5 / 2)) / 110);
    const even = judgeAgreement([...accepted(...times(5, 3), ...times(5, 4)), ...rejected(...times(5, 2), ...times(5, 3))]);
    expect(even).toMatchObject({ threshold: 3, accuracy: 15 / 20 });
  });

  it('is at chance when all scores are the same, and below it when they are the wrong way round', () => {
    expect(judgeAgreement([...accepted(...times(12, 4)), ...rejected(...times(10, 4))])).toMatchObject({
      threshold: 4,
      accuracy: 12 / 22,
      auc: 0.5,
    });
    expect(judgeAgreement([...accepted(...times(10, 2)), ...rejected(...times(10, 4))])).toMatchObject({
      threshold: 2,
      accuracy: 0.5,
      auc: 0,
    });
  });

  it('gives what trying every threshold and comparing every pair gives', () => {
    const decision = fc.record({ score: fc.constantFrom(1, 1.8, 2.6, 3, 3.4, 4.2, 5), accepted: fc.boolean() });
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 60 }), (some) => {
        const decisions = [...some, ...accepted(...times(10, 3)), ...rejected(...times(10, 3))];
        const { threshold, accuracy, auc } = judgeAgreement(decisions);
        const agreed = (at: number) => decisions.filter((each) => each.accepted === each.score >= at).length / decisions.length;
        const scores = [...new Set(decisions.map(({ score }) => score))].sort((a, b) => a - b);
        const best = Math.max(...scores.map(agreed));
        expect(accuracy).toBeCloseTo(best, 12);
        expect(threshold).toBe(scores.find((score) => agreed(score) === best));
        const pairs = decisions
          .filter((each) => each.accepted)
          .flatMap((above) => decisions.filter((each) => !each.accepted).map((below) => Math.sign(above.score - below.score)));
        expect(auc).toBeCloseTo(pairs.reduce<number>((sum, sign) => sum + (1 + sign) / 2, 0) / pairs.length, 12);
      }),
    );
  });
});
