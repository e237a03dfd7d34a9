import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { inline, paragraph } from '../../../../src/core/corpus/extract/as-markdown.ts';
import { placeAt, TextWriter } from '../../../../src/core/corpus/extract/extracted.ts';
import { readingOrder } from '../../../../src/core/corpus/extract/pdf-columns.ts';
import { withoutFurniture } from '../../../../src/core/corpus/extract/pdf-furniture.ts';
import { type PdfItem, linesOf } from '../../../../src/core/corpus/extract/pdf-page.ts';
import { extractPdf } from '../../../../src/core/corpus/extract/pdf-text.ts';
import { joinLines, vocabularyOf } from '../../../../src/core/corpus/extract/pdf-words.ts';
import { textOf } from '../support.ts';

const item: fc.Arbitrary<PdfItem> = fc.record({
  text: fc.stringMatching(/^[a-z]{1,8}( [a-z-]{1,8}){0,6}$/),
  x: fc.integer({ min: 0, max: 600 }),
  y: fc.integer({ min: 0, max: 800 }),
  width: fc.integer({ min: 1, max: 300 }),
  size: fc.constantFrom(8, 10, 10, 10, 14),
  isBold: fc.boolean(),
});
const page = fc.array(item, { maxLength: 60 }).map((items) => ({ width: 612, height: 792, turned: 0, isLost: false, items }));
const letters = (text: string): string => (text.match(/[a-z]/g) ?? []).sort().join('');

it('no letter of a page is lost or said twice, wherever items stand', () => {
  fc.assert(
    fc.property(page, (one) => {
      const lines = linesOf(one);
      const ordered = readingOrder(lines).flat();
      expect(new Set(ordered)).toEqual(new Set(lines));
      expect(ordered).toHaveLength(lines.length);
    }),
  );
});

it('what a single page says is in its text, but for furniture', () => {
  fc.assert(
    fc.property(page, (one) => {
      const kept = withoutFurniture([linesOf(one)]).flatMap(({ lines }) => lines);
      expect(letters(extractPdf([one]).text)).toBe(letters(kept.map(({ text }) => text).join(' ')));
    }),
  );
});

it('pages begin in their order, one for each', () => {
  fc.assert(
    fc.property(fc.array(page, { maxLength: 5 }), (pages) => {
      const { text, places } = extractPdf(pages);
      expect(places!.starts).toHaveLength(Math.max(pages.length, 0));
      expect([...places!.starts].sort((a, b) => a - b)).toEqual(places!.starts);
      for (const [at, start] of places!.starts.entries()) {
        expect(start).toBeLessThanOrEqual(text.length);
        expect(placeAt(places!, start)).toBeGreaterThanOrEqual(at + 1);
      }
    }),
  );
});

it('lines that are joined keep their letters, and lose hyphens alone', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zA-Z]{1,6}( [a-zA-Z]{1,6}){0,3}-?$/), { maxLength: 8 }), (lines) => {
      const joined = joinLines(lines, vocabularyOf(lines));
      expect(joined.replace(/[- ]/g, '')).toBe(lines.join('').replace(/[- ]/g, ''));
    }),
  );
});

it.each([
  ['*a* _b_ `c` <i>d</i> &amp; ~~e~~ [f](g) \\h'],
  ['# a'],
  ['> a'],
  ['1. a b'],
  ['- a b'],
  ['+ a b'],
  ['| a | b |'],
  ['snake_case a_b'],
])('words stay words in Markdown: %s', (words) => {
  expect(textOf('a.pdf', paragraph(words))).toBe(words);
});

it('words have no control characters and no white space but single spaces', () => {
  expect(inline('a\u0000b\n\t c\u00ADd')).toBe('ab cd');
});

it('a text that nothing was put into is empty', () => {
  const writer = new TextWriter();
  writer.block('  ');
  writer.place();
  expect(writer.finish('page')).toEqual({ text: '', places: { unit: 'page', starts: [0] }, omitted: [] });
});
