/** Which stretches two texts have in common, by the method of Ratcliff and Obershelp. */
import { type CommonRun, commonRuns } from './common-runs.ts';
import { SuffixAutomaton } from './suffix-automaton.ts';

/** Places between which blocks are looked for, in both sequences. */
interface BlockRange {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/**
 * Blocks of at least `least` characters that two sequences have in common: the longest, the first of those in `a` and then in `b`,
 * and the same again left and right of it (Ratcliff and Metzener, “Pattern Matching: The Gestalt Approach”, 1988). They are those
 * blocks of Python's `difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()` that are so large: where the longest
 * block between two places is smaller, so is every other there, and nothing more is looked for.
 *
 * @returns in the order of `a`, which is that of `b` too
 */
export function matchingBlocks(a: Int32Array, b: Int32Array, least: number): CommonRun[] {
  const longest = longestAmongRuns(a, b, least) ?? longestByAutomaton(a, b);
  const blocks: CommonRun[] = [];
  const open: BlockRange[] = [{ fromA: 0, toA: a.length, fromB: 0, toB: b.length }];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const { fromA, toA, fromB, toB } = range;
    if (Math.min(toA - fromA, toB - fromB) < least) continue;
    const block = longest(range);
    if (block.size < least) continue;
    blocks.push(block);
    open.push({ fromA, toA: block.a, fromB, toB: block.b });
    open.push({ fromA: block.a + block.size, toA, fromB: block.b + block.size, toB });
  }
  return blocks.sort((one, other) => one.a - other.a);
}

/** By what is left of each common run between the places; null where there are too many. */
function longestAmongRuns(a: Int32Array, b: Int32Array, least: number): ((range: BlockRange) => CommonRun) | null {
  const runs = commonRuns(a, b, least);
  if (runs === null || runs.length > mostRuns) return null;
  return ({ fromA, toA, fromB, toB }) => {
    let best = { a: fromA, b: fromB, size: 0 };
    for (const run of runs) {
      const start = Math.max(0, fromA - run.a, fromB - run.b);
      const size = Math.min(run.size, toA - run.a, toB - run.b) - start;
      if (size < best.size || size <= 0) continue;
      const found = { a: run.a + start, b: run.b + start, size };
      if (size > best.size || found.a < best.a || (found.a === best.a && found.b < best.b)) best = found;
    }
    return best;
  };
}

/** Each range looks at every run: of more, the automaton is faster. */
const mostRuns = 1000;

function longestByAutomaton(a: Int32Array, b: Int32Array): (range: BlockRange) => CommonRun {
  const automaton = new SuffixAutomaton(b.length);
  return ({ fromA, toA, fromB, toB }) => {
    automaton.build(b, fromB, toB);
    let best = { a: fromA, b: fromB, size: 0 };
    for (let at = fromA; at < toA; at += 1) {
      const size = automaton.read(a[at]!);
      if (size > best.size) best = { a: at + 1 - size, b: automaton.matchEnd - size, size };
    }
    return best;
  };
}

/** Smaller blocks say nothing: any two texts of a language have them in common. */
const leastBlock = 6;

/** Share of a text, from 0 to 1, that blocks of more than five characters have in common with another. */
export function sharedBlocks(text: string, other: string): number {
  const own = codePoints(text);
  if (own.length === 0) return 0;
  return matchingBlocks(codePoints(other), own, leastBlock).reduce((sum, { size }) => sum + size, 0) / own.length;
}

/** Characters as numbers. */
export function codePoints(text: string): Int32Array {
  const points = new Int32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; count += 1) {
    const point = text.codePointAt(at)!;
    points[count] = point;
    at += point > 0xffff ? 2 : 1;
  }
  return points.subarray(0, count);
}
