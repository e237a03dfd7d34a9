/** Lists of numbers laid end to end (compressed sparse rows): list `i` is `items[start[i]]` up to `items[start[i + 1] - 1]`. */
export interface Lists {
  /** One longer than there are lists. */
  readonly start: Uint32Array;
  readonly items: Uint32Array;
}

/** The inverted lists: which lists hold each of the numbers 0 … `width - 1`, ascending. Linear; transposing twice sorts every list. */
export function transpose({ start, items }: Lists, width: number): Lists {
  const inverse = new Uint32Array(width + 1);
  for (const item of items) inverse[item + 1]!++;
  for (let item = 0; item < width; item++) inverse[item + 1]! += inverse[item]!;
  const next = inverse.slice();
  const lists = new Uint32Array(items.length);
  for (let list = 0; list + 1 < start.length; list++) {
    for (let at = start[list]!; at < start[list + 1]!; at++) lists[next[items[at]!]!++] = list;
  }
  return { start: inverse, items: lists };
}
