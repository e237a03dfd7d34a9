import { describe, expect, it } from 'vitest';
import { languageCode, languageOf, otherLanguage } from '../../../src/core/quality/language.ts';
import { loadLanguageDetector } from '../../../src/engine/runs/detect-language.ts';

const { detect, known } = await loadLanguageDetector();
const english =
  'The tide is the regular rise and fall of the sea, caused by the pull of the Moon and the Sun on the water of the turning Earth.';
const german =
  'Die Gezeiten sind das regelmäßige Steigen und Fallen des Meeres, verursacht durch die Anziehung von Mond und Sonne auf das Wasser.';
const chinese = '潮汐是海水在月球和太阳引力作用下有规律的涨落现象，每天通常有两次高潮。';
const verdict = (parts: readonly string[], wanted: string | null): string | null => otherLanguage(parts, wanted, detect)?.reason ?? null;

describe('the language of sources', () => {
  it.each([
    [[english], 'en'],
    [[german, german], 'de'],
    [[chinese], 'zh'],
    [['E = mc^2', '```\nlet x = 1;\n```'], null],
    [[], null],
  ])('of %j', (texts, expected) => {
    expect(languageOf(texts, detect)).toBe(expected);
  });
});

describe('the gate of languages', () => {
  it('holds back a part in another language, and says which and where', () => {
    expect(verdict([german], 'en')).toMatch(/^written in German, not in English: “Die Gezeiten sind/);
    expect(verdict(['Why are there tides?', chinese], 'en')).toMatch(/^written in Chinese, not in English/);
    expect(verdict([english], 'zh')).toMatch(/^written in English, not in Chinese/);
  });

  it.each([
    ['the same language', [english, english], 'en'],
    ['a few words of another', ['Was heißt das?'], 'en'],
    [
      'formulas',
      ['$$\\frac{d}{dt}\\left(\\frac{\\partial L}{\\partial \\dot q}\\right) = \\frac{\\partial L}{\\partial q}$$ '.repeat(5)],
      'en',
    ],
    ['code', ['```python\nfor name in names:\n    print(name.upper(), len(name), sorted(name))\n```\n'.repeat(5)], 'en'],
    ['a language nobody can tell', [german], null],
    [
      'a close relative',
      ['Tidevannet er den regelmessige stigningen og fallet i havet, som skyldes månens og solens tiltrekning på vannet.'],
      'da',
    ],
  ])('lets pass: %s', (_name, parts, wanted) => {
    expect(verdict(parts, wanted)).toBeNull();
  });
});

describe('the code of a language that a person named', () => {
  it.each([
    ['German', 'de'],
    ['deutsch', 'de'],
    ['de-AT', 'de'],
    ['EN', 'en'],
    ['français', 'fr'],
    ['the language of the documents', null],
  ])('of %s', (name, expected) => {
    expect(languageCode(name, known)).toBe(expected);
  });
});
