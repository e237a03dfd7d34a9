/** What a fitted law says: where more data no longer pays, how much a target takes, how much sooner one curve gets there than another. */
import { intervalOf, type Interval, type Resampled } from './bootstrap.ts';
import { gainOfDoubling, lossAt, reaches, type LawParameters } from './law.ts';

/** Least and largest x that there are points of. */
export interface DataRange {
  readonly from: number;
  readonly to: number;
}

/** An x that a law leads to, and how far that is from the points. */
export interface LawPlace {
  /** Null where there is none, for the reason that is given. */
  readonly x: number | null;
  readonly isExtrapolated: boolean;
  /** The x as a multiple of the largest x of the points, where it is beyond them. */
  readonly timesBeyond: number | null;
  readonly reason: string | null;
}

/** Doublings beyond the first point that are looked at for a plateau. */
const mostDoublings = 200;

/**
 * Finds the plateau: the smallest x, from the first point on, from which every doubling gains less than `gain`. A rectified curve is flat at its
 * beginning, too; that is no plateau, since it falls later.
 */
export function plateauOf(law: LawParameters, gain: number, range: DataRange): LawPlace {
  let doublings = mostDoublings;
  while (doublings >= 0 && gainOfDoubling(law, range.from * 2 ** doublings) < gain) doublings--;
  if (doublings === mostDoublings) return nowhere(`each of the first ${mostDoublings} doublings still gains ${gain} or more`);
  if (doublings < 0) return { ...placed(range.from, range), reason: 'doubling gains less from the first point on' };
  let [low, high] = [doublings, doublings + 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (gainOfDoubling(law, range.from * 2 ** middle) < gain) high = middle;
    else low = middle;
  }
  return placed(range.from * 2 ** high, range);
}

/** Finds the x at which a loss is reached, with its interval: an end of null is never reached in so many of the redrawn laws. */
export function targetOf(law: LawParameters, resampled: Resampled, loss: number, range: DataRange) {
  const x = reaches(law, loss);
  if (x === null) {
    return {
      ...nowhere(`the law never comes to ${loss}: its irreducible part E is ${short(law.E)}. Choose a target above it`),
      interval: null,
    };
  }
  if (x === 0) return { ...nowhere(`the law is below ${loss} before any data`), interval: null };
  const [low, high] = intervalOf(resampled, (each) => reaches(each, loss) ?? Infinity);
  return { ...placed(x, range), interval: [finite(low), finite(high)] satisfies [number | null, number | null] };
}

/** A law, and where its points are. */
export interface FittedCurve {
  readonly law: LawParameters;
  readonly range: DataRange;
}

/** What it takes to reach a loss on one curve and on another. */
export interface SpeedUpRow {
  readonly loss: number;
  readonly x: number;
  readonly againstX: number;
  /** Times that the other takes as much. */
  readonly speedUp: number;
}

/** Losses that two curves are compared at. */
const comparedAt = 7;

/** Compares two curves at losses in equal steps over the range that both have within their points. */
export function speedUpOf(curve: FittedCurve, against: FittedCurve): { readonly rows: SpeedUpRow[]; readonly reason: string | null } {
  const [a, b] = [lossesOf(curve), lossesOf(against)];
  const [low, high] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  if (low >= high) {
    return {
      rows: [],
      reason: `the curves have no loss in common: one goes from ${short(a[1])} to ${short(a[0])}, the other from ${short(b[1])} to ${short(b[0])}`,
    };
  }
  const rows = Array.from({ length: comparedAt }, (_, at) => {
    const loss = high + ((low - high) * at) / (comparedAt - 1);
    const [x, againstX] = [xOf(curve, loss), xOf(against, loss)];
    return { loss, x, againstX, speedUp: againstX / x };
  });
  return { rows, reason: null };
}

/** Least and largest loss of a curve where it has points. */
const lossesOf = ({ law, range }: FittedCurve): Interval => [lossAt(law, range.to), lossAt(law, range.from)];

/** Rounding may take the ends of a range out of it. */
const xOf = ({ law, range }: FittedCurve, loss: number): number => Math.min(range.to, Math.max(range.from, reaches(law, loss) ?? range.to));

const nowhere = (reason: string): LawPlace => ({ x: null, isExtrapolated: false, timesBeyond: null, reason });

function placed(x: number, { from, to }: DataRange): LawPlace {
  if (!Number.isFinite(x)) return nowhere('it is beyond all numbers');
  return { x, isExtrapolated: x > to || x < from, timesBeyond: x > to ? x / to : null, reason: null };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const short = (value: number): string => String(Number(value.toPrecision(4)));
