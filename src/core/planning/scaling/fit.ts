import { minimise, type SearchBox, type HuberMinimum, type ResidualModel } from './huber-fit.ts';
import { parameterCount, type LawParameters, type ScalingLaw } from './law.ts';

/** Points that a law is fitted to: x and loss at the same place, both above zero, in any order. */
export interface ScalingSeries {
  readonly x: readonly number[];
  readonly loss: readonly number[];
}

/** A law fitted to a series. */
export interface LawFit {
  readonly law: ScalingLaw;
  readonly parameters: LawParameters;
  /** ln L̂ − ln L of each point. */
  readonly residuals: readonly number[];
  /** Root of the mean square of these. */
  readonly rms: number;
  /** Place in the search's own coordinates, from which like series are fitted fast. */
  readonly at: Float64Array;
}

/** Residual of ln L from which on Huber's loss is linear. */
const delta = 1e-3;
const thorough = { delta, steps: 400, tolerance: 1e-9 };
const rough = { delta, steps: 12, tolerance: 1e-3 };
const again = { delta, steps: 80, tolerance: 1e-5 };
/** Starts that are followed to their end. */
const followed = 6;

const [lowBeta, highBeta] = [0.01, 10];
const startBetas = [0.1, 0.25, 0.45, 0.8, 1.4, 2.5];
/** Shares of the least loss that E starts at. */
const startFloors = [0.01, 0.4, 0.75, 0.97];
/** Places of the bend of the rectified curve, where D_l = x^β: shares of the way from the least x to the largest, in logarithms. */
const startBends = [-0.5, 0.1, 0.4, 0.8];

/**
 * Fits a law: the least mean Huber loss (δ = 0.001) of ln L̂ − ln L over (ln B, ln β, ln E, ln D_l) in a wide box, from a grid of starts
 * of which the best are followed to their end. Deterministic. Yields between starts.
 */
export function* fitLaw(law: ScalingLaw, series: ScalingSeries): Generator<undefined, LawFit> {
  const frame = frameOf(law, series);
  const begun: HuberMinimum[] = [];
  for (const start of starts(law, series, frame)) {
    begun.push(minimise(frame.model, frame.box, start, rough));
    yield undefined;
  }
  begun.sort((a, b) => a.value - b.value);
  let best: HuberMinimum | null = null;
  for (const { at } of begun.slice(0, followed)) {
    const reached = minimise(frame.model, frame.box, at, thorough);
    if (best === null || reached.value < best.value) best = reached;
    yield undefined;
  }
  return fitAt(law, frame, best!.at);
}

/** Fits a law to other losses at the same x, from the place of a fit that is near: for the many series of a bootstrap. */
export const fitNear = ({ law, at }: Pick<LawFit, 'law' | 'at'>, series: ScalingSeries): LawFit => {
  const frame = frameOf(law, series);
  return fitAt(law, frame, minimise(frame.model, frame.box, at, again).at);
};

/** Coordinates of the search: x by the middle of its logarithms, losses by their geometric mean, so that units do not matter. */
interface SearchFrame {
  readonly model: ResidualModel;
  readonly box: SearchBox;
  /** Logarithms of x around their middle. */
  readonly u: Float64Array;
  readonly middle: number;
  /** Geometric mean of the losses. */
  readonly scale: number;
}

function frameOf(law: ScalingLaw, { x, loss }: ScalingSeries): SearchFrame {
  const logs = Float64Array.from(x, Math.log);
  const middle = mean(logs);
  const u = logs.map((log) => log - middle);
  const y = Float64Array.from(loss, Math.log);
  const level = mean(y);
  const goals = y.map((log) => log - level);
  const least = goals.reduce((low, goal) => Math.min(low, goal), Infinity);
  const [low, high] = [
    [-30, Math.log(lowBeta), least - 20, -30],
    [30, Math.log(highBeta), least + 0.7, 30],
  ] as const;
  const parameters = parameterCount[law];
  const box = { low: Float64Array.from(low.slice(0, parameters)), high: Float64Array.from(high.slice(0, parameters)) };
  return { model: modelOf(u, goals, parameters), box, u, middle, scale: Math.exp(level) };
}

/** The law in the frame: parameters are ln B, ln β, ln E and, in the rectified law, ln D_l. */
function modelOf(u: Float64Array, goals: Float64Array, parameters: number): ResidualModel {
  return {
    points: u.length,
    parameters,
    residuals(at, into, slopes) {
      const B = Math.exp(at[0]!);
      const beta = Math.exp(at[1]!);
      const E = Math.exp(at[2]!);
      const Dl = parameters === 4 ? Math.exp(at[3]!) : 0;
      for (let i = 0; i < u.length; i++) {
        const power = Math.exp(beta * u[i]!);
        const below = Dl + power;
        const part = B / below;
        const loss = part + E;
        into[i] = Math.log(loss) - goals[i]!;
        if (slopes === null) continue;
        const row = i * parameters;
        const share = part / loss;
        slopes[row] = share;
        slopes[row + 1] = (-share * beta * u[i]! * power) / below;
        slopes[row + 2] = E / loss;
        if (parameters === 4) slopes[row + 3] = (-share * Dl) / below;
      }
    },
  };
}

/** A grid of starts. B follows from the others: such that the curve passes through the first point's loss. */
function* starts(law: ScalingLaw, { loss }: ScalingSeries, { u, scale }: SearchFrame): Generator<Float64Array> {
  const least = loss.reduce((low, each) => Math.min(low, each), Infinity) / scale;
  const most = loss.reduce((high, each) => Math.max(high, each), 0) / scale;
  const [first, last] = [u.reduce((low, each) => Math.min(low, each), Infinity), u.reduce((high, each) => Math.max(high, each), -Infinity)];
  for (const beta of startBetas) {
    for (const floor of startFloors) {
      const E = floor * least;
      for (const bend of law === 'rectified' ? startBends : [0]) {
        const Dl = law === 'rectified' ? Math.exp(beta * (first + bend * (last - first))) : 0;
        const B = (most - E) * (Dl + Math.exp(beta * first));
        const at = [Math.log(B), Math.log(beta), Math.log(E), Math.log(Dl)];
        yield Float64Array.from(at.slice(0, parameterCount[law]));
      }
    }
  }
}

function fitAt(law: ScalingLaw, { model, middle, scale }: SearchFrame, at: Float64Array): LawFit {
  const residuals = new Float64Array(model.points);
  model.residuals(at, residuals, null);
  const beta = Math.exp(at[1]!);
  const unit = Math.exp(beta * middle);
  const parameters = {
    B: Math.exp(at[0]!) * scale * unit,
    Dl: law === 'rectified' ? Math.exp(at[3]!) * unit : 0,
    beta,
    E: Math.exp(at[2]!) * scale,
  };
  const rms = Math.sqrt(residuals.reduce((sum, each) => sum + each * each, 0) / residuals.length);
  return { law, parameters, residuals: [...residuals], rms, at };
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
