import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionBlocks } from '../../../src/core/methods/blocks.ts';
import { formWords } from '../../../src/core/prompts/form-words.ts';
import { formatQuestions, parseQuestions, unsuitable } from '../../../src/core/methods/questions.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';

const two = [
  { concepts: ['tidal range', 'spring tide'], question: 'By how much does $h$ grow\nbetween neap and spring tide?' },
  { concepts: ['orbit'], question: 'Why do tides lag?' },
];
const form = formWords('');
const clean = formatQuestions(two);

describe('parseQuestions', () => {
  it('reads the format', () => {
    expect(parseQuestions(clean, 3, form)).toEqual(two);
  });

  it.each<[string, string]>([
    ['prose around', `Here you go:\n${clean}\nI hope this helps!`],
    ['a missing last closing tag', clean.slice(0, clean.lastIndexOf('</Q2>'))],
    ['missing closing tags', clean.replace(/<\/Q\d>\n?/g, '')],
    ['emphasis', clean.replaceAll('Question:', '**Question:**').replaceAll('Selected Concepts:', '**Selected Concepts:**')],
    ['lower-case tags', clean.replaceAll('Q1>', 'q1>').replaceAll('Q2>', 'q2>')],
    ['wrong numbers', clean.replaceAll('Q2>', 'Q7>')],
    ['CRLF', clean.replaceAll('\n', '\r\n')],
    ['fences', `\`\`\`\n${clean}\n\`\`\``],
  ])('reads a reply with %s', (_, reply) => {
    expect(parseQuestions(reply.replaceAll('\r\n', '\n'), 3, form)).toEqual(two);
  });

  it('keeps to the number asked for', () => {
    expect(parseQuestions(clean, 1, form)).toEqual([two[0]]);
  });

  it('takes a block without concepts, and passes over one without a question', () => {
    expect(parseQuestions('<Q1>\nQuestion: Why?\n</Q1>\n<Q2>\nSelected Concepts: a\n</Q2>', 3, form)).toEqual([
      { concepts: [], question: 'Why?' },
    ]);
  });

  it('takes headings for tags, and leaves out answers that nobody asked for', () => {
    const reply =
      'Sure!\n\n**Q1**\nSelected Concepts: ebb\nQuestion: How long is an ebb?\n**Answer:** six hours\n\n### Question 2:\nQuestion: And a flood?\nHint: the same';
    expect(parseQuestions(reply, 3, form)).toEqual([
      { concepts: ['ebb'], question: 'How long is an ebb?' },
      { concepts: [], question: 'And a flood?' },
    ]);
  });

  it.each([
    unsuitable,
    '**NOT SUITABLE for creating questions**',
    'NOT SUITABLE for creating questions. The concepts are only named in passing.',
    'I find this NOT SUITABLE for creating questions.',
  ])('finds nothing to ask in %j', (reply) => {
    expect(parseQuestions(reply, 3, form)).toEqual([]);
  });

  it.each(['', 'The tide lags behind the Moon, and is not suitable for boats.', '<Q1>\nQuestion:\n</Q1>'])('refuses %j', (reply) => {
    expect(() => parseQuestions(reply, 3, form)).toThrow(ReplyError);
  });

  it('throws nothing but ReplyError and keeps nothing empty, whatever the reply', () => {
    const piece = fc.constantFrom('<Q1>', '</Q1>', '<Q2>', 'Question:', 'Selected Concepts:', '\n', ',', ' a ', '```');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        try {
          for (const { question } of parseQuestions(pieces.join(''), 3, form)) expect(question.trim()).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ReplyError);
        }
      }),
    );
  });
});

describe('questions without tags', () => {
  it('may have closing tags all the same', () => {
    expect(questionBlocks('Question: Why do tides lag?</Q1>').map(({ question }) => question)).toEqual(['Why do tides lag?']);
    expect(questionBlocks('Question:</Q2>')).toEqual([]);
  });

  it.each([
    ['numbers in brackets', '(1) Why do tides lag?\n(2) How long is an ebb?'],
    ['an object a line', '{"question": "Why do tides lag?"}\n{"question": "How long is an ebb?"}'],
    ['objects behind each other, in a fence', '```json\n{"question": "Why do tides lag?"},\n\n{"question": "How long is an ebb?"}\n```'],
  ])('are found by %s', (_, reply) => {
    expect(questionBlocks(reply).map(({ question }) => question)).toEqual(['Why do tides lag?', 'How long is an ebb?']);
  });
});
