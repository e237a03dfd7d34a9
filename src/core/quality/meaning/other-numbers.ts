import { numbersApart } from './numbers.ts';

/** Share of the other words that are the same, where each text gives a number that the other does not. */
const shareOfOthers = 0.5;
/** The same where one text only gives more numbers than the other: that is often a detail, as a year is. */
const shareOfMore = 0.9;

/**
 * Tells whether two texts that are near in meaning put one problem with other numbers: a small model takes these for the same
 * (at a cosine of .91), and they are different problems with different answers. They are when numbers differ, as often as each is
 * given, and most of the other words are the same. A lone “one” is no number: it mostly stands for a noun.
 */
export function hasOtherNumbers(textA: string, textB: string): boolean {
  const [a, b] = [numbersApart(textA), numbersApart(textB)];
  const [moreOfA, moreOfB] = [withoutThose(a.numbers, b.numbers), withoutThose(b.numbers, a.numbers)];
  if (moreOfA.length > 0 && moreOfB.length > 0) return sharedWords(a.words, b.words) >= shareOfOthers;
  const more = moreOfA.length > 0 ? moreOfA : moreOfB;
  return more.some((value) => value !== 1) && sharedWords(a.words, b.words) >= shareOfMore;
}

/** Share of the longer text's words that are in the other, as often as they are in both; 1 for two texts of numbers alone. */
function sharedWords(a: readonly string[], b: readonly string[]): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : (a.length - withoutThose(a, b).length) / longer;
}

/** What is left of a list when each item of another took one of its like away. */
function withoutThose<T>(items: readonly T[], others: readonly T[]): T[] {
  const left = new Map<T, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(item) ?? 0;
    if (count > 0) left.set(item, count - 1);
    return count === 0;
  });
}
