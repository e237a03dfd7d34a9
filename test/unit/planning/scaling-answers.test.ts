import { describe, expect, it } from 'vitest';
import { analyseScaling, type ScalingQuestion } from '../../../src/core/planning/scaling/analyse.ts';
import { plateauOf } from '../../../src/core/planning/scaling/answers.ts';
import type { ScalingSeries } from '../../../src/core/planning/scaling/fit.ts';
import { gainOfDoubling, lossAt, reaches } from '../../../src/core/planning/scaling/law.ts';
import { ScalingRefusal } from '../../../src/core/planning/scaling/refusals.ts';
import { curveOf, finish, measuredCurve } from './fixture.ts';

const ask = (series: ScalingSeries, more: Partial<ScalingQuestion> = {}) =>
  finish(analyseScaling({ series, axis: 'D', plateauGain: 0.02, target: null, against: null, draws: 60, seed: 1, level: 0.9, ...more }));

const doubled = (first: number, count: number): number[] => Array.from({ length: count }, (_, k) => first * 2 ** k);
const law = { B: 600, Dl: 200, beta: 0.5, E: 1 };

describe('data that allow no law', () => {
  const x = doubled(1000, 6);
  it.each<[string, ScalingSeries, RegExp]>([
    ['the same loss everywhere', { x, loss: x.map(() => 2) }, /the loss is the same at every D \(2\): there is no fall to fit\. Measure/],
    ['a loss that rises', { x, loss: [1, 1.1, 1.3, 1.2, 1.4, 1.5] }, /the loss rises with D, .* call the column accuracy/],
    [
      'two points',
      { x: [1, 2], loss: [2, 1] },
      /the marginal law has 3 parameters and needs points at 4 different D at least; there are 2\. Add/,
    ],
    ['one D many times', { x: x.map(() => 7), loss: [6, 5, 4, 3, 2, 1] }, /needs points at 4 different D at least; there are 1/],
    ['no points', { x: [], loss: [] }, /there are 0/],
    ['a loss of zero', { x, loss: [6, 5, 0, 3, 2, 1] }, /point 3 has D 4000 and loss 0, and both must be numbers above zero: correct/],
    ['a negative D', { x: [-1, 2, 3, 4, 5, 6], loss: [6, 5, 4, 3, 2, 1] }, /point 1 has D -1/],
    ['what is no number', { x, loss: [6, 5, 4, Number.NaN, 2, 1] }, /point 4 has D 8000 and loss NaN/],
    ['infinity', { x: [1, 2, 3, 4, 5, Infinity], loss: [6, 5, 4, 3, 2, 1] }, /point 6 has D Infinity/],
  ])('is refused: %s', (_, series, message) => {
    expect(() => ask(series)).toThrow(ScalingRefusal);
    expect(() => ask(series)).toThrow(message);
  });

  it('is refused by the name of the curve that is compared with', () => {
    expect(() => ask(measuredCurve, { against: { name: 'web', series: { x: [1, 2], loss: [2, 1] } } })).toThrow(
      /^web, which is compared with: the marginal law has 3 parameters/,
    );
  });
});

describe('few points', () => {
  it('get the marginal law alone with four, and the reason', () => {
    const answer = ask(curveOf({ ...law, Dl: 0 }, doubled(1000, 4)));
    expect(answer.rectified).toBeNull();
    expect(answer.law).toBe('marginal');
    expect(answer.holdOut).toBeNull();
    expect(answer.notes).toContainEqual(expect.stringMatching(/the rectified law has 4 parameters and needs points at 5 different D/));
  });

  it('get both laws with five, and a hold-out by the marginal one', () => {
    const answer = ask(curveOf(law, doubled(1000, 5)));
    expect(answer.rectified?.rms).toBeLessThan(1e-3);
    expect(answer.holdOut).toMatchObject({ x: 16_000, rectified: null, marginal: { predicted: expect.any(Number) as number } });
    expect(answer.notes).toContainEqual(expect.stringContaining('5 points for 4 parameters'));
  });

  it('may be repeated runs of the same size', () => {
    const { x, loss } = curveOf(law, doubled(1000, 8));
    const twice = { x: [...x, ...x], loss: [...loss.map((each) => each * 1.002), ...loss.map((each) => each / 1.002)] };
    const answer = ask(twice);
    expect(answer.rectified!.beta).toBeCloseTo(0.5, 1);
    expect(answer.holdOut!.loss).toBeCloseTo(loss.at(-1)!, 4);
  });
});

describe('the answers', () => {
  it('hold out the largest run, and tell how far each law misses it', () => {
    const { holdOut } = ask(measuredCurve);
    expect(holdOut!.x).toBe(200 * 2 ** 13);
    expect(holdOut!.loss).toBe(1.742699981);
    expect(Math.abs(holdOut!.rectified!.relativeError)).toBeLessThan(0.01);
    expect(holdOut!.marginal!.relativeError).toBeGreaterThan(0.05);
    expect(holdOut!.rectified!.predicted / holdOut!.loss - 1).toBeCloseTo(holdOut!.rectified!.relativeError, 10);
  });

  it('find the plateau behind the flat beginning of the curve', () => {
    const range = { from: 1, to: 1e5 };
    expect(gainOfDoubling(law, 1)).toBeLessThan(0.02);
    const { x, isExtrapolated, timesBeyond } = plateauOf(law, 0.02, range);
    expect(gainOfDoubling(law, x!)).toBeCloseTo(0.02, 8);
    for (let beyond = x! * 1.01; beyond < 1e12; beyond *= 1.5) expect(gainOfDoubling(law, beyond)).toBeLessThan(0.02);
    expect(gainOfDoubling(law, x! * 0.99)).toBeGreaterThan(0.02);
    expect(isExtrapolated).toBe(true);
    expect(timesBeyond).toBeCloseTo(x! / 1e5, 6);
  });

  it('say so where nothing gains that much, or everything', () => {
    expect(plateauOf(law, 5, { from: 1, to: 1e5 })).toMatchObject({
      x: 1,
      isExtrapolated: false,
      reason: expect.stringContaining('from the first point on') as string,
    });
    expect(plateauOf({ B: 1, Dl: 0, beta: 0.01, E: 0 }, 1e-6, { from: 1, to: 10 })).toMatchObject({ x: null });
  });

  it('tell what a target takes, how sure that is, and how far beyond the points', () => {
    const { target, rectified } = ask(measuredCurve, { target: 1.5 });
    expect(target!.x).toBeCloseTo(reaches({ ...rectified! }, 1.5)!, 3);
    expect(lossAt(rectified!, target!.x!)).toBeCloseTo(1.5, 6);
    expect(target!.isExtrapolated).toBe(true);
    expect(target!.timesBeyond).toBeGreaterThan(1);
    const [low, high] = target!.interval!;
    expect(low!).toBeLessThan(target!.x!);
    expect(high!).toBeGreaterThan(target!.x!);
    expect(ask(measuredCurve, { target: 3 }).target).toMatchObject({ isExtrapolated: false, timesBeyond: null, reason: null });
  });

  it('give no number for a target that is never reached, or was before any data', () => {
    expect(ask(measuredCurve, { target: 1 }).target).toMatchObject({
      x: null,
      interval: null,
      reason: expect.stringMatching(/^the law never comes to 1: its irreducible part E is 1\.0\d+\. Choose a target above it$/) as string,
    });
    expect(ask(measuredCurve, { target: 9 }).target).toMatchObject({ x: null, reason: 'the law is below 9 before any data' });
  });

  it('leave the end of an interval open where redrawn laws never reach the target', () => {
    const { target } = ask(measuredCurve, { target: 1.12, draws: 200 });
    expect(target!.x).toBeGreaterThan(1e7);
    expect(target!.interval![0]).toBeGreaterThan(1e6);
    expect(target!.interval![1]).toBeNull();
  });

  it('compare two curves at losses that both have', () => {
    const x = doubled(1000, 10);
    // Reaches every loss with a third of the data.
    const fast = { x: x.map((each) => each / 3), loss: curveOf(law, x).loss };
    const { speedUp } = ask(fast, { against: { name: 'slow', series: curveOf(law, x) } });
    expect(speedUp!.reason).toBeNull();
    expect(speedUp!.rows).toHaveLength(7);
    for (const row of speedUp!.rows) {
      expect(row.speedUp).toBeCloseTo(3, 1);
      expect(row.againstX / row.x).toBeCloseTo(row.speedUp, 10);
    }
    const far = { x, loss: curveOf({ ...law, E: 100 }, x).loss };
    expect(ask(fast, { against: { name: 'far', series: far } }).speedUp).toMatchObject({
      rows: [],
      reason: expect.stringContaining('no loss in common') as string,
    });
  });

  it('warn where D_l or E cannot be told from the points', () => {
    const noise = [3, -2, 4, -5, 1, -3, 2, -1].map((each) => 1 + each / 1000);
    const noisy = ({ x, loss }: ScalingSeries): ScalingSeries => ({ x, loss: loss.map((each, at) => each * noise[at]!) });
    const marginal = ask(noisy(curveOf({ B: 30, Dl: 0, beta: 0.3, E: 0.001 }, doubled(1e6, 8))));
    expect(marginal.notes).toContainEqual(expect.stringMatching(/^D_l cannot be told from these points/));
    expect(marginal.notes).toContainEqual(expect.stringMatching(/^the irreducible part E may be zero/));
    expect(ask(measuredCurve).notes).toEqual([]);
  });
});
