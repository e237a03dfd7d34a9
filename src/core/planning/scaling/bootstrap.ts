import { RandomStream } from '../../graph/random.ts';
import { fitNear, type LawFit, type ScalingSeries } from './fit.ts';
import { lossAt, parameterCount, type LawParameters } from './law.ts';
import { normalTail, studentQuantile } from './student.ts';

/** Lower and upper end of an interval. */
export type Interval = [number, number];

export interface Resampling {
  readonly draws: number;
  readonly seed: number;
  /** Rate at which intervals are to hold the truth, as 0.9. */
  readonly level: number;
}

/** Laws fitted to redrawn losses, and the tail that intervals leave at each side. */
export interface Resampled {
  readonly laws: readonly LawParameters[];
  readonly tail: number;
}

/**
 * Draws residuals with replacement, puts them on the fitted curve, and fits again, `draws` times. Residuals and not points: who measures
 * a scaling law chooses the sizes, which are few and far apart, so that points drawn with replacement often leave fewer sizes than
 * parameters. Residuals of a fit are smaller than the noise: they are centred, and widened by √(n / (n − p)).
 *
 * With few points percentiles still fall short, so that they are taken further out, as Student's t with n − p degrees is wider than
 * the normal distribution (expanded percentile intervals: Hesterberg, What Teachers Should Know About the Bootstrap, 2015). On random
 * curves of 8 to 16 points with noise of 0.1 to 2 % in ln L, intervals at 90 % held the truth in 89.9 to 90.6 % of 4,000 cases, for each parameter of either law;
 * percentiles alone did in some 85 %. Noise that differs from size to size, or a curve that follows no such law, they do not know of.
 *
 * @param fit of the series' own losses. Yields after each draw.
 */
export function* resample(fit: LawFit, { x }: ScalingSeries, { draws, seed, level }: Resampling): Generator<undefined, Resampled> {
  const n = x.length;
  const freedom = n - parameterCount[fit.law];
  const centre = fit.residuals.reduce((sum, each) => sum + each, 0) / n;
  const noise = fit.residuals.map((each) => (each - centre) * Math.sqrt(n / freedom));
  const curve = x.map((each) => lossAt(fit.parameters, each));
  const random = new RandomStream().restart(seed, 0, `scaling:${fit.law}`);
  const laws: LawParameters[] = [];
  for (let draw = 0; draw < draws; draw++) {
    // The residual is ln L̂ − ln L.
    const loss = curve.map((each) => each * Math.exp(-noise[random.between(0, n - 1)]!));
    laws.push(fitNear(fit, { x, loss }).parameters);
    yield undefined;
  }
  return { laws, tail: normalTail(studentQuantile((1 - level) / 2, freedom)) };
}

/** Computes the interval of what `read` takes from each redrawn law. */
export function intervalOf({ laws, tail }: Resampled, read: (law: LawParameters) => number): Interval {
  const sorted = laws.map(read).sort((a, b) => a - b);
  return [quantile(sorted, tail), quantile(sorted, 1 - tail)];
}

/** The quantile at a share, between the two nearest of n sorted values as if they were at 1/(n+1) … n/(n+1). */
function quantile(sorted: readonly number[], share: number): number {
  const place = Math.max(0, Math.min(sorted.length - 1, share * (sorted.length + 1) - 1));
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  // Of two infinities there is no difference.
  return low === high || place === below ? low : low + (high - low) * (place - below);
}
