const three = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A figure as it is read: whole from a thousand on, with three digits that say something below. */
export const figure = (value: number): string => (Math.abs(value) >= 1000 ? whole : three).format(value);

const units = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
] as const;

/** A number of tokens or parameters as it is written in tables of points: `1.5B`. */
export function amount(value: number): string {
  if (value >= 1e16) return value.toExponential(2);
  const [size, unit] = units.find(([least]) => value >= least) ?? [1, ''];
  return `${figure(value / size)}${unit}`;
}

/** A share as a percentage: `42 %`, `0.3 %`. */
export const percent = (share: number): string => `${figure(share * 100)} %`;
