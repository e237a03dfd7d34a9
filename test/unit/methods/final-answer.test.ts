import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalAnswer, finalAnswerAfter, majority, statedFinalAnswer } from '../../../src/core/methods/final-answer.ts';
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

describe('finalAnswerAfter an edit of the answer', () => {
  it.each([
    ['follows what is stated', '14', 'So $\\boxed{14}$.', 'So $\\boxed{15}$.', '15'],
    ['follows what is stated in words', '8 trains', 'Final answer: 8 trains', 'Final answer: 9 buses.', '9 buses'],
    ['follows a change of the unit', '12 m', '\\boxed{12 m}', '\\boxed{12 km}', '12 km'],
    ['stays where only the way changed', '14', 'It is \\boxed{14}', 'By friction, it is \\boxed{14}.', '14'],
    ['goes where nothing is stated any more', '14', 'So $\\boxed{14}$.', 'It depends on the tide.', undefined],
    ['goes where a number that is not stated took its place', '14', 'So $\\boxed{14}$.', 'So it is 15.', undefined],
    ['stays where it is only stated no more', '14', 'So $\\boxed{14}$.', 'So it is 14 m.', '14'],
    ['comes with the first that is stated', undefined, 'It rises.', 'Final answer: 3', '3'],
    ['comes with the answer to a question that had none', undefined, '', 'So $\\boxed{3}$.', '3'],
    ['stays away where somebody took it out', undefined, 'So $\\boxed{3}$.', 'So $\\boxed{4}$.', undefined],
    [
      'stays as somebody wrote it while the statement is the same',
      'a spring tide',
      'Answer: spring',
      'Thus. Answer: spring',
      'a spring tide',
    ],
    ['stays as somebody wrote it, who now corrects the answer', '14', 'So $\\boxed{15}$.', 'So $\\boxed{14\\,\\mathrm{m}}$.', '14'],
    ['stays as somebody wrote it where its spelling is mended', 'the Moon', 'Answer: teh Moon.', 'Answer: **The Moon**.', 'the Moon'],
    ['follows as a number where it was the number of what was stated', '12', '\\boxed{12\\,\\mathrm{m}}', '\\boxed{1{,}300 m}', '1300'],
    ['gives way to another that is stated', '0.75', 'Answer: three quarters', 'Answer: four fifths', 'four fifths'],
    ['gives way to the first that is stated', '14', 'It comes to 14 m.', 'It comes to 15 m.\nFinal answer: 15 m', '15 m'],
    ['of a majority stays while the last number does', '14', 'It comes teh 14 m', 'It comes to 14 m.', '14'],
    ['of a majority stays, however its number is written', '1200', 'It is 1200 kg', 'It is 1,200 kg', '1200'],
    ['of a majority goes with its number', '14', 'It comes to 14 m.', 'It comes to 15 m.', undefined],
    ['of a majority goes where its number is told as wrong', '14', 'It comes to 14.', 'Not 14, it comes to 15.', undefined],
    ['typed by hand stays through a typo', 'the Moon', 'The Moon pulls.\nTides are week.', 'The Moon pulls.\nTides are weak.', 'the Moon'],
    ['typed by hand goes where the answer tells it no more', 'the Moon', 'The Moon pulls. Ebb.', 'The Sun pulls. Ebb.', undefined],
    ['typed by hand stays where the answer never told it', 'friction', 'It lags, by 50 minutes.', 'It lags by 51 minutes.', 'friction'],
  ])('%s: %j', (_, final, before, after, expected) => {
    expect(finalAnswerAfter(final, before, after)).toBe(expected);
  });

  const ends = fc.oneof(
    fc.integer({ min: -999, max: 999 }).map((result) => `$\\boxed{${result}}$.`),
    fc.integer({ min: -999, max: 999 }).map((result) => `\n**Final answer:** ${result} m`),
    fc.integer({ min: 0, max: 999 }).map((result) => `that is ${result}.`),
    fc.constantFrom('', 'the Moon.', 'nothing'),
  );
  const words = fc.array(fc.constantFrom('tide', 'Moon', 'rises', 'so', 'again'), { maxLength: 5 }).map((each) => `${each.join(' ')} `);
  const answers = fc.tuple(words, ends).map(([way, end]) => `${way}${end}`);
  const finals = fc.oneof(fc.constant(undefined), fc.constantFrom('the Moon', '14', '12 m', 'x^2'), fc.integer().map(String));

  it('is what is stated wherever it was before, or is none that was or is', () => {
    fc.assert(
      fc.property(answers, answers, finals, (before, after, typed) => {
        const was = statedFinalAnswer(before) ?? undefined;
        const is = statedFinalAnswer(after) ?? undefined;
        expect(finalAnswerAfter(typed, before, before)).toBe(typed);
        const followed = finalAnswerAfter(was, before, after);
        if (is === undefined) expect([was, undefined]).toContain(followed);
        else expect(followed).toBe(is);
        expect([typed, is, undefined, ...(is === undefined ? [] : [finalAnswer(after)])]).toContain(finalAnswerAfter(typed, before, after));
      }),
    );
  });

  it('never tells another result than an edit states anew', () => {
    fc.assert(
      fc.property(answers, answers, finals, (before, after, typed) => {
        const is = statedFinalAnswer(after);
        fc.pre(typed !== undefined && is !== null && is !== statedFinalAnswer(before));
        expect(finalAnswer(finalAnswerAfter(typed, before, after)!)).toBe(finalAnswer(after));
      }),
    );
  });

  it('is the same after an edit of the way to the result', () => {
    fc.assert(
      fc.property(words, words, ends, finals, (before, after, end, typed) => {
        fc.pre(typed !== undefined && typed !== 'the Moon');
        expect(finalAnswerAfter(typed, before + end, after + end)).toBe(typed);
      }),
    );
  });

  it('is found in linear time', () => {
    for (const piece of ['\\boxed{', '1,', 'moon ', 'answer: ', 'é']) {
      expectLinear((size) => {
        const answer = piece.repeat(size / piece.length);
        finalAnswerAfter('moon 1', answer, `${answer} `);
      }, 12_500);
    }
  });
});

describe('majority', () => {
  it.each([
    [['4'], { winner: 0, voteShare: 1 }],
    [['3', '4', '4'], { winner: 1, voteShare: 2 / 3 }],
    [['3', '4', '4', '3'], { winner: 0, voteShare: 0.5 }],
    [['', '', '5'], { winner: 2, voteShare: 1 / 3 }],
    [['', ''], { winner: 0, voteShare: 0.5 }],
  ])('of %j', (finals, expected) => {
    expect(majority(finals)).toEqual(expected);
  });

  it('of nothing there is none', () => {
    expect(() => majority([])).toThrow(RangeError);
  });
});
