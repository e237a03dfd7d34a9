import { describe, expect, it } from 'vitest';
import { comparedShare, bandingFor } from '../../../../src/core/quality/near-duplicates/banding.ts';
import { NearIndex, sketchOf } from '../../../../src/core/quality/near-duplicates/near-index.ts';
import { nearDuplicates } from '../../../../src/core/quality/near-duplicates/pairs.ts';
import { ComparedText, similarity } from '../../../../src/core/quality/near-duplicates/shingles.ts';
import { planted } from '../../../support/planted.ts';
import { seeded } from '../../../support/seeded.ts';

const random = seeded('near-duplicates');
const lengths = { short: [12, 45], 'about fifty': [40, 60], long: [80, 300] } as const;

/** All pairs that are near-duplicates, by comparing each text with each. */
function bruteForce(texts: readonly ComparedText[], threshold: number): Set<string> {
  const pairs = new Set<string>();
  for (const [b, text] of texts.entries()) {
    for (let a = 0; a < b; a += 1) if (nearDuplicates(texts[a]!, text, threshold) !== null) pairs.add(`${a} ${b}`);
  }
  return pairs;
}

function byIndex(texts: readonly ComparedText[], threshold: number): Set<string> {
  const index = new NearIndex<number>(threshold);
  const pairs = new Set<string>();
  for (const [b, text] of texts.entries()) {
    const sketch = sketchOf(text);
    for (const a of index.candidates(sketch)) if (nearDuplicates(texts[a]!, text, threshold) !== null) pairs.add(`${a} ${b}`);
    index.add(b, sketch);
  }
  return pairs;
}

describe('the index of near-duplicates', () => {
  const cases = Object.entries(lengths).flatMap(([name, words]) =>
    [0.05, 0.1, 0.2].flatMap((replaced) => [0.5, 0.7].map((threshold) => ({ name, words, replaced, threshold }))),
  );

  it.each(cases)(
    'finds what brute force finds: $name, $replaced of the words replaced, at $threshold',
    ({ words, replaced, threshold }) => {
      const { texts } = planted({ random, texts: 400, words, replaced });
      const compared = texts.map((text) => new ComparedText(text));
      const [wanted, found] = [bruteForce(compared, threshold), byIndex(compared, threshold)];
      // Every hit is compared exactly: none is false, and of those there are hardly any is missed.
      expect([...found].filter((pair) => !wanted.has(pair))).toEqual([]);
      expect(found.size).toBeGreaterThanOrEqual(Math.floor(0.96 * wanted.size));
      if (replaced === 0.05 && threshold === 0.5) expect(wanted.size).toBeGreaterThan(55);
    },
  );

  it('finds the same texts whatever the order they come in', () => {
    const { texts } = planted({ random, texts: 200, words: [10, 70], replaced: 0.1 });
    const compared = texts.map((text) => new ComparedText(text));
    const turned = byIndex(compared.toReversed(), 0.6);
    const last = texts.length - 1;
    const back = [...turned].map((pair) => {
      const [a, b] = pair.split(' ').map(Number);
      return `${last - b!} ${last - a!}`;
    });
    expect(new Set(back)).toEqual(byIndex(compared, 0.6));
  });

  it('looks at no more than some of thousands that are all alike', () => {
    const index = new NearIndex<number>(0.7);
    const sketch = sketchOf(new ComparedText('How far does a ball fly that is thrown at an angle of forty five degrees?'));
    for (let at = 0; at < 5000; at += 1) index.add(at, sketch);
    const found = index.candidates(sketch);
    expect(found.size).toBeGreaterThan(0);
    expect(found.size).toBeLessThan(1000);
    expect(found.has(4999)).toBe(true);
  });

  it('keeps nothing of a text without words', () => {
    expect(sketchOf(new ComparedText(' …! '))).toEqual({ short: null, long: null });
  });
});

describe('bands', () => {
  it.each([0.5, 0.6, 0.7, 0.8, 0.9, 1])('compare nearly all pairs of exactly the threshold %f', (threshold) => {
    const banding = bandingFor(threshold);
    expect(comparedShare(threshold, banding)).toBeGreaterThanOrEqual(0.985);
    // With one less there would be too few.
    if (banding.bands > 1) expect(comparedShare(threshold, { ...banding, bands: banding.bands - 1 })).toBeLessThan(0.985);
    expect(banding.bands * banding.rows).toBeLessThanOrEqual(128);
    // And few of what is nothing alike.
    expect(comparedShare(0.05, banding)).toBeLessThan(0.01);
  });
});

describe('similarity', () => {
  const of = (a: string, b: string): number => similarity(new ComparedText(a), new ComparedText(b));

  it.each([
    ['seven words of which the last is another: 4 of 6 shingles', 'a b c d e f g', 'a b c d e f x', 4 / 6],
    ['case, marks and forms of letters', 'Wie weit fliegt der Ball?', 'wie weit, ﬂiegt — der BALL', 1],
    ['texts that share no run of three words', 'a b c d', 'a b d c', 0],
    ['two words are one shingle', 'Why tides?', 'why tides', 1],
    ['no words', '…', '!', 0],
    ['characters of a script without spaces: 4 of 8', '潮汐为何一天两次', '潮汐为何一月两次', 3 / 9],
    ['marks of such a script', '潮汐，为何一天两次？', '潮汐 为何「一天两次」。', 1],
    ['a sign of arithmetic: 2 of 8', 'What is 3 + 4 in all?', 'What is 3 × 4 in all?', 2 / 8],
  ])('of %s', (_name, a, b, expected) => {
    expect(of(a, b)).toBeCloseTo(expected, 10);
    expect(of(b, a)).toBeCloseTo(expected, 10);
  });

  it('is by runs of five words from fifty words on, and of three where one text has fewer', () => {
    const words = Array.from({ length: 50 }, (_, at) => `w${at}`);
    const other = words.with(25, 'x');
    expect(of(words.join(' '), other.join(' '))).toBeCloseTo(41 / 51, 10);
    expect(of(words.join(' '), other.slice(0, 49).join(' '))).toBeCloseTo(44 / 51, 10);
  });
});

describe('problems that differ in their numbers alone', () => {
  const alike = (a: string, b: string): number | null => nearDuplicates(new ComparedText(a), new ComparedText(b), 0.5);
  const problem = 'A car goes along a straight road for half an hour and then rests; how far does it get at a steady speed of $ m/s?';

  it('are two problems', () => {
    expect(alike(problem.replace('$', '20'), problem.replace('$', '31.5'))).toBeNull();
    expect(alike(problem.replace('$', '20'), problem.replace('$', '٣٠'))).toBeNull();
    expect(alike(problem.replace('$', 'twenty'), problem.replace('$', 'thirty'))).toBeNull();
    expect(alike(problem.replace('$', '20'), problem.replace('$', 'thirty'))).toBeNull();
    expect(alike(problem.replace('half', 'one'), problem.replace('half', 'two'))).toBeNull();
    expect(alike(problem.replace('road', 'road U235'), problem.replace('road', 'road U238'))).toBeNull();
  });

  it('are one where the numbers are the same, however they are written', () => {
    expect(alike(problem.replace('$', '20'), problem.replace('$', 'twenty'))).toBeGreaterThan(0.7);
    expect(alike(problem.replace('$', '2000'), problem.replace('$', '2,000'))).toBeGreaterThan(0.7);
    expect(alike(problem.replace('road', 'canone'), problem.replace('road', 'cantwo'))).toBeGreaterThan(0.5);
  });

  it('are near-duplicates where a word is another too, or the numbers are the same', () => {
    expect(alike(problem.replace('$', '20'), problem.replace('$', '20').replace('car', 'lorry'))).toBeGreaterThan(0.7);
    expect(alike(problem.replace('$', '20'), problem.replace('$', '31.5').replace('car', 'lorry'))).toBeGreaterThan(0.5);
    expect(alike(problem.replace('$', '20'), ` ${problem.replace('$', '20').toUpperCase()}`)).toBe(1);
  });
});
