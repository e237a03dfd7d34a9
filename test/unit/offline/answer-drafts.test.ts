import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftAnswer } from '../../../src/offline/answers.ts';
import { draftQuestions } from '../../../src/offline/questions.ts';
import { baking, sourdough } from './fixtures.ts';

const references = [{ text: sourdough.text }, { text: baking.text }];

describe('draftAnswer', () => {
  it('states the sentence that answers and quotes it', () => {
    expect(draftAnswer({ question: 'Why does salt slow fermentation?', references })).toEqual({
      answer: 'Salt slows fermentation because it draws water out of the yeast cells.',
      evidence: [{ reference: 0, quote: 'Salt slows fermentation because it draws water out of the yeast cells.' }],
    });
  });

  it('answers both halves of a question, from both references', () => {
    const drafted = draftAnswer({ question: 'What does oven spring depend on, and how is the hydration of a dough defined?', references });
    expect(drafted?.answer).toMatch(/^Oven spring depends on the activity.*The hydration of a dough is defined as/);
    expect(drafted?.evidence.map(({ reference }) => reference)).toEqual([1, 0]);
  });

  it('tells two terms apart by saying what each is', () => {
    const drafted = draftAnswer({
      question: 'What is meant by oven spring and by gluten development, and how do the two differ?',
      references,
    });
    expect(drafted?.evidence.map(({ quote }) => quote.slice(0, 14))).toEqual(['Oven spring is', 'Gluten develop']);
  });

  it('drops the words that tied a sentence to its neighbours, but not from the quotation', () => {
    const text = 'Bread is old. However, rye bread needs acid (see Figure 2).';
    const drafted = draftAnswer({ question: 'What does rye bread need?', references: [{ text }] });
    expect(drafted?.answer).toBe('Rye bread needs acid.');
    expect(drafted?.evidence).toEqual([{ reference: 0, quote: 'However, rye bread needs acid (see Figure 2).' }]);
  });

  it('brings the sentence before when the answer opens with a pronoun', () => {
    const text = 'A levain is a young starter. It raises a heavy rye dough overnight.';
    const drafted = draftAnswer({ question: 'What raises a heavy rye dough overnight?', references: [{ text }] });
    expect(drafted?.answer).toBe(text);
  });

  it('quotes line by line where a formula stands in the sentence', () => {
    const text = 'The hydration is given by\n\nH = w/f\n\nwhere w is the mass of water.';
    const drafted = draftAnswer({ question: 'Which equation gives the hydration?', references: [{ text }] });
    expect(drafted?.answer).toBe('The hydration is given by H = w/f where w is the mass of water.');
    expect(drafted?.evidence.map(({ quote }) => quote)).toEqual(['The hydration is given by', 'H = w/f', 'where w is the mass of water.']);
  });

  it('has no answer when the references do not speak of it', () => {
    expect(draftAnswer({ question: 'Why do planets move in ellipses?', references })).toBeNull();
    expect(draftAnswer({ question: '', references })).toBeNull();
    expect(draftAnswer({ question: 'What is dough?', references: [] })).toBeNull();
  });

  it('answers what draftQuestions asks', () => {
    const set = {
      topics: ['fermentation'],
      concepts: ['gluten network', 'wild yeast', 'hydration', 'dough', 'oven spring', 'lactic acid'],
      references,
    };
    for (let seed = 0; seed < 20; seed += 1) {
      const questions = draftQuestions(set, { count: 3, seed });
      expect(questions.length).toBeGreaterThan(0);
      for (const { question } of questions) expect(draftAnswer({ question, references })).not.toBeNull();
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
        const drafted = draftAnswer({ question, references: texts.map((body) => ({ text: body })) });
        if (drafted === null) return;
        expect(drafted.answer).not.toBe('');
        expect(drafted.evidence.length).toBeGreaterThan(0);
        for (const { reference, quote } of drafted.evidence) {
          expect(texts[reference]).toContain(quote);
          expect(quote).not.toContain('\n');
          expect(quote.trim()).toBe(quote);
        }
      }),
    );
  });
});
