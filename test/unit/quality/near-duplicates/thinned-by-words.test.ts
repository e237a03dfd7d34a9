import { describe, expect, it } from 'vitest';
import { type Thinned, thinnedOut } from '../../../../src/core/quality/near-duplicates/clusters.ts';
import { nearDuplicates } from '../../../../src/core/quality/near-duplicates/pairs.ts';
import { ComparedText } from '../../../../src/core/quality/near-duplicates/shingles.ts';
import { thinnedByWords } from '../../../../src/core/quality/near-duplicates/thinned-by-words.ts';
import { planted } from '../../../support/planted.ts';
import { seeded } from '../../../support/seeded.ts';

const threshold = 0.6;

function thin(texts: readonly string[], order: readonly number[]): readonly Thinned[] {
  const steps = thinnedByWords(order, (at) => texts[at]!, threshold);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

describe('thinning out by words', () => {
  it('leaves one of thousands that are all alike', () => {
    // Texts that differ in numbers alone are two.
    const letters = (value: number): string => value.toString().replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
    const words = Array.from({ length: 60 }, (_, at) => `word${letters(at)}`);
    const texts = Array.from({ length: 3000 }, (_, at) => words.with(at % 60, `other${letters(at)}`).join(' '));
    const order = texts.map((_, at) => (at + 1234) % texts.length);
    const thinned = thin(texts, order);
    expect(new Set(thinned.map(({ drop }) => drop)).size).toBe(texts.length - 1);
    expect(new Set(thinned.map(({ keep }) => keep))).toEqual(new Set([1234]));
  });

  it('drops what comparing each with each drops', () => {
    const random = seeded('thinned by words');
    const { texts } = planted({ random, texts: 300, words: [20, 80], replaced: 0.04 });
    const compared = texts.map((text) => new ComparedText(text));
    const pairs = compared.flatMap((text, b) =>
      compared.slice(0, b).flatMap((other, a) => {
        const similarity = nearDuplicates(other, text, threshold);
        return similarity === null ? [] : [{ a, b, similarity }];
      }),
    );
    expect(pairs.length).toBeGreaterThan(30);
    const order = texts.map((_, at) => (at * 7) % texts.length);
    const expected = thinnedOut(order, pairs);
    const missed =
      expected.length -
      thin(texts, order).filter((own) => expected.some(({ drop, keep }) => drop === own.drop && keep === own.keep)).length;
    // Signatures may miss one in some hundred.
    expect(missed).toBeLessThan(3);
    expect(thin(texts, order).length).toBeLessThanOrEqual(expected.length + 2);
  });
});
