/**
 * Index of the first of `list` for which `isReached` holds, once it does for all behind: by halves. The list's length where it holds
 * for none.
 */
export function firstIndex<T>(list: readonly T[], isReached: (each: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
