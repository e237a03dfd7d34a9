import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSplits, type Assignment, crossing, twinOfOther } from '../../../../src/core/dataset/splits/assign.ts';
import type { TwinPair } from '../../../../src/core/dataset/splits/bundles.ts';
import { readShares, type SplitShare } from '../../../../src/core/dataset/splits/shares.ts';
import { documentsOf, type SampleSources, SourcesBuilder } from '../../../../src/core/dataset/splits/sources.ts';
import { seeded } from '../../../support/seeded.ts';

function sourcesOf(samples: readonly (readonly string[])[]): SampleSources {
  const builder = new SourcesBuilder();
  for (const documents of samples) builder.add(documents);
  return builder.sources();
}

function assigned(sources: SampleSources, twins: readonly TwinPair[], shares: readonly SplitShare[], seed = 1): Assignment {
  const steps = assignSplits(sources, twins, shares, seed);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

const shares = (text: string): readonly SplitShare[] => {
  const read = readShares(text);
  if ('problem' in read) throw new Error(read.problem);
  return read;
};

/** Number of samples on each side. */
const counts = ({ sides }: Assignment, number: number): number[] =>
  Array.from({ length: number }, (_, side) => sides.filter((each) => each === side).length);

/** What two sides have in common: documents, and near-duplicates. */
function leaks(sources: SampleSources, twins: readonly TwinPair[], { sides }: Assignment): string[] {
  const sideOf = new Map<number, number>();
  const found: string[] = [];
  for (let sample = 0; sample < sources.samples; sample++) {
    if (sides[sample]! < 0) continue;
    for (const document of documentsOf(sources, sample)) {
      if ((sideOf.get(document) ?? sides[sample]) !== sides[sample]) found.push(`document ${document}`);
      sideOf.set(document, sides[sample]!);
    }
  }
  for (const { a, b } of twins) if (sides[a]! >= 0 && sides[b]! >= 0 && sides[a] !== sides[b]) found.push(`twins ${a} ${b}`);
  return found;
}

describe('splits', () => {
  it.each([
    ['few documents that all hang together', 500],
    ['a document each', 60_000],
  ])('let others have a turn all the while: %s', (_name, documents) => {
    const samples = 60_000;
    const random = seeded('turns of splits');
    const sources = sourcesOf(Array.from({ length: samples }, (_, at) => [`d${at % documents}`, `d${random(documents)}`]));
    const steps = assignSplits(sources, [{ a: 1, b: 2 }], shares('90/10'), 1);
    let turns = 1;
    while (steps.next().done !== true) turns++;
    // Samples are gone through several times: for bundles, for what hangs together, and for the sides.
    expect(turns).toBeGreaterThan((5 * samples) / 10_000);
  });

  it('leak neither a document nor a near-duplicate, whatever rests on what', () => {
    const name = fc.integer({ min: 0, max: 14 }).map((number) => `d${number}`);
    const samples = fc.array(fc.array(name, { maxLength: 4 }), { minLength: 1, maxLength: 60 });
    const pairs = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 });
    const wanted = fc.constantFrom('90/5/5', '80/20', 'train=34,b=33,c=33', 'train=10,dev=90');
    fc.assert(
      fc.property(samples, pairs, wanted, fc.nat(), (each, twinned, text, seed) => {
        const sources = sourcesOf(each);
        const twins = twinned.map(([a, b]) => ({ a: a % each.length, b: b % each.length })).filter(({ a, b }) => a !== b);
        const made = assigned(sources, twins, shares(text), seed);
        expect(leaks(sources, twins, made)).toEqual([]);
        expect(made.sides).toHaveLength(each.length);
        // What is on no side is told why.
        expect([...made.sides].every((side) => side >= twinOfOther && side < shares(text).length)).toBe(true);
        expect([...assigned(sources, twins, shares(text), seed).sides]).toEqual([...made.sides]);
      }),
      { numRuns: 500 },
    );
  });

  it('come to their shares where every sample rests on one document', () => {
    const random = seeded('splits of one document each');
    const sources = sourcesOf(Array.from({ length: 4000 }, () => [`d${random(200)}`]));
    const made = assigned(sources, [], shares('80/10/10'));
    const [train, validation, test] = counts(made, 3);
    expect(train! + validation! + test!).toBe(4000);
    for (const [share, count] of [
      [0.8, train!],
      [0.1, validation!],
      [0.1, test!],
    ] as const)
      expect(Math.abs(count / 4000 - share)).toBeLessThan(0.01);
  });

  it('part documents where everything hangs together, and leave few samples out', () => {
    // A chain of documents: each sample rests on two neighbours, so that any line between them crosses two samples or so.
    const sources = sourcesOf(Array.from({ length: 1000 }, (_, at) => [`d${at % 100}`, `d${((at % 100) + 1) % 100}`]));
    const made = assigned(sources, [], shares('90/5/5'));
    const [train, validation, test] = counts(made, 3);
    expect(leaks(sources, [], made)).toEqual([]);
    for (const held of [validation!, test!]) {
      expect(held).toBeGreaterThanOrEqual(50);
      expect(held).toBeLessThanOrEqual(75);
    }
    // Two lines around each of the two, ten samples on each.
    expect(train).toBeGreaterThanOrEqual(1000 - 2 * 75 - 4 * 10);
    expect(made.sides.filter((side) => side === crossing).length).toBeLessThanOrEqual(40);
  });

  it('keep a sample in training whose twin would go elsewhere, and leave the twin out', () => {
    // Twenty documents in a chain, ten samples on each alone; a near-duplicate of each document's first in the next but ten.
    const alone = Array.from({ length: 200 }, (_, at) => [`d${Math.floor(at / 10)}`]);
    const bridges = Array.from({ length: 19 }, (_, at) => [`d${at}`, `d${at + 1}`]);
    const sources = sourcesOf([...alone, ...bridges]);
    const twins = Array.from({ length: 10 }, (_, at) => ({ a: 10 * at, b: 10 * (at + 10) }));
    const made = assigned(sources, twins, shares('90/10'));
    const [train, test] = counts(made, 2);
    expect(leaks(sources, twins, made)).toEqual([]);
    expect(test).toBeGreaterThanOrEqual(15);
    const left = twins.filter(({ a, b }) => made.sides[a] === twinOfOther || made.sides[b] === twinOfOther);
    expect(left.length).toBeGreaterThan(0);
    for (const { a, b } of left) expect([made.sides[a], made.sides[b]].toSorted()).toEqual([twinOfOther, 0].toSorted());
    expect(train! + test! + made.sides.filter((side) => side < 0).length).toBe(219);
  });

  it('part nothing where that would leave out more than a fifth', () => {
    // Every sample rests on both documents of a pair, or on two of very many.
    const two = Array.from({ length: 40 }, () => ['a', 'b']);
    expect(counts(assigned(sourcesOf(two), [], shares('50/50')), 2)).toEqual([40, 0]);
    const random = seeded('samples on two of very many documents');
    const many = Array.from({ length: 3000 }, () => [`d${random(40)}`, `d${random(40)}`]);
    const made = assigned(sourcesOf(many), [], shares('80/20'));
    expect(leaks(sourcesOf(many), [], made)).toEqual([]);
    expect(made.sides.filter((side) => side < 0).length).toBeLessThanOrEqual(600);
  });

  it('give each share something where there is something for each, though documents are few', () => {
    const made = assigned(
      sourcesOf([...Array<string[]>(50).fill(['a']), ...Array<string[]>(30).fill(['b']), ['c'], ['c']]),
      [],
      shares('90/5/5'),
    );
    expect(counts(made, 3).toSorted((a, b) => b - a)).toEqual([50, 30, 2]);
  });

  it('leave a share empty where one document is all there is', () => {
    expect(counts(assigned(sourcesOf([['a'], ['a'], ['a']]), [], shares('90/5/5')), 3)).toEqual([3, 0, 0]);
    expect(counts(assigned(sourcesOf([]), [], shares('90/10')), 2)).toEqual([0, 0]);
  });

  it('part samples without documents by their near-duplicates alone', () => {
    const sources = sourcesOf(Array.from({ length: 100 }, () => []));
    const twins = Array.from({ length: 50 }, (_, at) => ({ a: 2 * at, b: 2 * at + 1 }));
    const made = assigned(sources, twins, shares('80/20'));
    expect(counts(made, 2)).toEqual([80, 20]);
    expect(leaks(sources, twins, made)).toEqual([]);
  });
});

describe('shares', () => {
  it.each([
    [
      '90/5/5',
      [
        ['train', 90],
        ['validation', 5],
        ['test', 5],
      ],
    ],
    [
      ' 80 / 20 ',
      [
        ['train', 80],
        ['test', 20],
      ],
    ],
    [
      'train=99.5%, held_out=0.5%',
      [
        ['train', 99.5],
        ['held_out', 0.5],
      ],
    ],
  ] as const)('are read from “%s”', (text, expected) => {
    expect(shares(text).map(({ name, percent }) => [name, percent])).toEqual(expected);
  });

  it.each([
    ['90/5', /100 %/],
    ['90/5/5/0', /two or three numbers/],
    ['dev=50,test=50', /must be “train”/],
    ['train=50,train=50', /one name/],
    ['train=50,../test=50', /small letters/],
    ['train=ninety,test=10', /“ninety” is no percentage/],
    ['train=100,test=0', /above 0 %/],
    ['', /two or three numbers/],
  ])('are refused in “%s”', (text, message) => {
    const read = readShares(text);
    expect('problem' in read ? read.problem : '').toMatch(message);
  });
});
