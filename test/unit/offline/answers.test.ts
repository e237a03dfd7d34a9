import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractAnswer } from '../../../src/offline/answers.ts';
import { generateQuestions } from '../../../src/offline/questions.ts';
import { baking, sourdough } from './fixtures.ts';

const references = [{ text: sourdough.text }, { text: baking.text }];

describe('extractAnswer', () => {
  it('states the sentence that answers and quotes it', () => {
    expect(extractAnswer({ question: 'Why does salt slow fermentation?', references })).toEqual({
      answer: 'Salt slows fermentation because it draws water out of the yeast cells.',
      evidence: [{ reference: 0, quote: 'Salt slows fermentation because it draws water out of the yeast cells.' }],
    });
  });

  it('answers both halves of a question, from both references', () => {
    const answered = extractAnswer({
      question: 'What does oven spring depend on, and how is the hydration of a dough defined?',
      references,
    });
    expect(answered?.answer).toMatch(/^Oven spring depends on the activity.*The hydration of a dough is defined as/);
    expect(answered?.evidence.map(({ reference }) => reference)).toEqual([1, 0]);
  });

  it('tells two terms apart by saying what each is', () => {
    const answered = extractAnswer({
      question: 'What is meant by oven spring and by gluten development, and how do the two differ?',
      references,
    });
    expect(answered?.evidence.map(({ quote }) => quote.slice(0, 14))).toEqual(['Oven spring is', 'Gluten develop']);
  });

  it('drops the words that tied a sentence to its neighbours, but not from the quotation', () => {
    const text = 'Bread is old. However, rye bread needs acid (see Figure 2).';
    const answered = extractAnswer({ question: 'What does rye bread need?', references: [{ text }] });
    expect(answered?.answer).toBe('Rye bread needs acid.');
    expect(answered?.evidence).toEqual([{ reference: 0, quote: 'However, rye bread needs acid (see Figure 2).' }]);
  });

  it('brings the sentence before when the answer opens with a pronoun', () => {
    const text = 'A levain is a young starter. It raises a heavy rye dough overnight.';
    const answered = extractAnswer({ question: 'What raises a heavy rye dough overnight?', references: [{ text }] });
    expect(answered?.answer).toBe(text);
  });

  it('quotes line by line where a formula stands in the sentence', () => {
    const text = 'The hydration is given by\n\nH = w/f\n\nwhere w is the mass of water.';
    const answered = extractAnswer({ question: 'Which equation gives the hydration?', references: [{ text }] });
    expect(answered?.answer).toBe('The hydration is given by H = w/f where w is the mass of water.');
    expect(answered?.evidence.map(({ quote }) => quote)).toEqual(['The hydration is given by', 'H = w/f', 'where w is the mass of water.']);
  });

  it('has no answer when the references do not speak of it', () => {
    expect(extractAnswer({ question: 'Why do planets move in ellipses?', references })).toBeNull();
    expect(extractAnswer({ question: '', references })).toBeNull();
    expect(extractAnswer({ question: 'What is dough?', references: [] })).toBeNull();
  });

  it('answers what generateQuestions asks', () => {
    const set = {
      topics: ['fermentation'],
      concepts: ['gluten network', 'wild yeast', 'hydration', 'dough', 'oven spring', 'lactic acid'],
      references,
    };
    for (let seed = 0; seed < 20; seed += 1) {
      const questions = generateQuestions(set, { count: 3, seed });
      expect(questions.length).toBeGreaterThan(0);
      for (const { question } of questions) expect(extractAnswer({ question, references })).not.toBeNull();
    }
  });

  it('quotes exact substrings in at most three sentences, and never throws', () => {
    const words = fc
      .array(
        fc.constantFrom(
          'Dough',
          'is',
          'a',
          'wild',
          'yeast',
          '.',
          '\n',
          '\n\n',
          '\r\n',
          '=',
          'It',
          '“',
          '(',
          ')',
          '👩‍🍳',
          'because',
          '\u00a0',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(' '));
    const text = fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 100 }));
    fc.assert(
      fc.property(fc.oneof(text, fc.constant('What is wild yeast?')), fc.array(text, { maxLength: 3 }), (question, texts) => {
        const answered = extractAnswer({ question, references: texts.map((body) => ({ text: body })) });
        if (answered === null) return;
        expect(answered.answer).not.toBe('');
        expect(answered.evidence.length).toBeGreaterThan(0);
        for (const { reference, quote } of answered.evidence) {
          expect(texts[reference]).toContain(quote);
          expect(quote).not.toContain('\n');
          expect(quote.trim()).toBe(quote);
        }
      }),
    );
  });
});
