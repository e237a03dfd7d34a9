import { describe, expect, it } from 'vitest';
import { formatLevel1, parseLevel1 } from '../../../src/core/methods/level1/parse.ts';
import { unsuitable } from '../../../src/core/methods/questions.ts';

describe('parseLevel1', () => {
  it('reads what formatLevel1 writes, and tells original questions from new ones', () => {
    const reply = formatLevel1([
      { question: 'How high is the tide,\nto 0.1 m?', original: true, level: 'college' },
      { question: 'Note: take $g = 9.81$ m/s². How fast is the wave?', original: false, level: 'high school' },
    ]);
    expect(parseLevel1(reply, 5)).toEqual([
      {
        content: { shape: 'qa', question: 'How high is the tide,\nto 0.1 m?', answer: '' },
        concepts: [],
        fields: { origin: 'original', level: 'college' },
      },
      {
        content: { shape: 'qa', question: 'Note: take $g = 9.81$ m/s². How fast is the wave?', answer: '' },
        concepts: [],
        fields: { origin: 'new', level: 'high school' },
      },
    ]);
  });

  it('finds nothing in a document that does not suit', () => {
    expect(parseLevel1(unsuitable, 5)).toEqual([]);
  });
});
