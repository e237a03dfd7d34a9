/**
 * Time that a response asks to be left alone, in milliseconds: `retry-after-ms`, or `Retry-After` in seconds or as a
 * date (RFC 9110 §10.2.3). Undefined when it does not say, or says it unreadably.
 */
export function retryAfter(headers: Headers | undefined, now: number = Date.now()): number | undefined {
  const exact = number(headers?.get('retry-after-ms'));
  if (exact !== undefined) return exact;
  const given = headers?.get('retry-after')?.trim();
  if (given === undefined) return undefined;
  const seconds = number(given);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(given);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function number(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\s*\d{1,9}(\.\d{1,9})?\s*$/.test(text) ? Number(text) : undefined;
}
