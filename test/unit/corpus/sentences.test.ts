import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/core/corpus/sentences.ts';

const split = (text: string): string[] => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it.each([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    ['Dr. Smith saw Mr. Jones, e.g. in Fig. 3.2. Then he left.', ['Dr. Smith saw Mr. Jones, e.g. in Fig. 3.2.', 'Then he left.']],
    ['It is 3.14 m. The rest follows.', ['It is 3.14 m.', 'The rest follows.']],
    ['Albert A. Michelson and J. J. Thomson met. They talked.', ['Albert A. Michelson and J. J. Thomson met.', 'They talked.']],
    ['The force is F. The mass is m.', ['The force is F.', 'The mass is m.']],
    ['He lives in the U.S. The weather is fine.', ['He lives in the U.S.', 'The weather is fine.']],
    ['“Is it?” he asked. (It was.) Done.', ['“Is it?” he asked.', '(It was.)', 'Done.']],
    ['Wait… what? Yes... No.', ['Wait… what?', 'Yes...', 'No.']],
    ['Say $a. B$ now. Next.', ['Say $a. B$ now.', 'Next.']],
    ['Heading\n\nText here.\n- item one\n- item two', ['Heading', 'Text here.', '- item one', '- item two']],
    ['A line that goes\non here. End.', ['A line that goes\non here.', 'End.']],
    ['1. First step. 2. Second step.', ['1. First step.', '2. Second step.']],
    ['物理学是科学。它很重要！真的？是', ['物理学是科学。', '它很重要！', '真的？', '是']],
    [
      'Smith et al. (2020) said so. Cats vs. No. 5 and etc. The end.',
      ['Smith et al. (2020) said so.', 'Cats vs. No. 5 and etc.', 'The end.'],
    ],
    ['  ', []],
    [
      'Put it in .gauge of gauges.org. It reads node.js and v2.0.1. Call flow.read() now.',
      ['Put it in .gauge of gauges.org.', 'It reads node.js and v2.0.1.', 'Call flow.read() now.'],
    ],
    ['See Eq. 4 and Tab. 2 of St. Moritz, vol. 3, p. 12. Done.', ['See Eq. 4 and Tab. 2 of St. Moritz, vol. 3, p. 12.', 'Done.']],
    ['Is it so? No. Rain is water. See No. 7 for more.', ['Is it so?', 'No.', 'Rain is water.', 'See No. 7 for more.']],
    ['Das gilt z. B. für Wasser, z. B. Regen. Gut.', ['Das gilt z. B. für Wasser, z. B. Regen.', 'Gut.']],
    [
      'Am 3. Oktober fiel Regen, im 19. Jahrhundert bzw. 1850 Schnee. Gut.',
      ['Am 3. Oktober fiel Regen, im 19. Jahrhundert bzw. 1850 Schnee.', 'Gut.'],
    ],
    ['Vgl. Abb. 4 und Nr. 7. Es waren 40. Mai war spät.', ['Vgl. Abb. 4 und Nr. 7.', 'Es waren 40.', 'Mai war spät.']],
    ['Gov. Lee and Sen. Day met at Art. 5. They left.', ['Gov. Lee and Sen. Day met at Art. 5.', 'They left.']],
    ['It is a work of art. The rest is at the max. The end.', ['It is a work of art.', 'The rest is at the max.', 'The end.']],
  ])('%j', (text, sentences) => {
    expect(split(text)).toEqual(sentences);
  });

  it('does not end inside an atom', () => {
    const text = 'Call a. B() now. Next.';
    expect(splitSentences(text, [{ start: 5, end: 11 }])).toHaveLength(2);
  });

  it('never ends within a name with dots in it, whatever stands around', () => {
    const part = fc.stringMatching(/^[a-zA-Z0-9_]{1,5}$/);
    const dotted = fc
      .tuple(fc.constantFrom('', '.'), fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '()', '.x'))
      .map(([before, parts, after]) => before + parts.join('.') + after);
    const text = fc.array(fc.oneof(dotted, fc.constantFrom('The', 'is', 'e.g.', 'end.', 'Why?', '\n', 'Fig. 3', '3.14')), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(text, (words) => {
        const joined = words.join(' ');
        const starts = words.map((_, at) => words.slice(0, at).join(' ').length + (at === 0 ? 0 : 1));
        for (const { end } of splitSentences(joined)) {
          const within = words.filter((word, at) => !/\s/.test(word) && starts[at]! < end && end < starts[at]! + word.length);
          expect(within).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('covers all but white space, in order', () => {
    const text = fc.array(fc.constantFrom('a', 'B', '. ', '.', '! ', '\n', '\n\n', ' ', '$', '“', '。', '3', 'Dr. ', '…', '\u00a0'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const joined = parts.join('');
        let end = 0;
        for (const span of splitSentences(joined)) {
          expect(joined.slice(end, span.start).trim()).toBe('');
          expect(span.end).toBeGreaterThan(span.start);
          expect(joined.slice(span.start, span.end)).toBe(joined.slice(span.start, span.end).trim());
          end = span.end;
        }
        expect(joined.slice(end).trim()).toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});
