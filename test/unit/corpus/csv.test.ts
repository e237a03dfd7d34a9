import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFileSpan } from '../../../src/core/corpus/anchors.ts';
import { expectLinear } from '../../support/growth.ts';
import { checkInvariants, parse } from './support.ts';

const textsOf = (text: string, file = 'a.csv'): string[] =>
  parse(file, text).documents.map(({ passages }) => passages.map((passage) => passage.text).join('\n\n'));
const problemsOf = (text: string) => parse('a.csv', text).problems.map(({ line, reason }) => [line, reason] as const);

describe('a table as programs write it', () => {
  it.each([
    ['a header in capitals', 'Name,TEXT\nReef,Corals build reefs.\n', ['Corals build reefs.']],
    [
      'marks escaped by a backslash',
      'name,text\nReef,"The \\"reef\\", which grows, is old."\nBay,"A path \\\\"\n',
      ['The "reef", which grows, is old.', 'A path \\'],
    ],
    ['a backslash that escapes nothing', 'text,n\n"Stored in C:\\",1\n"a, b",2\n', ['Stored in C:\\', 'a, b']],
    ['blanks before a mark', 'name, text\nReef, "Corals, small ones, build reefs."\n', ['Corals, small ones, build reefs.']],
    ['blanks behind a mark', 'name,text,n\nReef,"Corals, small"  ,1\n', ['Corals, small']],
    ['marks inside a quoted field', 'name,text\nReef,"A 3" pipe, then a 4" pipe."\nBay,"Calm."\n', ['A 3" pipe, then a 4" pipe.', 'Calm.']],
    ['marks inside a bare field', 'name,text\nBay,A "calm" bay.\n', ['A "calm" bay.']],
    ['the line of a spreadsheet', 'sep=;\r\nname;text\r\nReef;Corals, small ones.\r\n', ['Corals, small ones.']],
    ['semicolons under a header with commas', 'Name;Text;Place, year, page\nReef;Corals are small.;x\n', ['Corals are small.']],
    ['bars', 'name|text\nReef|Corals, small ones, build.\n', ['Corals, small ones, build.']],
    ['tabs', 'name\ttext\nReef\tCorals, "small" ones.\n', ['Corals, "small" ones.']],
    ['single marks', "name,text\nReef,'Corals, small ones.'\nBay,'Tide''s out, now.'\n", ['Corals, small ones.', "Tide's out, now."]],
    ['apostrophes, which are no marks', "text,n\n\"'Tis, 'twas\",1\n'Tis calm,2\n", ["'Tis, 'twas", "'Tis calm"]],
    ['one column, with any mark in it', "text\nIt's wet; cold, dark|deep.\nSo.\n", ["It's wet; cold, dark|deep.", 'So.']],
    ['carriage returns alone', 'text\r"Over\rlines, two"\rNext.\r', ['Over\nlines, two', 'Next.']],
    ['a byte-order mark, and blank fields behind the last', '\uFEFFname,text\nReef,Corals.,,\n,,,\n', ['Corals.']],
    [
      'what a formula shows',
      'text,n\n"=HYPERLINK(""http://x"",""Corals are small."")",1\n"=""0 is cold.""",2\n',
      ['Corals are small.', '0 is cold.'],
    ],
    [
      'line breaks behind a backslash, and fields without a value',
      'n,name,text\n1,\\N,"A \\"calm\\" bay.\\\nIt is deep."\n',
      ['A "calm" bay.\nIt is deep.'],
    ],
    ['a zero inside a text', 'text,n\nCorals \u0000are small.,1\n', ['Corals are small.']],
  ])('is read: %s', (_, text, expected) => {
    expect(textsOf(text)).toEqual(expected);
    expect(problemsOf(text)).toEqual([]);
  });

  it('has no text and no title where the field is without a value', () => {
    expect(problemsOf('name,text\nReef,\\N\n')[0]![1]).toContain('is empty');
    expect(parse('a.csv', 'title,text\n\\N,Corals are small.\n').documents[0]!.title).toBe('a 1');
  });

  it('tells of lines above the header, and takes no cell of a later row for one', () => {
    const parsed = parse('a.csv', 'Made in May\nBy,us\n\nname,text,note\nReef,"Corals, small.",z\nBay,text,z\n');
    expect(parsed.documents.map(({ passages }) => passages[0]!.text)).toEqual(['Corals, small.', 'text']);
    expect(parsed.omissions).toEqual([{ kind: 'preamble', count: 2, line: 1 }]);
    const sheet = parse('a.csv', 'Reefs;;\n;;\nname;text;note\nReef;Corals, small.;z\n');
    expect(sheet.documents.map(({ passages }) => passages[0]!.text)).toEqual(['Corals, small.']);
    expect(sheet.omissions).toEqual([{ kind: 'preamble', count: 1, line: 1 }]);
    expect(problemsOf('id,body\n1,x y\n2,text\n')[0]![1]).toContain('no column "text"; it names "id", "body"');
  });

  it.each([
    ['a mark that is never closed', 'name,text\nReef,"Corals are\nBay,"A bay, calm"\nCape,A cape.\n', [2], ['A bay, calm', 'A cape.']],
    ['one that is never closed at the end', 'name,text\nCape,A cape.\nReef,"Corals are', [3], ['A cape.']],
    ['commas without marks', 'name,text\nReef,Corals, small ones\nCape,A cape.\n', [2], ['A cape.']],
    ['a line break without marks', 'name,text,n\nReef,Corals are\nsmall ones,1\nCape,A cape.,2\n', [2, 3], ['A cape.']],
    ['an empty text', 'name,text\nReef,\nCape,A cape.\n', [2], ['A cape.']],
    ['numbers', 'at,text\nx,12.5\ny,"1.234,5"\nz,A cape.\n', [2, 3], ['A cape.']],
    ['a formula', 'text,n\n=SUM(A1:A9),1\nA cape.,2\n', [2], ['A cape.']],
    ['only mark-up', 'text,n\n"<p><img alt=""x""></p>",1\nA cape.,2\n', [2], ['A cape.']],
  ])('tells the line of a row with %s, and goes on', (_, text, lines, texts) => {
    expect(textsOf(text)).toEqual(texts);
    expect(problemsOf(text).map(([line]) => line)).toEqual(lines);
  });

  it('says when the first row is data, and when there is no other', () => {
    expect(problemsOf('Reef,"Corals are very small."\nCape,"A cape is land."\n')[0]![1]).toMatch(/look like data: write a first row/);
    expect(problemsOf('name,text\n')[0]![1]).toContain('no row under');
    expect(problemsOf('\n\n')[0]![1]).toContain('no rows');
    expect(problemsOf('question,answer\nq,a\n')[0]![1]).toContain('for this file alone as textField: { "a.csv": … }');
  });

  it('reads cells as the Markdown and HTML that they plainly are, and leads back through doubled marks', () => {
    const text = 'text,n\n"<p>A <b>""calm""</b> bay &amp; sea.</p>",1\n"# Capes\n\nA **cape** is [land](https://e.org/x).",2\n';
    const { documents } = parse('a.csv', text);
    expect(documents.map(({ title }) => title)).toEqual(['a 1', 'Capes']);
    const [page, note] = documents.map(({ passages }) => passages[0]!);
    expect([page!.text, note!.text]).toEqual(['A "calm" bay & sea.', 'Capes\n\nA cape is land.']);
    const start = page!.text.indexOf('"calm"');
    const span = toFileSpan(page!, { start, end: start + 6 });
    expect(text.slice(span.start, span.end)).toBe('""calm""');
  });
});

describe('any table', () => {
  const cell = fc
    .array(fc.constantFrom('Reef', 'sea', ' ', ',', ';', '"', '\n', '\r\n', 'ü', '\t', "'", '\\'), { minLength: 1, maxLength: 9 })
    .map((parts) => `Word ${parts.join('')} end`);
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it('that is written as RFC 4180 has it gives each of its texts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), fc.constantFrom(',', ';', '\t'), (rows, delimiter) => {
        const text = ['id,text'.replace(',', delimiter), ...rows.map((row) => row.map(quote).join(delimiter))].join('\n');
        const { documents, problems } = parse('a.csv', text);
        expect(problems).toEqual([]);
        expect(documents).toHaveLength(rows.length);
        checkInvariants(
          text,
          documents.flatMap(({ passages }) => passages),
        );
        const bare = (value: string): string => value.replace(/[\s*\\]+/g, '');
        for (const [at, { passages }] of documents.entries())
          expect(bare(passages.map((passage) => passage.text).join(''))).toBe(bare(rows[at]![1]));
      }),
      { numRuns: 150 },
    );
  });

  it('has no line with words that is neither in a document nor a problem', () => {
    const broken = fc.array(fc.constantFrom('a', 'b c', '"', '""', ',', '\n', '\\"', ' ', "'"), { maxLength: 40 });
    fc.assert(
      fc.property(broken, (parts) => {
        const text = `id,text,n\n${parts.join('')}`;
        const { documents, problems } = parse('a.csv', text);
        checkInvariants(
          text,
          documents.flatMap(({ passages }) => passages),
        );
        // Each line with a letter is in the row of a document, or at or behind a problem's.
        if (/[a-c]/.test(parts.join(''))) expect(documents.length + problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['""x\n', 'a,"b\n', '"\n', '"a" b "c\n', '\\"a', "'a',", '"""\n'])('made of %j takes time that grows with its size', (part) => {
    expectLinear((size) => parse('a.csv', `text,n\n${part.repeat(size / part.length)}`), 40_000);
  });
});
