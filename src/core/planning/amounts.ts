const units: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 };

/** Reads a number with or without a unit, `1.5B`, `300M`, `2e9`; null for what is none. */
export function readAmount(text: string): number | null {
  const [, digits, unit = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([kmbt]?)$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return null;
  const value = Number(digits) * (units[unit.toLowerCase()] ?? 1);
  return Number.isFinite(value) ? value : null;
}
