/**
 * One line of a file of JSON lines. JSON lets three breaks stand as they are within a text at which other readers end a line
 * (Python's `str.splitlines`, JavaScript before 2019, editors): these are escaped, and say the same. Half of a surrogate pair,
 * which no UTF-8 can hold, is escaped by `JSON.stringify`.
 */
export const jsonLine = (value: unknown): string => escaped(JSON.stringify(value));

/** The same of a line for readers that refuse an escaped half of a surrogate pair: it becomes U+FFFD, in keys and texts. */
export const wellFormedJsonLine = (value: unknown): string => escaped(JSON.stringify(value, wellFormed));

const breaks = /[\u0085\u2028\u2029]/g;

const escaped = (json: string): string => json.replace(breaks, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);

function wellFormed(_: string, value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  if (entries.every(([key]) => key.isWellFormed())) return value;
  return Object.fromEntries(entries.map(([key, each]) => [key.toWellFormed(), each]));
}
