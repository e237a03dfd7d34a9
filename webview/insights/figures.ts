const three = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A figure as it is read: whole from a thousand on, with three digits that say something below. */
export const figure = (value: number): string => (Math.abs(value) >= 1000 ? whole : three).format(value);

/** A share as a percentage: `42 %`, `0.3 %`. */
export const percent = (share: number): string => `${figure(share * 100)} %`;
