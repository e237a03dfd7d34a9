import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalAnswer, majority } from '../../../src/core/methods/final-answer.ts';
import { expectLinear } from '../../support/growth.ts';

describe('finalAnswer', () => {
  it.each([
    ['So $\\boxed{12}$.', '12'],
    ['\\boxed{1}, then \\boxed{2}', '2'],
    ['\\boxed{3} and at last \\boxed{4', '3'],
    ['$\\boxed{v = 12.50\\,\\mathrm{m/s}}$', '12.5'],
    ['\\boxed{9.81\\ \\text{m/s}^2}', '9.81'],
    ['\\boxed{\\frac{3}{4}}', '0.75'],
    ['\\boxed{-5\\%}', '-5'],
    ['\\boxed{2\\pi r}', '2\\pi r'],
    ['\\boxed{2x}', '2x'],
    ['\\boxed{x^2 + 1}', 'x^2 + 1'],
    ['\\boxed{\\text{neap tide}}', 'neap tide'],
    ['\\boxed{\\left\\{ a, \\{b\\} \\right\\}}', '\\{ a, \\{b\\} \\}'],
    ['First 3, then 4.2 m.', '4.2'],
    ['The acceleration is 9.81 m/s^2.', '9.81'],
    ['It is $9.81\\,\\mathrm{m\\,s^{-2}}$.', '9.81'],
    ['The mass of H2O is 18 g/mol, for $n_1$.', '18'],
    ['It holds 1,234,567 litres.', '1234567'],
    ['It holds $1{,}234$ litres, or 1\u202f500 kg', '1500'],
    ['Der Hub beträgt 3,8 m.', '3.8'],
    ['Es sind 1.234,5 kg.', '1234.5'],
    ['$E = 1.61 \\times 10^{11}$ J', '161000000000'],
    ['E = 1.61e11 J', '161000000000'],
    ['About 10^{-3} of it.', '0.001'],
    ['The water stands at −2.5 m.', '-2.5'],
    ['10 - 4 leaves 10-4', '4'],
    ['A share of 3/4.', '0.75'],
    ['The answer is: 7 trains, as of 2020 there were 5. Final answer: 8', '8'],
    ['**Answer:** the Moon.\n', 'the moon'],
    ['Because of the Moon.\nAt the quarters.', 'at the quarters'],
    ['', ''],
    ['   \n', ''],
  ])('of %j is %j', (answer, final) => {
    expect(finalAnswer(answer)).toBe(final);
  });

  it('is the same, however a number is written', () => {
    const ways = ['\\boxed{1200}', '$\\boxed{1{,}200\\ \\text{kg}}$', 'It is 1,200 kg.', 'm = 1.2 \\times 10^3 kg', '1200.0', '1.2e3'];
    expect(new Set(ways.map(finalAnswer))).toEqual(new Set(['1200']));
  });

  it('reads any answer in linear time', () => {
    const pieces = ['\\boxed{', '{', '}', '1', '1,', '.', '-', '10^', '\\frac{', '\\times', 'answer: ', ' ', '\n', '=', '_', 'é'];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string())), (all) => typeof finalAnswer(all.join('')) === 'string'),
    );
    for (const piece of pieces) expectLinear((size) => finalAnswer(piece.repeat(size / piece.length)), 50_000);
  });
});

describe('majority', () => {
  it.each([
    [['4'], { winner: 0, agreement: 1 }],
    [['3', '4', '4'], { winner: 1, agreement: 2 / 3 }],
    [['3', '4', '4', '3'], { winner: 0, agreement: 0.5 }],
    [['', '', '5'], { winner: 2, agreement: 1 / 3 }],
    [['', ''], { winner: 0, agreement: 0.5 }],
  ])('of %j', (finals, expected) => {
    expect(majority(finals)).toEqual(expected);
  });

  it('of nothing there is none', () => {
    expect(() => majority([])).toThrow(RangeError);
  });
});
