import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFileSpan } from '../../../src/core/corpus/anchors.ts';
import { findQuote } from '../../../src/core/corpus/find-quote.ts';
import { lineSpan, positionAt } from '../../../src/core/corpus/positions.ts';
import { countTokens } from '../../../src/core/corpus/tokens.ts';
import { expectLinear } from '../../support/growth.ts';

describe('lines', () => {
  const text = '\uFEFFone\r\ntwo\rthree\nfour\n';
  const lines = (first: number, last: number): string | null => {
    const span = lineSpan(text, first, last);
    return span && text.slice(span.start, span.end);
  };

  it('are counted from 1, over all three line ends, both ends included', () => {
    expect(lines(1, 1)).toBe('\uFEFFone\r\n');
    expect(lines(2, 3)).toBe('two\rthree\n');
    expect(lines(1, 4)).toBe(text);
    expect(lineSpan('no end', 1, 1)).toEqual({ start: 0, end: 6 });
  });

  it('are none where the file ends before them', () => {
    for (const [first, last] of [
      [5, 5],
      [4, 5],
      [9, 12],
      [3, 2],
    ] as const)
      expect(lines(first, last)).toBeNull();
  });
});

describe('positions', () => {
  it('count as an editor does: every line end, no byte-order mark, UTF-16 units', () => {
    const text = '\uFEFFa\r\nb😀c\rd\n';
    const at = (offset: number): [number, number] => {
      const { line, character } = positionAt(text, offset);
      return [line, character];
    };
    expect(at(0)).toEqual([0, 0]);
    expect(at(1)).toEqual([0, 0]);
    expect(at(2)).toEqual([0, 1]);
    expect(at(3)).toEqual([0, 1]);
    expect(at(4)).toEqual([1, 0]);
    expect(at(text.indexOf('c'))).toEqual([1, 3]);
    expect(at(text.indexOf('d'))).toEqual([2, 0]);
    expect(at(text.length)).toEqual([3, 0]);
    expect(at(1000)).toEqual([3, 0]);
  });

  it('never fall in order as the offset rises', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\r', '\n', 'a', '\uFEFF') }), (text) => {
        let before = { line: 0, character: 0 };
        for (let offset = 0; offset <= text.length; offset += 1) {
          const now = positionAt(text, offset);
          expect(now.line * 1000 + now.character).toBeGreaterThanOrEqual(before.line * 1000 + before.character);
          before = now;
        }
      }),
    );
  });
});

describe('file spans', () => {
  // Text "ab & cd", file "ab&amp;  cd!": the spaces are ours.
  const passage = {
    span: { start: 10, end: 22 },
    anchors: [
      { text: { start: 0, end: 2 }, file: { start: 10, end: 12 } },
      { text: { start: 3, end: 4 }, file: { start: 12, end: 17 } },
      { text: { start: 5, end: 7 }, file: { start: 19, end: 21 } },
    ],
  };
  it.each([
    [0, 7, 10, 21],
    [1, 2, 11, 12],
    [1, 4, 11, 17],
    [3, 4, 12, 17],
    [3, 6, 12, 20],
    [2, 3, 12, 12],
    [2, 6, 12, 20],
    [7, 9, 22, 22],
  ])('of text %i–%i', (start, end, fileStart, fileEnd) => {
    expect(toFileSpan(passage, { start, end })).toEqual({ start: fileStart, end: fileEnd });
  });
});

describe('quotations', () => {
  const text = 'He said: “It’s the river–bed,  which\n\nis DRY.” İstanbul ends.';
  const found = (quote: string): string | null => {
    const span = findQuote({ text }, quote);
    return span === null ? null : text.slice(span.start, span.end);
  };
  it.each([
    ['the river–bed', 'the river–bed'],
    ["it's the River-bed, which is dry", 'It’s the river–bed,  which\n\nis DRY'],
    ['"It’s the river-bed, which is dry."', '“It’s the river–bed,  which\n\nis DRY.”'],
    ['…*river-bed*, which…', 'river–bed,  which'],
    ['istanbul ENDS', null],
    ['İSTANBUL ends.', 'İstanbul ends.'],
    ['nothing like it', null],
    ['  ', null],
    ['…', null],
  ])('%j', (quote, expected) => {
    expect(found(quote)).toBe(expected);
  });
});

describe('tokens', () => {
  it('are those of o200k_base', () => {
    expect(countTokens('The tide rises.')).toBe(4);
    expect(countTokens('')).toBe(0);
  });

  it('count special tokens as text, and long runs in linear time', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
    expectLinear((size) => {
      expect(countTokens('a'.repeat(size))).toBeGreaterThan(size / 40);
      expect(countTokens(' '.repeat(size))).toBeGreaterThan(size / 4000);
    }, 100_000);
  });
});
