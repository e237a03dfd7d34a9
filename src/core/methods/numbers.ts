import { plainKey } from './loose-keys.ts';

/** More are no list of samples. */
const most = 1000;
/** `3`, `Sample 3`, `#3`, `3-5`; a sign or a decimal point makes it another kind of number. */
const written = /(?<![\d.-])(\d{1,6})(?!\d|\.\d)(?:\s{0,4}(?:[-–—]|to)\s{0,4}(\d{1,6})(?!\d|\.\d))?/g;
const numberKeys = /^(?:samples?|items?|members?)?\s?(?:numbers?|no|ids?|index)?$/;

/** Whole numbers of a JSON value: a number, a text with some in it, lists of these, or objects that have them under keys like `sample`. */
export function readNumbers(value: unknown, depth = 0): number[] {
  if (typeof value === 'number') return Number.isInteger(value) ? [value] : [];
  if (typeof value === 'string') return inText(value);
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  const entries = Array.isArray(value)
    ? value
    : Object.entries(value).flatMap(([key, each]: [string, unknown]) => (numberKeys.test(plainKey(key)) ? [each] : []));
  return entries
    .slice(0, most)
    .flatMap((each: unknown) => readNumbers(each, depth + 1))
    .slice(0, most);
}

function inText(text: string): number[] {
  const found = [...text.slice(0, 4 * most).matchAll(written)].flatMap(([, from, to]) => {
    const [first, last] = [Number(from), Number(to ?? from)];
    return last < first || last - first >= most ? [first, last] : Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
  return found.slice(0, most);
}
