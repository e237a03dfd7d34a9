import type { RateLimit } from '../chat-model.ts';

/** The `x-ratelimit-*` headers of OpenAI and those who imitate it; what is missing or unreadable is left out. */
export function rateLimits(headers: Headers): { requests?: RateLimit; tokens?: RateLimit } | undefined {
  const requests = limitOf(headers, 'requests');
  const tokens = limitOf(headers, 'tokens');
  return (requests ?? tokens) ? { ...(requests ? { requests } : {}), ...(tokens ? { tokens } : {}) } : undefined;
}

function limitOf(headers: Headers, unit: 'requests' | 'tokens'): RateLimit | undefined {
  const limit = count(headers.get(`x-ratelimit-limit-${unit}`));
  const remaining = count(headers.get(`x-ratelimit-remaining-${unit}`));
  const resetMs = duration(headers.get(`x-ratelimit-reset-${unit}`));
  return limit === undefined || remaining === undefined || resetMs === undefined ? undefined : { limit, remaining, resetMs };
}

const count = (text: string | null): number | undefined =>
  text !== null && /^-?\d{1,12}$/.test(text.trim()) ? Math.max(0, Number(text)) : undefined;

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `6m0s`, `1.5s`, `120ms`, or seconds without a unit. */
function duration(text: string | null): number | undefined {
  const given = text?.trim();
  if (given === undefined || given.length > 32) return undefined;
  if (/^\d{1,9}(\.\d{1,9})?$/.test(given)) return Number(given) * 1000;
  if (!/^(\d{1,9}(\.\d{1,9})?(ms|s|m|h|d))+$/.test(given)) return undefined;
  return [...given.matchAll(/([\d.]+)(ms|s|m|h|d)/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * milliseconds[unit!]!, 0);
}
