import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimise } from '../../../src/core/planning/scaling/huber-fit.ts';
import { fitLaw } from '../../../src/core/planning/scaling/fit.ts';
import { lossAt, type LawParameters } from '../../../src/core/planning/scaling/law.ts';
import { publishedCurves, publishedSeries } from '../../../src/core/planning/scaling/published.ts';
import { normalTail, studentQuantile } from '../../../src/core/planning/scaling/student.ts';
import { curveOf, finish, measuredCurve } from './fixture.ts';

const within = (value: number, of: number, share: number): void => {
  expect(Math.abs(value / of - 1), `${value} is not within ${share * 100} % of ${of}`).toBeLessThan(share);
};

/** Mean Huber loss of a law on the measured curve, written down independently. */
function objective(law: LawParameters, { x, loss }: typeof measuredCurve): number {
  const each = x.map((value, at) => Math.abs(Math.log(lossAt(law, value) / loss[at]!)));
  return each.reduce((sum, r) => sum + (r <= 1e-3 ? (r * r) / 2 : 1e-3 * (r - 5e-4)), 0) / x.length;
}

describe('the fit of a scaling law', () => {
  it('has the parameters that others found for a measured curve', () => {
    const { parameters, rms } = finish(fitLaw('rectified', measuredCurve));
    const reference = { B: 563.8, Dl: 166.1, beta: 0.455, E: 1.069 };
    within(parameters.B, reference.B, 0.06);
    within(parameters.Dl, reference.Dl, 0.06);
    within(parameters.beta, reference.beta, 0.02);
    within(parameters.E, reference.E, 0.03);
    expect(rms).toBeCloseTo(0.0027, 4);
    expect(lossAt(parameters, 1e6)).toBeCloseTo(1.869, 2);
    expect(objective(parameters, measuredCurve)).toBeLessThanOrEqual(objective(reference, measuredCurve));
  });

  it('shows why the rectified law was needed', () => {
    expect(finish(fitLaw('marginal', measuredCurve)).rms).toBeGreaterThan(20 * finish(fitLaw('rectified', measuredCurve)).rms);
  });

  it.each([
    ['3B', { B: 97, Dl: 1.32, beta: 0.513, E: 14.23 }],
    ['8B', { B: 42.6, Dl: 0.756, beta: 0.513, E: 16.21 }],
  ])('finds the law of the published curve %s again, in its table', (name, reference) => {
    const { x, loss } = publishedSeries(publishedCurves.find((curve) => curve.name === name)!);
    const series = { x: x.map((tokens) => tokens / 1e9), loss };
    const { parameters, residuals } = finish(fitLaw('rectified', series));
    // The table is rounded to 0.1: B and D_l move far with β.
    within(parameters.beta, reference.beta, 0.03);
    within(parameters.E, reference.E, 0.01);
    within(parameters.B, reference.B, 0.08);
    within(parameters.Dl, reference.Dl, 0.2);
    for (const [at, residual] of residuals.entries()) expect(Math.abs(loss[at]! * residual)).toBeLessThan(0.05);
    expect(objective(parameters, series)).toBeLessThanOrEqual(objective(reference, series));
  });

  it('finds the law that points were made with, whatever the units', () => {
    const laws = fc.record({
      beta: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      E: fc.double({ min: 0.3, max: 3, noNaN: true }),
      bend: fc.double({ min: 1, max: 6, noNaN: true }),
      fall: fc.double({ min: 1, max: 5, noNaN: true }),
      unit: fc.integer({ min: -3, max: 9 }),
    });
    fc.assert(
      fc.property(laws, ({ beta, E, bend, fall, unit }) => {
        const [c, Dl] = [10 ** unit, (2 ** bend) ** beta];
        const law = { B: fall * (Dl + 1), Dl, beta, E };
        const x = Array.from({ length: 12 }, (_, k) => 2 ** k);
        const plain = finish(fitLaw('rectified', curveOf(law, x))).parameters;
        const { loss } = curveOf(law, x);
        const scaled = finish(fitLaw('rectified', { x: x.map((each) => c * each), loss })).parameters;
        for (const each of x) within(lossAt(plain, each), lossAt(law, each), 1e-3);
        within(plain.beta, beta, 0.02);
        within(scaled.beta, plain.beta, 1e-3);
        within(scaled.E, plain.E, 1e-3);
        within(scaled.B, plain.B * c ** scaled.beta, 0.02);
        within(scaled.Dl, plain.Dl * c ** scaled.beta, 0.02);
      }),
      { numRuns: 60 },
    );
  });

  it('falls everywhere, whatever the points', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0.1, max: 10, noNaN: true })), {
      ...{ minLength: 5, maxLength: 15 },
    });
    fc.assert(
      fc.property(points, (drawn) => {
        const series = { x: drawn.map(([x]) => x), loss: drawn.map(([, loss]) => loss) };
        const { parameters } = finish(fitLaw('rectified', series));
        expect(Object.values(parameters).every((value) => Number.isFinite(value) && value > 0)).toBe(true);
        for (let x = 1; x < 1e7; x *= 3) expect(lossAt(parameters, x * 3)).toBeLessThanOrEqual(lossAt(parameters, x));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the order of the points', () => {
  it('says nothing', () => {
    const { x, loss } = measuredCurve;
    const [plain, turned] = [measuredCurve, { x: x.toReversed(), loss: loss.toReversed() }].map(
      (series) => finish(fitLaw('rectified', series)).parameters,
    );
    for (const name of ['B', 'Dl', 'beta', 'E'] as const) within(turned![name], plain![name], 1e-3);
  });
});

describe('the search', () => {
  /** A line through points: residuals at + slope·x − y. */
  const line = (x: readonly number[], y: readonly number[]) => ({
    ...{ points: x.length, parameters: 2 },
    residuals: (at: Float64Array, into: Float64Array, slopes: Float64Array | null) => {
      for (const [i, each] of x.entries()) {
        into[i] = at[0]! + at[1]! * each - y[i]!;
        if (slopes !== null) [slopes[2 * i], slopes[2 * i + 1]] = [1, each];
      }
    },
  });
  const wide = { low: Float64Array.of(-100, -100), high: Float64Array.of(100, 100) };
  const effort = { delta: 1e-3, steps: 500, tolerance: 1e-12 };

  it('is led astray by no single point, as squares are', () => {
    const { at } = minimise(line([0, 1, 2, 3, 4, 5, 6], [1, 3, 5, 70, 9, 11, 13]), wide, Float64Array.of(0, 0), effort);
    expect(at[0]).toBeCloseTo(1, 2);
    expect(at[1]).toBeCloseTo(2, 2);
  });

  it('stays in its box, at the best place of the wall', () => {
    const box = { low: Float64Array.of(-100, -100), high: Float64Array.of(100, 1.5) };
    const { at } = minimise(line([-1, 0, 1], [-1, 1, 3]), box, Float64Array.of(50, -50), effort);
    expect([...at]).toEqual([expect.closeTo(1, 2), 1.5]);
  });
});

describe('the distributions behind the intervals', () => {
  it.each([
    [1, 6.3138],
    [2, 2.92],
    [3, 2.3534],
    [8, 1.8595],
    [30, 1.6973],
  ])('have the quantile of tables at %i degrees of freedom', (freedom, quantile) => {
    expect(studentQuantile(0.05, freedom)).toBeCloseTo(quantile, 3);
  });

  it('have the tails of the normal one', () => {
    expect(normalTail(0)).toBeCloseTo(0.5, 6);
    expect(normalTail(1.959964)).toBeCloseTo(0.025, 6);
    expect(normalTail(2.575829)).toBeCloseTo(0.005, 6);
  });
});
