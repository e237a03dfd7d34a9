import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinedWords, placedWords } from '../../../../src/core/quality/leakage/words.ts';

const words = (text: string): string => joinedWords(placedWords(text));

describe('words of a text, as they are compared', () => {
  it.each([
    ['case and accents', 'Café CAFE\u0301 naïve Ångström İstanbul ΟΔΟΣ', 'cafe cafe naive angstrom istanbul οδος'],
    ['no letter is taken for another', 'Straße strasse œuvre Łódź', 'straße strasse œuvre łodz'],
    ['punctuation', "“Don't — stop!” (it’s 3.14…)", 'don t stop it s 3 14'],
    ['code', 'for (i_2 = 0; i_2 < n; i_2++) { a[i_2] += "x"; }', 'for i_2 0 i_2 n i_2 a i_2 x'],
    ['digits of other scripts and raised ones', 'x² ① ٣', 'x² ① ٣'],
    ['emoji are no words', '😀 a😀b', 'a b'],
    ['points of Hebrew and Arabic', 'שָׁלוֹם مَرْحَبًا', 'שלום مرحبا'],
    ['vowels of other scripts stay', 'हिन्दी ดี', 'हिन्दी ดี'.normalize('NFD')],
    ['Hangul stays composed', '한국어 텍스트', '한국어 텍스트'],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it('each character of a script without spaces is a word, with the marks on it', () => {
    expect(words('東京タワーは高い。')).toBe('東 京 タ ワ ー は 高 い');
    expect(words('がか')).toBe('が か');
    expect(words('GPT-4は東京2020を')).toBe('gpt 4 は 東 京 2020 を');
    expect(placedWords('ภาษาไทยดี').words).toEqual(['ภ', 'า', 'ษ', 'า', 'ไ', 'ท', 'ย', 'ดี']);
    expect(words('𠮷野家')).toBe('𠮷 野 家');
  });

  it('of LaTeX, names of commands are words: two ways to write a formula stay two', () => {
    expect(words(String.raw`\frac{1}{2}`)).toBe('frac 1 2');
    expect(words(String.raw`\dfrac12`)).toBe('dfrac12');
    expect(words(String.raw`$x^{2}$`)).toBe(words('x^2'));
    expect(words(String.raw`\text{cm}^2`)).not.toBe(words('cm²'));
  });

  it('are where the text has them, in any text', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('é', 'e', '\u0301', 'A', '東', 'ー', ' ', '_', '😀', 'ก', 'ี') }),
    );
    fc.assert(
      fc.property(any, (text) => {
        const { words: found, starts, ends } = placedWords(text);
        let end = 0;
        for (const [at, word] of found.entries()) {
          expect(starts[at]).toBeGreaterThanOrEqual(end);
          end = ends[at]!;
          expect(words(text.slice(starts[at], end))).toBe(word);
        }
      }),
    );
  });

  it('are the same however accents are written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('é', 'ü', 'a', ' ', 'Ñ', '-', 'ạ', '東', 'が') }), (text) => {
        expect(words(text.normalize('NFD'))).toBe(words(text.normalize('NFC')));
      }),
    );
  });
});
