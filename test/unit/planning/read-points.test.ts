import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '../../../src/core/planning/amounts.ts';
import { publishedCurves, publishedSeries } from '../../../src/core/planning/scaling/published.ts';
import { readPoints } from '../../../src/core/planning/scaling/read-points.ts';

describe('a table of points', () => {
  it('has columns by several names, units, and curves', () => {
    const text = '\uFEFFCurve;Tokens;Params;Loss\r\nweb;1.5B;300M;3.2\r\n\r\n"a; ""b""";2e9;7;2.9\r\n';
    expect(readPoints(text)).toEqual({
      ...{ metric: 'loss', curves: ['web', 'a; "b"'], problems: [] },
      points: [
        { curve: 'web', D: 1.5e9, N: 3e8, loss: 3.2 },
        { curve: 'a; "b"', D: 2e9, N: 7, loss: 2.9 },
      ],
    });
  });

  it('turns accuracies into errors', () => {
    const { points, metric } = readPoints('samples\taccuracy\n10k\t64.6\n20k\t74.7');
    expect(metric).toBe('accuracy');
    expect(points.map(({ D, loss }) => [D, loss])).toEqual([
      [10_000, 35.4],
      [20_000, 25.3],
    ]);
  });

  it.each([
    ['', 1, null, 'there are no points'],
    ['D,loss\n', 1, null, 'there are no points below the names of the columns'],
    ['1,2\n3,4', 1, null, 'the first line holds numbers, and no names of columns'],
    ['D,lost\n1,2', 1, 'lost', '“lost” is no column that is known'],
    ['D,constructor\n1,2', 1, 'constructor', '“constructor” is no column that is known'],
    ['D,tokens,loss\n1,2,3', 1, 'D', 'two columns say D'],
    ['D,loss,error\n1,2,3', 1, 'error', 'loss and error are both given'],
    ['D,N\n1,2', 1, null, 'no column says the loss'],
    ['loss\n1', 1, null, 'no column says how much was trained on, or how large the model is'],
    ['\n\nD,loss\n1,2\n3,x', 5, 'loss', '“x” is no number'],
    ['D,loss\n1,', 2, 'loss', 'the field is empty'],
    ['D,loss\n0,2', 2, 'D', '0 is not above zero'],
    ['D,loss\n1,-2', 2, 'loss', '-2 is not above zero'],
    ['D,loss\n1,NaN', 2, 'loss', '“NaN” is no number'],
    ['D,loss\n1,1e999', 2, 'loss', '“1e999” is no number'],
    ['D,loss\n1,000,2', 2, null, 'the line has 3 fields, and the first has 2'],
    ['D,accuracy\n1,0.64', 2, 'accuracy', '0.64 is no accuracy in percent'],
    ['D,accuracy\n1,100', 2, 'accuracy', 'an accuracy of 100 % leaves no error'],
  ])('tells where %j is wrong', (text, line, column, problem) => {
    const { problems } = readPoints(text);
    expect(problems[0]).toMatchObject({ line, column, problem });
    expect(problems[0]!.remedy.length).toBeGreaterThan(7);
  });

  it('tells every bad line, and keeps the good ones', () => {
    const { points, problems } = readPoints('D,loss\n1,2\nx,3\n4,y\n5,1');
    expect(points.map(({ D }) => D)).toEqual([1, 5]);
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 'D'],
      [4, 'loss'],
    ]);
  });

  it('reads back what was written, and fails on nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), fc.double({ min: 1e-9, max: 1e9, noNaN: true })), {
          minLength: 1,
        }),
        (rows) => {
          const { points, problems } = readPoints(['D,error', ...rows.map((row) => row.join(','))].join('\n'));
          expect(problems).toEqual([]);
          expect(points.map(({ D, loss }) => [D, loss])).toEqual(rows);
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { points, problems } = readPoints(`D,loss\n${text}`);
        expect(points.length + problems.length).toBeGreaterThan(0);
        expect(points.every(({ D, loss }) => D! > 0 && loss > 0)).toBe(true);
      }),
    );
  });

  it('knows amounts by their units', () => {
    expect(['1.5B', '300 M', '2e9', '10k', '4T', '.5', '7.'].map(readAmount)).toEqual([1.5e9, 3e8, 2e9, 1e4, 4e12, 0.5, 7]);
    expect(['', 'B', '1,5', '1 000', '0x10', '1e', '--1', '1.5BB'].map(readAmount)).toEqual(Array(8).fill(null));
  });
});

describe('published curves', () => {
  it('are errors, and none of their points is called a run', () => {
    for (const curve of publishedCurves) {
      expect(publishedSeries(curve).loss).toEqual(curve.table.map(({ accuracy }) => expect.closeTo(100 - accuracy, 10) as number));
      expect(curve.table.filter(({ D }) => D <= curve.largestRun)).toEqual([]);
      expect(curve.trust).toContain('4.5B tokens, and all six points lie beyond it');
    }
  });
});
