import type { Incidence } from './incidence.ts';

/**
 * The nodes from `first` to before `end` that are at least as frequent as the `count`-th most frequent of them, ascending:
 * whoever wants the most frequent sorts these few. Linear, where sorting all would not be.
 */
export function atLeastAsFrequent(
  { postings }: Incidence,
  { first, end }: { readonly first: number; readonly end: number },
  count: number,
): number[] {
  if (count <= 0) return [];
  const frequencyOf = (node: number): number => postings.start[node + 1]! - postings.start[node]!;
  let most = 0;
  for (let node = first; node < end; node++) most = Math.max(most, frequencyOf(node));
  const times = new Uint32Array(most + 1);
  for (let node = first; node < end; node++) times[frequencyOf(node)]!++;
  let least = most;
  for (let held = times[most]!; held < count && least > 0;) held += times[--least]!;
  const found: number[] = [];
  for (let node = first; node < end; node++) if (frequencyOf(node) >= least) found.push(node);
  return found;
}
