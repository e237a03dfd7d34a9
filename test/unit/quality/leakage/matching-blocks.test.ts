import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { expectLinear } from '../../../support/growth.ts';
import { codePoints, matchingBlocks, sharedBlocks } from '../../../../src/core/quality/leakage/matching-blocks.ts';

const recorded = z.array(z.object({ a: z.string(), b: z.string(), blocks: z.array(z.tuple([z.int(), z.int(), z.int()])) })).parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/leakage/matching-blocks.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line)),
);

const blocksOf = (a: string, b: string, least: number) =>
  matchingBlocks(codePoints(a), codePoints(b), least).map((block) => [block.a, block.b, block.size]);

/** The definition, word for word: the longest block of all, by looking at every pair of places. */
function plainBlocks(a: string, b: string, fromA = 0, fromB = 0): number[][] {
  const [of, other] = [Array.from(a), Array.from(b)];
  let best = { a: 0, b: 0, size: 0 };
  for (let i = 0; i < of.length; i += 1)
    for (let j = 0; j < other.length; j += 1) {
      let size = 0;
      while (i + size < of.length && of[i + size] === other[j + size]) size += 1;
      if (size > best.size) best = { a: i, b: j, size };
    }
  if (best.size === 0) return [];
  const part = (text: string[], from: number, to?: number) => text.slice(from, to).join('');
  const [endA, endB] = [best.a + best.size, best.b + best.size];
  return [
    ...plainBlocks(part(of, 0, best.a), part(other, 0, best.b), fromA, fromB),
    [fromA + best.a, fromB + best.b, best.size],
    ...plainBlocks(part(of, endA), part(other, endB), fromA + endA, fromB + endB),
  ];
}

describe('blocks that two texts have in common', () => {
  it("are those of Python's difflib, for 300 recorded pairs", () => {
    expect(recorded).toHaveLength(300);
    for (const { a, b, blocks } of recorded) {
      expect(blocksOf(a, b, 1), `${a}\n${b}`).toEqual(blocks);
      expect(blocksOf(a, b, 6)).toEqual(blocks.filter(([, , size]) => size >= 6));
    }
  });

  it('are those of the definition, for any two texts', () => {
    const text = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(blocksOf(a, b, 1)).toEqual(plainBlocks(a, b));
      }),
    );
  });

  it.each([
    ['repeats itself', (size: number) => ['0 1 '.repeat(size / 4), '0 0 '.repeat(size / 4)]],
    ['is the same', (size: number) => ['ab'.repeat(size / 2), 'ab'.repeat(size / 2)]],
    ['repeats all but a little', (size: number) => [`${'0 0 0 1 '.repeat(size / 8)}x`, `y${'0 0 0 1 '.repeat(size / 8)}`]],
  ])('take time in proportion to texts of which one %s', (_, texts) => {
    expectLinear((size) => {
      const [a, b] = texts(size);
      sharedBlocks(a!, b!);
    }, 40_000);
  });

  it('are counted from six characters on, as a share of the first text', () => {
    expect(sharedBlocks('abcdef', 'xx abcdef xx')).toBe(1);
    expect(sharedBlocks('abcde', 'xx abcde xx')).toBe(0);
    expect(sharedBlocks('abcdefuvwxyz', 'abcdef and uvwxy')).toBe(0.5);
    // A character beyond the first plane is one.
    expect(sharedBlocks('😀😀😀😀😀', '😀😀😀😀😀')).toBe(0);
    expect(sharedBlocks('', 'abcdef')).toBe(0);
  });
});
