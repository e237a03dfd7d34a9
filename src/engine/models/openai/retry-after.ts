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

const [amount, unit] = [String.raw`\d{1,6}(?:\.\d{1,9})?`, 'ms|milliseconds?|s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|d|days?'];
const toldWait = new RegExp(
  String.raw`\b(?:again|retry|retrying|wait|resets?)\b[^.\d]{0,24}((?:${amount} ?(?:${unit})\b[ ,]{0,2}(?:and )?|${amount} ?(?:h|m|s)(?=\d)){1,4})`,
  'i',
);
const part = new RegExp(`(${amount}) ?(${unit})(?![a-z])`, 'gi');
const lengths: readonly (readonly [RegExp, number])[] = [
  [/^ms|^milli/i, 1],
  [/^s/i, 1000],
  [/^m/i, 60_000],
  [/^h/i, 3_600_000],
  [/^d/i, 86_400_000],
];

/** The same where a server says it in words alone: “try again in 1m26.4s”, or in Google's `RetryInfo`. */
export function waitTold({
  message,
  retryDelay,
}: {
  readonly message: string;
  readonly retryDelay: string | undefined;
}): number | undefined {
  const said = retryDelay ?? toldWait.exec(message)?.[1];
  if (said === undefined) return undefined;
  const parts = [...said.matchAll(part)].map(([, count, name]) => Number(count) * lengths.find(([word]) => word.test(name!))![1]);
  return parts.length === 0 ? undefined : parts.reduce((sum, each) => sum + each, 0);
}

/** Tells whether the limit that was reached is one of a day or longer: to try again within minutes is in vain. */
export const isLastingLimit = (message: string): boolean =>
  /\bper[ -](?:day|week|month)\b|\b(?:daily|weekly|monthly)\b|\b[TR]PD\b/i.test(message) &&
  !/\bper[ -](?:sec|min|hour)|\b[TR]PM\b/i.test(message);
