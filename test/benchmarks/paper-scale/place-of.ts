/** The first place whose cumulative weight is above `weight`; the last when none is. */
export function placeOf(weight: number, cumulative: Float64Array): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! > weight) high = middle;
    else low = middle + 1;
  }
  return low;
}
