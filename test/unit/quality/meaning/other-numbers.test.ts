import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersApart } from '../../../../src/core/quality/meaning/numbers.ts';
import { hasOtherNumbers } from '../../../../src/core/quality/meaning/other-numbers.ts';
import { paraphrases } from './paraphrases.ts';

describe('numbers of a text', () => {
  it.each<[string, number[]]>([
    ['Add 1,000 and 2,500.75.', [1000, 2500.75]],
    ['The years 1789, 1815', [1789, 1815]],
    ['3/4 of 0.5 is 50 %', [0.5, 0.75, 50]],
    ['twenty five apples, one hundred and two pears', [2, 25, 100]],
    ['two thousand three hundred', [2300]],
    ['three million people', [3e6]],
    ['five twenty', [5, 20]],
    ['half a dozen', [0.5, 12]],
    ['3x^2 + 5x - 7 = 0', [0, 2, 3, 5, 7]],
    ['x² + y³', [2, 3]],
    ['H2O and CO2, at 5kg', [5]],
    ['[[1, 2], [3, 4]]', [1, 2, 3, 4]],
    ['version 1.2.3', [1.2]],
    ['１２ and ٣', [12]],
    ['1/0', [1]],
    ['no numbers', []],
  ])('%s', (text, numbers) => {
    expect(numbersApart(text).numbers).toEqual(numbers);
  });

  it('leave the words in order', () => {
    expect(numbersApart('Ann has 5 apples and buys seven more.').words).toEqual(['ann', 'has', 'apples', 'and', 'buys', 'more']);
  });

  it('of any text are found without an error, and numbers only', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.constantFrom('two', 'hundred', 'million', '1/3', '7', 'x', '²', '.', ',')),
        (text, parts) => {
          const { numbers } = numbersApart(text + parts.join(' '));
          expect(numbers.every((value) => value >= 0 && !Number.isNaN(value))).toBe(true);
        },
      ),
    );
  });
});

describe('two texts', () => {
  it.each([
    ['What is 17 plus 25?', 'What is 34 plus 19?'],
    ['What is 17 plus 25?', 'What is 17 plus 26?'],
    ['What is 3 minus 3?', 'What is 3 minus 4?'],
    ['Ann has five apples.', 'Ann has 6 apples.'],
    ['Ann has five apples in her basket.', 'Bob has six apples in his basket.'],
    ['What is the mean of 3, 4 and 5?', 'What is the mean of 3, 4, 5 and 12?'],
    ['Take half of it.', 'Take a quarter of it.'],
    ['What is the speed of a train that covers 90 km in 3 hours?', 'A train covers 60 km in 2 hours. What is the speed of the train?'],
    ['有 3 个苹果', '有 5 个苹果'],
  ])('put other numbers: %s %s', (a, b) => {
    expect([hasOtherNumbers(a, b), hasOtherNumbers(b, a)]).toEqual([true, true]);
  });

  it.each([
    ['What is 17 plus 25?', 'What do you get when you add 25 to 17?'],
    ['Ann has five apples.', 'Ann has 5 apples.'],
    ['It takes 1,000 litres.', 'It takes one thousand litres.'],
    ['It takes 0.5 litres.', 'It takes 1/2 litres.'],
    ['How long is it in one hour?', 'How long is it in an hour?'],
    ['Why did the Titanic sink?', 'Why did the Titanic sink in 1912, on her first voyage over the Atlantic?'],
    ['Why do rivers meander?', 'What makes a river wind?'],
    ['What is H2O?', 'What is CO2?'],
    ['', ''],
  ])('do not: %s %s', (a, b) => {
    expect([hasOtherNumbers(a, b), hasOtherNumbers(b, a)]).toEqual([false, false]);
  });

  it('of the same words in another order are never taken for other problems', () => {
    const words = fc.array(fc.constantFrom('2', '7', 'three', 'half', 'ball', 'rolls', 'km', '1/3'), { maxLength: 12 });
    fc.assert(
      fc.property(
        words.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const join = (each: readonly string[]): string => each.join(' ; and then ');
          expect(hasOtherNumbers(join(list), join(shuffled))).toBe(false);
        },
      ),
    );
  });

  it('of the labelled pairs are told apart', () => {
    const told = paraphrases().filter(({ a, b }) => hasOtherNumbers(a, b));
    const kinds = Map.groupBy(told, ({ kind }) => kind);
    expect({ numbers: kinds.get('numbers')?.length, same: kinds.get('same')?.length, sense: kinds.get('sense')?.length }).toEqual({
      numbers: 40,
      same: undefined,
      sense: undefined,
    });
  });
});

describe('the labelled pairs', () => {
  it('are as many of each kind as they are said to be, each once', () => {
    const pairs = paraphrases();
    const counts = Object.fromEntries([...Map.groupBy(pairs, ({ kind }) => kind)].map(([kind, list]) => [kind, list.length]));
    expect(counts).toEqual({ same: 100, sense: 60, numbers: 40 });
    expect(new Set(pairs.map(({ a, b }) => `${a}|${b}`)).size).toBe(200);
  });
});
