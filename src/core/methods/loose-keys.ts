/** Objects of JSON replies, whose keys models write in ways of their own: `sampleNumbers`, `Sample numbers`, `sample_numbers`. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key in lower case, with one space between its words. */
export const plainKey = (key: string): string =>
  key
    .slice(0, 100)
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .replace(/[\s_-]+/g, ' ')
    .trim()
    .toLowerCase();

/** The value of the first key that is one of these words, the first of them before the others; undefined where none is. */
export function under(object: JsonObject, ...words: readonly RegExp[]): unknown {
  const entries = Object.entries(object).map(([key, value]) => [plainKey(key), value] as const);
  for (const word of words) {
    const found = entries.find(([key]) => word.test(key));
    if (found !== undefined) return found[1];
  }
  return undefined;
}

/** What a key holds of text, on one line and no longer than this; '' where it holds none. */
export function lineUnder(object: JsonObject, maxLength: number, ...words: readonly RegExp[]): string {
  const value = under(object, ...words);
  return typeof value === 'string' ? shortLine(value, maxLength) : '';
}

/** A text on one line, cut where it is longer than this. */
export function shortLine(text: string, maxLength: number): string {
  const line = text
    .slice(0, 4 * maxLength)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).trimEnd()}…` : line;
}

/** Wrappings around a list that a reply may have: `{"result": {"groups": […]}}`. */
const maxWrappings = 3;

/** The list, or the object, that stands under such keys, however often it is wrapped; the value itself where there is none. */
export function unwrapped(value: unknown, ...words: readonly RegExp[]): unknown {
  let found = value;
  for (let depth = 0; depth < maxWrappings; depth++) {
    const inner = isJsonObject(found) ? under(found, ...words) : undefined;
    if (typeof inner !== 'object' || inner === null) break;
    found = inner;
  }
  return found;
}
