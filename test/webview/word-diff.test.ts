import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../webview/review/word-diff.ts';
import { expectLinear } from '../support/growth.ts';

const joined = (parts: ReturnType<typeof wordDiff>, without: 'added' | 'removed'): string =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

describe('the difference by words', () => {
  it('marks what was put in, taken out and exchanged', () => {
    expect(wordDiff('the tide rises', 'the spring tide falls')).toEqual([
      { kind: 'same', text: 'the ' },
      { kind: 'added', text: 'spring ' },
      { kind: 'same', text: 'tide ' },
      { kind: 'removed', text: 'rises' },
      { kind: 'added', text: 'falls' },
    ]);
  });

  it('reads several words exchanged in a row as one replacement', () => {
    expect(wordDiff('a b c', 'x y z')).toEqual([
      { kind: 'removed', text: 'a b c' },
      { kind: 'added', text: 'x y z' },
    ]);
  });

  it('takes letters with accents and words of other scripts whole', () => {
    expect(wordDiff('Die Häfen 港 é', 'Die Höfen 港 e')).toEqual([
      { kind: 'same', text: 'Die ' },
      { kind: 'removed', text: 'Häfen' },
      { kind: 'added', text: 'Höfen' },
      { kind: 'same', text: ' 港 ' },
      { kind: 'removed', text: 'é' },
      { kind: 'added', text: 'e' },
    ]);
  });

  it('has nothing to mark in equal texts, nor in empty ones', () => {
    expect(wordDiff('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
    expect(wordDiff('', '')).toEqual([]);
  });

  it('gives both texts back, and never two parts of a kind in a row', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom('a', 'b', 'c', ' ', '  ', '\n', '.'), fc.string({ maxLength: 3 })))
      .map((words) => words.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = wordDiff(before, after);
        expect(joined(parts, 'added')).toBe(before);
        expect(joined(parts, 'removed')).toBe(after);
        expect(parts.every((part, at) => part.text !== '' && part.kind !== parts[at - 1]?.kind)).toBe(true);
      }),
    );
  });

  it('is linear for long texts that share nothing', () => {
    expectLinear((words) => {
      const parts = wordDiff('alpha '.repeat(words), 'beta '.repeat(words));
      expect(joined(parts, 'added')).toBe('alpha '.repeat(words));
    }, 5_000);
  });
});
