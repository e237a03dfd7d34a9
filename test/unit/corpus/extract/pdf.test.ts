import { describe, expect, it } from 'vitest';
import { toFileSpan } from '../../../../src/core/corpus/anchors.ts';
import { placeName } from '../../../../src/core/corpus/extract/extracted.ts';
import { findQuote } from '../../../../src/core/corpus/find-quote.ts';
import { readPdf } from '../../../../src/engine/corpus/extract/pdf.ts';
import { passagesOf } from '../support.ts';
import { column, type DrawnPage, writePdf } from './pdf-writer.ts';

const head = (text: string, number: number): DrawnPage => [
  { text, x: 72, y: 40, size: 8 },
  { text: String(number), x: 300, y: 760, size: 9 },
];

const left = [
  'The tide rises twice a day in most of the',
  'harbours of the world, and the moon is the',
  'reason that people have given since anti-',
  'quity. A well-known table of tides was made',
  'at Liverpool, by the harbour master there.',
];
const right = [
  'What the sun does to the sea is less than a',
  'half of that, but it adds to the moon when',
  'both stand in one line. Such a tide is well-',
  'known as a spring tide, though it has little',
  'to do with the season and goes on to the',
];

const paper = (): Uint8Array =>
  writePdf([
    [
      ...head('Journal of Tides, vol. 7', 11),
      { text: 'On the Tides of Harbours', x: 170, y: 80, size: 18 },
      { text: 'Causes', x: 72, y: 120, size: 12, bold: true },
      ...column(72, 140, left),
      ...column(330, 140, right),
    ],
    [
      ...head('Journal of Tides, vol. 7', 12),
      ...column(72, 80, ['next week, when the moon is half and pulls', 'across the line of the sun.']),
      { text: 'Harbour', x: 72, y: 140 },
      { text: 'Range', x: 200, y: 140 },
      { text: 'Brest', x: 72, y: 152 },
      { text: '7 m', x: 200, y: 152 },
      { text: 'Trieste', x: 72, y: 164 },
      { text: '1 m', x: 200, y: 164 },
    ],
  ]);

describe('a PDF', () => {
  it('is read as a person reads it: by columns, without heads and page numbers, words whole', async () => {
    const { text, omitted } = await readPdf(paper());
    expect(text).toBe(`# On the Tides of Harbours

## Causes

The tide rises twice a day in most of the harbours of the world, and the moon is the reason that people have given since antiquity. A well-known table of tides was made at Liverpool, by the harbour master there.

What the sun does to the sea is less than a half of that, but it adds to the moon when both stand in one line. Such a tide is well-known as a spring tide, though it has little to do with the season and goes on to the next week, when the moon is half and pulls across the line of the sun.

| Harbour | Range |
| --- | --- |
| Brest | 7 m |
| Trieste | 1 m |
`);
    expect(omitted).toEqual([{ kind: 'pageline', count: 4, at: 0 }]);
  });

  it('tells the page of evidence, that of a sentence over two pages too', async () => {
    const { text, places } = await readPdf(paper());
    const place = (quote: string): string => {
      const [found] = passagesOf('paper.pdf', text).flatMap((passage) => {
        const span = findQuote(passage, quote);
        return span === null ? [] : [toFileSpan(passage, span)];
      });
      expect(text.slice(found!.start, found!.end)).toBe(quote);
      return placeName(places!, found!.start, found!.end);
    };
    expect(place('A well-known table of tides was made at Liverpool')).toBe('page 1');
    expect(place('goes on to the next week')).toBe('pages 1–2');
    expect(place('across the line of the sun')).toBe('page 2');
  });

  it('counts what stands upright, and pages that cannot be read', async () => {
    const whole = Buffer.from(
      writePdf([column(72, 100, ['The tide rises twice a day.']), column(72, 100, ['It falls as often.'])]),
    ).toString('latin1');
    // The first page's line gets a matrix that turns it; the second page becomes something that is none.
    const turned = whole.replace('BT /F1 10 Tf 72 692 Td (The tide', 'BT /F1 10 Tf 0 1 -1 0 72 692 Tm (The');
    expect((await readPdf(new Uint8Array(Buffer.from(turned, 'latin1')))).omitted).toEqual([{ kind: 'turned', count: 1, at: 0 }]);
    const [lost] = /7 0 obj\n<< \/Type \/Page /.exec(whole)!;
    const broken = whole.replace(lost, lost.replace('/Type /Page ', '/Type /Pag0 ')).replace('/Contents 8 0 R >>', '/Contents 8 0 R >Z');
    const { text, omitted } = await readPdf(new Uint8Array(Buffer.from(broken, 'latin1')));
    expect(text).toContain('The tide rises');
    expect(omitted.map(({ kind }) => kind)).toEqual(['lost']);
  });

  it('gives the same text each time', async () => {
    expect(await readPdf(paper())).toEqual(await readPdf(paper()));
  });

  it('that is scanned, damaged or no PDF is refused, with the remedy', async () => {
    await expect(readPdf(writePdf([[], []]))).rejects.toThrow('ocrmypdf');
    await expect(readPdf(new Uint8Array(Buffer.from('%PDF-1.7\nnothing')))).rejects.toThrow(/damaged or cut short/);
    await expect(readPdf(new Uint8Array())).rejects.toThrow(/damaged or cut short/);
  });

  it('shows characters that mean something in Markdown as they are', async () => {
    const odd = '# no heading, *no emphasis*, a <b> tag, [no](link) and _snake_';
    const { text } = await readPdf(writePdf([column(72, 100, [odd])]));
    expect(passagesOf('odd.pdf', text).map((passage) => passage.text)).toEqual([odd]);
  });
});
