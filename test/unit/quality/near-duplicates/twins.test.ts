import { expect, it } from 'vitest';
import { DisjointSets } from '../../../../src/core/disjoint-sets.ts';
import { nearDuplicates } from '../../../../src/core/quality/near-duplicates/pairs.ts';
import { ComparedText } from '../../../../src/core/quality/near-duplicates/shingles.ts';
import { TwinFinder } from '../../../../src/core/quality/near-duplicates/twins.ts';
import { seeded } from '../../../support/seeded.ts';

const threshold = 0.7;

/** The set of each text, by the pairs that lead from one to the next. */
function setsOf(count: number, pairs: Iterable<readonly [number, number]>): number[] {
  const sets = new DisjointSets(count);
  for (const [a, b] of pairs) sets.join(a, b);
  return Array.from({ length: count }, (_, at) => sets.rootOf(at));
}

function found(texts: readonly string[]): [number, number][] {
  const finder = new TwinFinder(threshold, (place) => texts[place]!);
  return texts.flatMap((text, at) => finder.add(text).map((twin): [number, number] => [twin, at]));
}

it('finds pairs that lead to all that each pair compared by itself leads to', () => {
  const random = seeded('twins among texts');
  // Letters alone: what differs in numbers alone is no duplicate.
  const word = () => `w${String(random(400)).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}`;
  const texts: string[] = [];
  for (let group = 0; group < 60; group++) {
    const words = Array.from({ length: 45 }, word);
    for (let copy = 0; copy <= random(4); copy++) texts.push(words.with(random(45), word()).join(' '));
  }
  const compared = texts.map((text) => new ComparedText(text));
  const all = compared.flatMap((a, at) =>
    compared.slice(0, at).flatMap((b, other): [number, number][] => (nearDuplicates(a, b, threshold) === null ? [] : [[other, at]])),
  );
  expect(all.length).toBeGreaterThan(40);
  const pairs = found(texts);
  for (const [a, b] of pairs) expect(nearDuplicates(compared[a]!, compared[b]!, threshold)).not.toBeNull();
  // Sketches miss a pair right at the threshold once in some sixty times: sets that are told apart are few, and none is joined wrongly.
  const [wanted, got] = [setsOf(texts.length, all), setsOf(texts.length, pairs)];
  expect(wanted.filter((set, at) => set !== got[at]).length).toBeLessThanOrEqual(texts.length * 0.05);
});

it('compares each of a thousand copies with one of those before', () => {
  const texts = Array.from(
    { length: 1000 },
    () => 'The tide at spring rises higher than the tide at neap, since sun and moon pull along one line.',
  );
  let compared = 0;
  const finder = new TwinFinder(threshold, (place) => {
    compared++;
    return texts[place]!;
  });
  const twins = texts.map((text) => finder.add(text).length);
  expect(twins.reduce((sum, each) => sum + each, 0)).toBe(999);
  expect(compared).toBe(999);
});
