/** Summary of measurements in an open window at several sizes. */

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

/** The exponent by which a time grows with a size, from the smallest size to the largest. */
function growth(rows: readonly Measured[]): number {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  return Math.log(last.fetched / first.fetched) / Math.log(last.size / first.size);
}

export const shown = (ms: number): string => ms.toFixed(ms < 100 ? 1 : 0);

/** Milliseconds at one size. */
export interface Measured {
  readonly size: number;
  /** Until the engine has answered. */
  readonly answered: number;
  /** Until all that the window fetches after that is there. */
  readonly fetched: number;
  /** The quickest of these: on a machine that others use too, nearer to what it takes. */
  readonly best: number;
}

export const summary = (size: number, answered: readonly number[], fetched: readonly number[]): Measured => ({
  size,
  answered: median(answered),
  fetched: median(fetched),
  best: Math.min(...fetched),
});

interface Target {
  readonly answeredMs: number;
  readonly fetchedMs: number;
  readonly growth: number;
}

/** Prints what was measured; the exit code is 1 when the target is missed at the largest size. @param what names what was measured */
export function report(what: string, rows: readonly Measured[], target: Target): void {
  console.table(rows.map((row) => ({ ...row, answered: shown(row.answered), fetched: shown(row.fetched), best: shown(row.best) })));
  const largest = rows.at(-1)!;
  const exponent = growth(rows);
  if (rows.length > 1) console.log(`growth exponent of the fetching: ${exponent.toFixed(2)}`);
  if (largest.answered <= target.answeredMs && largest.fetched <= target.fetchedMs && !(rows.length > 1 && exponent >= target.growth))
    return;
  console.error(
    `${what} misses its target: answered in ${target.answeredMs} ms, all fetched in ${target.fetchedMs} ms, growth exponent below ${target.growth}.`,
  );
  process.exitCode = 1;
}
