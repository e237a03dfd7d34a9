import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvFile } from '../../webview/chart/table/csv.ts';
import { cell, type FigureTable } from '../../webview/chart/table/figure-table.ts';

describe('csvFile', () => {
  it('writes numbers in full, texts in quotation marks where they need them, and nothing for what is lacking', () => {
    const table: FigureTable = {
      columns: ['word', 'adds, in nats'],
      rows: [
        [cell('the'), cell(0.13561259122760475)],
        [cell('say "so"'), cell(-3)],
        [cell('two\nlines'), cell(null)],
      ],
    };
    expect(csvFile(table)).toBe('word,"adds, in nats"\r\nthe,0.13561259122760475\r\n"say ""so""",-3\r\n"two\nlines",\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '=HYPERLINK("http://x","y")'])(
    'lets no spreadsheet run %j',
    (text) => {
      const [, line] = csvFile({ columns: ['a'], rows: [[cell(text)]] }).split('a\r\n');
      expect(line!.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('is read back as it was written, by the rules of RFC 4180', () => {
    const texts = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { minLength: 1 });
    fc.assert(
      fc.property(texts, (rows) => {
        const file = csvFile({ columns: ['a', 'b'], rows: rows.map((row) => row.map((text) => cell(text))) });
        const read = readCsv(file).slice(1);
        expect(read.map((row) => row.map(withoutApostrophe))).toEqual(rows.map((row) => row.map(withoutApostrophe)));
      }),
    );
  });
});

const withoutApostrophe = (text: string): string => text.replace(/^'+/, '');

/** Reads RFC 4180, letter by letter. */
function readCsv(file: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < file.length; at++) {
    const sign = file[at]!;
    if (quoted && sign === '"' && file[at + 1] === '"') field += file[++at]!;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === ',' || file.startsWith('\r\n', at))) {
      row.push(field);
      field = '';
      if (sign === ',') continue;
      rows.push(row);
      row = [];
      at++;
    } else field += sign;
  }
  return rows;
}
