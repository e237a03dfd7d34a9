import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgementFields } from '../../src/core/quality/judgement.ts';
import { factsOf, judgementOf } from '../../webview/review/fields.ts';
import { modelName } from '../../webview/ui/words.ts';

const outline = (facts: ReturnType<typeof factsOf>) => facts.map(({ name, value }) => `${name}: ${value}`);

describe('what a method tells of a sample', () => {
  it('comes in an order of its own, in words', () => {
    expect(outline(factsOf({ origin: 'original', zone: 3, level: 'college', style: 'blog', topic_area: 'x' }))).toEqual([
      'level: college',
      'origin: stands in the document',
      'style: blog',
      'topic area: x',
      'zone: 3',
    ]);
  });

  it('says how many of several answers agree', () => {
    expect(outline(factsOf({ answers: 3, agreement: 2 / 3 }))).toEqual(['vote share: 2 of 3 answers']);
    expect(outline(factsOf({ answers: 3 }))).toEqual(['answers: 3']);
    expect(outline(factsOf({ agreement: 2 / 3 }))).toEqual(['vote share: 0.67']);
  });

  it('leaves the judge’s scores to the judge', () => {
    expect(factsOf({ judge: 4, judgeModel: 'm', 'judge.clarity': 4, 'judge.clarity.reason': 'r' })).toEqual([]);
  });

  it('holds values from the prototype and of any name for what they are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double({ noNaN: true }))), (fields) => {
        for (const { name, value } of factsOf(fields)) expect([typeof name, typeof value]).toEqual(['string', 'string']);
        judgementOf(fields);
      }),
    );
    expect(outline(factsOf({ origin: 'constructor', toString: 'x' }))).toEqual(['origin: constructor', 'toString: x']);
  });
});

describe('what a judge tells of a sample', () => {
  const score = (value: number, reason = '') => ({ score: value, reason });
  const scores = {
    relevance: score(5),
    clarity: score(4, 'short'),
    correctness: score(4),
    difficulty: score(2, 'easy'),
    grounding: score(4),
  };

  it('is read as the engine writes it, all five scores in the order of the rubric', () => {
    expect(judgementOf(judgementFields({ scores, overall: 3.8 }, 'examiner'))).toEqual({
      overall: '3.8 of 5',
      by: 'examiner',
      scores: [
        { name: 'relevance', score: '5', reason: '' },
        { name: 'clarity', score: '4', reason: 'short' },
        { name: 'correctness', score: '4', reason: '' },
        { name: 'difficulty', score: '2', reason: 'easy' },
        { name: 'grounding', score: '4', reason: '' },
      ],
    });
  });

  it('is nothing where nobody judged', () => {
    expect(judgementOf({ level: 'college' })).toBeNull();
    expect(judgementOf({ judge: 'none' })).toBeNull();
  });
});

describe('words for models', () => {
  it('say of recorded replies that they are an example', () => {
    expect(modelName('recorded/rivers')).toBe('recorded example');
    expect(modelName('builtin/extractive')).toBe('builtin/extractive');
  });
});
