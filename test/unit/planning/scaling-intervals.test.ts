import { describe, expect, it } from 'vitest';
import { intervalOf, resample } from '../../../src/core/planning/scaling/bootstrap.ts';
import { fitLaw } from '../../../src/core/planning/scaling/fit.ts';
import { lossAt, scalingLaws } from '../../../src/core/planning/scaling/law.ts';
import { seeded } from '../../support/seeded.ts';
import { finish, measuredCurve } from './fixture.ts';

const names = { rectified: ['B', 'Dl', 'beta', 'E'], marginal: ['B', 'beta', 'E'] } as const;

describe('the intervals of a fit', { timeout: 120_000 }, () => {
  it('hold the parameters of 1,000 random noisy curves at the rate that is stated', () => {
    const below = seeded('scaling intervals');
    const uniform = (): number => (below(2 ** 31) + 0.5) / 2 ** 31;
    const between = (low: number, high: number): number => low + (high - low) * uniform();
    const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const [curves, level] = [500, 0.9];
    for (const law of scalingLaws) {
      const held = { B: 0, Dl: 0, beta: 0, E: 0 };
      for (let curve = 0; curve < curves; curve++) {
        const n = 8 + below(9);
        const [first, span] = [10 ** between(2, 7), 2 ** (n - 1)];
        const [beta, E] = [between(0.2, 0.7), between(0.5, 2)];
        const Dl = law === 'rectified' ? (first * span ** between(0.1, 0.6)) ** beta : 0;
        const truth = { B: between(1, 4) * (Dl + first ** beta), Dl, beta, E };
        const noise = 10 ** between(-3, -1.7);
        const x = Array.from({ length: n }, (_, k) => first * 2 ** k);
        const series = { x, loss: x.map((each) => lossAt(truth, each) * Math.exp(noise * normal())) };
        const resampled = finish(resample(finish(fitLaw(law, series)), series, { draws: 99, seed: curve, level }));
        for (const name of names[law]) {
          const [low, high] = intervalOf(resampled, (each) => each[name]);
          if (low <= truth[name] && truth[name] <= high) held[name]++;
        }
      }
      // Four standard deviations of so many throws: intervals that are too wide are a fault, too.
      const slack = 4 * Math.sqrt((level * (1 - level)) / curves);
      for (const name of names[law]) {
        expect(Math.abs(held[name] / curves - level), `${law} ${name}: ${held[name]} of ${curves}`).toBeLessThan(slack);
      }
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const fit = finish(fitLaw('rectified', measuredCurve));
    const interval = (seed: number) =>
      intervalOf(finish(resample(fit, measuredCurve, { draws: 50, seed, level: 0.9 })), ({ beta }) => beta);
    expect(interval(1)).toEqual(interval(1));
    expect(interval(1)).not.toEqual(interval(2));
  });

  it('are wider at a higher rate', () => {
    const fit = finish(fitLaw('rectified', measuredCurve));
    const width = (level: number): number => {
      const [low, high] = intervalOf(finish(resample(fit, measuredCurve, { draws: 400, seed: 1, level })), ({ E }) => E);
      expect(low).toBeLessThan(fit.parameters.E);
      expect(high).toBeGreaterThan(fit.parameters.E);
      return high - low;
    };
    expect(width(0.95)).toBeGreaterThan(width(0.68));
  });
});
