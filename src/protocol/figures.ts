/** Money and time as people read them, without words: those are a front end's. */

/** Whole cents where that says something, else two digits of what is less. */
export function dollars(amount: number): string {
  if (amount === 0 || amount >= 0.995) return `$${amount.toFixed(2)}`;
  const digits = Math.max(2, 1 - Math.floor(Math.log10(amount)));
  return `$${amount.toFixed(Math.min(digits, 8))}`;
}

export interface Duration {
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days';
  readonly count: number;
}

const steps = [
  { unit: 'seconds', ms: 1000, below: 90_000 },
  { unit: 'minutes', ms: 60_000, below: 90 * 60_000 },
  { unit: 'hours', ms: 3_600_000, below: 36 * 3_600_000 },
  { unit: 'days', ms: 86_400_000, below: Infinity },
] as const;

/** In the unit that needs no fraction; an estimate is rounded up. */
export function duration(ms: number): Duration {
  const { unit, ms: length } = steps.find(({ below }) => ms < below) ?? steps[3];
  return { unit, count: Math.max(1, Math.ceil(ms / length)) };
}
