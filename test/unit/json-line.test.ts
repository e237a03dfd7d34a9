import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonLine, wellFormedJsonLine } from '../../src/core/json-line.ts';

/** Control characters, and whatever else Python's `str.splitlines` ends a line at, and editors with it. */
const breaks = /[\p{Cc}\u2028\u2029]/u;
const odd = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\u0085', '\u2028', '\u2029', '\n', '\r', '\v', '\f', '\x1c', '\ud83d', '\ude00', '\\', '"', '\0'),
    fc.string(),
  ),
});
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    odd,
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(odd, tie('value'), { maxKeys: 3 }),
  ),
})).value;

it('a line of JSON is one line to every reader, and says what it was made of', () => {
  fc.assert(
    fc.property(values, (value) => {
      const line = jsonLine(value);
      expect(line.replace(/[\x7f-\x84\x86-\x9f]/g, '')).not.toMatch(breaks);
      expect(line.isWellFormed()).toBe(true);
      expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('a well-formed line has no escape that has no UTF-8, in no text and no key', () => {
  fc.assert(
    fc.property(values, (value) => {
      const line = wellFormedJsonLine(value);
      expect(line.replace(/[\x7f-\x84\x86-\x9f]/g, '')).not.toMatch(breaks);
      expect(JSON.stringify(JSON.parse(line))).not.toMatch(/\\ud[89a-f]/);
    }),
  );
  expect(wellFormedJsonLine({ 'a\ud83d': ['\ud83d\ude00', '\ude00\u2028'] })).toBe('{"a\ufffd":["😀","\ufffd\\u2028"]}');
});
