/** How measurements at several sizes are summed up. */

export const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

/** The exponent by which a time grows with a size, from the smallest size to the largest. */
export function growth(rows: readonly { readonly size: number; readonly ms: number }[]): number {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  return Math.log(last.ms / first.ms) / Math.log(last.size / first.size);
}

export const shown = (ms: number): string => ms.toFixed(ms < 100 ? 1 : 0);
