import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAnswer, parseAnswer } from '../../../src/core/methods/answer/parse.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';

describe('parseAnswer', () => {
  it('reads the format', () => {
    const reply = formatAnswer('It doubles.\n\n$2h$', [
      { reference: 0, quote: 'The range doubles.' },
      { reference: 1, quote: 'At spring tide it is largest.' },
    ]);
    expect(parseAnswer(reply)).toEqual({
      answer: 'It doubles.\n\n$2h$',
      quotations: [
        { reference: 0, quote: 'The range doubles.' },
        { reference: 1, quote: 'At spring tide it is largest.' },
      ],
    });
  });

  it.each([
    ['no tags', 'It doubles.', []],
    ['no closing tags', '<answer>It doubles.\n<evidence>\n[1] "The range doubles."', [{ reference: 0, quote: 'The range doubles.' }]],
    [
      'other marks',
      '<answer>It doubles.</answer><evidence>\n- Document 2: “Largest then.”\n1. "First"\n</evidence>',
      [
        { reference: 1, quote: 'Largest then.' },
        { reference: 0, quote: 'First' },
      ],
    ],
    ['no number', '<answer>It doubles.</answer><evidence>"Somewhere."</evidence>', [{ reference: null, quote: 'Somewhere.' }]],
    ['headings for tags', '**Answer:** It doubles.\n\n**Evidence:**\n[1] "First"\n', [{ reference: 0, quote: 'First' }]],
    ['an empty list', '<answer>It doubles.</answer><evidence>\n</evidence>', []],
  ])('reads a reply with %s', (_, reply, quotations) => {
    expect(parseAnswer(reply)).toEqual({ answer: 'It doubles.', quotations });
  });

  it('gives formulas the dollar signs that were asked for', () => {
    expect(parseAnswer('<answer>\\(v = 2\\), so \\[E = v^2\\]</answer>').answer).toBe('$v = 2$, so $$E = v^2$$');
  });

  it('takes an answer that is sorry about something else', () => {
    expect(parseAnswer('<answer>Sorry states are unstable states.</answer>').answer).toBe('Sorry states are unstable states.');
  });

  it.each([
    '',
    '<answer></answer>',
    '<evidence>\n[1] "x"\n</evidence>',
    '<answer>\nThe range is $$ 2 \\times (1.5',
    '<answer>I’m sorry, but I can’t find the information needed in the documents.</answer>',
    'Unfortunately, the documents do not contain this.',
  ])('refuses %j', (reply) => {
    expect(() => parseAnswer(reply)).toThrow(ReplyError);
  });

  it('throws nothing but ReplyError, whatever the reply', () => {
    const piece = fc.constantFrom('<answer>', '</answer>', '<evidence>', '</evidence>', '[1]', '"', '\n');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        try {
          expect(parseAnswer(pieces.join('')).answer).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(ReplyError);
        }
      }),
    );
  });
});
