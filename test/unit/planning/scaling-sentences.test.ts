import { describe, expect, it } from 'vitest';
import {
  asSentence,
  holdOutWords,
  plateauWords,
  scalingAmount,
  scalingFigure,
  targetWords,
  type ToldFit,
} from '../../../src/core/planning/scaling/sentences.ts';

const within = { isExtrapolated: false, timesBeyond: null, reason: null };

describe('what a fit says', () => {
  it.each<[string, ToldFit['holdOut'], string]>([
    [
      'of both laws',
      {
        x: 6.4e9,
        loss: 2.6,
        rectified: { predicted: 2.6123456, relativeError: 0.00475 },
        marginal: { predicted: 2.5, relativeError: -0.0385 },
      },
      'at D 6.4B the loss is 2.6; fitted without it, the rectified law says 2.612 (+0.475 %), the marginal law says 2.5 (-3.85 %)',
    ],
    [
      'of the marginal law alone',
      { x: 1200, loss: 2, rectified: null, marginal: { predicted: 2, relativeError: 0 } },
      'at D 1200 the loss is 2; fitted without it, the marginal law says 2 (0 %)',
    ],
    ['of too few points', null, 'too few points are left without the largest to predict it'],
  ])('%s, of the point that was held out', (_name, holdOut, words) => {
    expect(holdOutWords({ holdOut, in: 'D' })).toBe(words);
  });

  it.each<[ToldFit['plateau'], string]>([
    [{ ...within, x: 2e9, gain: 0.05 }, 'from N 2B on, a doubling gains less than 0.05'],
    [
      { x: 2.5e12, gain: 0.05, isExtrapolated: true, timesBeyond: 12.34567, reason: null },
      'from N 2.5T on, a doubling gains less than 0.05; extrapolated, 12.35 times the largest point',
    ],
    [
      { ...within, x: 200, gain: 0.05, reason: 'doubling gains less from the first point on' },
      'from N 200 on, a doubling gains less than 0.05 (doubling gains less from the first point on)',
    ],
    [{ ...within, x: null, gain: 0.05, reason: 'it is beyond all numbers' }, 'none: it is beyond all numbers'],
  ])('of the plateau', (plateau, words) => {
    expect(plateauWords({ plateau, in: 'N' })).toBe(words);
  });

  it.each<[ToldFit['target'], string | null]>([
    [null, null],
    [{ ...within, x: 3e8, loss: 2.4, interval: [2e8, 4.5e8] }, '2.4 takes D 300M (200M to 450M at 90 %)'],
    [
      { x: 3e3, loss: 2.4, interval: [10, null], isExtrapolated: true, timesBeyond: null, reason: null },
      '2.4 takes D 3000 (10 to never at 90 %); extrapolated, below the points',
    ],
    [
      { ...within, x: null, loss: 1, interval: null, reason: 'the law is below 1 before any data' },
      '1: the law is below 1 before any data',
    ],
  ])('of the target', (target, words) => {
    expect(targetWords({ target, in: 'D', level: 0.9 })).toBe(words);
  });

  it('is a sentence where it stands by itself', () => {
    expect(asSentence('from D 2B on, a doubling gains less')).toBe('From D 2B on, a doubling gains less.');
    expect(asSentence('2.4 takes D 300M')).toBe('2.4 takes D 300M.');
  });

  it.each([
    [0, '0', '0'],
    [0.00001234, '1.23e-5', '1.23e-5'],
    [0.000321, '0.000321', '0.000321'],
    [1.23456, '1.235', '1.235'],
    [1_638_400, '1.64e+6', '1.638M'],
    [999_999, '1000000', '1000000'],
    [2e9, '2.00e+9', '2B'],
    [3.2e17, '3.20e+17', '3.20e+17'],
  ])('has figures that can be read: %d', (value, figure, amount) => {
    expect([scalingFigure(value), scalingAmount(value)]).toEqual([figure, amount]);
  });
});
