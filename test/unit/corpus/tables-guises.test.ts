import { describe, expect, it } from 'vitest';
import { checkInvariants, parse } from './support.ts';

function textsOf(file: string, text: string): string[] {
  const { documents } = parse(file, text);
  const passages = documents.flatMap((document) => [...document.passages]);
  checkInvariants(text, passages);
  return passages.map((passage) => passage.text);
}

describe('tables as programs write them', () => {
  it.each([
    ['a spreadsheet that fills up every row', 'Locks of 1911,,\n,,\nid,text,depth\n1,Water rises.,2\n'],
    ['carets', 'id^text\n1^Water rises.\n'],
    ['tildes', 'id~text\n1~Water rises.\n'],
    ['signs of databases', 'id\u001Ftext\n1\u001FWater rises.\n'],
    ['signs of others', 'id\u0001text\n1\u0001Water rises.\n'],
  ])('are read: %s', (_, text) => {
    expect(textsOf('a.csv', text)).toEqual(['Water rises.']);
  });

  it('are read without what a converter left of line ends', () => {
    expect(textsOf('a.csv', 'id,text\n1,"Water rises._x000D_\nIt falls."\n2,Gates open._x000D_\n')).toEqual([
      'Water rises.\nIt falls.',
      'Gates open.',
    ]);
    expect(textsOf('a.csv', 'id,text\n1,"Water \\"rises\\".\\\nIt falls."\n')).toEqual(['Water "rises".\nIt falls.']);
  });

  it('name their columns once: told where files were joined', () => {
    const { documents, problems } = parse('a.csv', 'id,text\n1,Water rises.\nid,text\n1,It falls.\n');
    expect(documents.map(({ record }) => record)).toEqual([0, 2]);
    expect(problems.map(({ line, reason }) => [line, reason.slice(0, 36)])).toEqual([[3, 'The row names the columns once more,']]);
  });

  it.each(['NaN', 'NULL', 'None', '\\N', '#N/A', '#REF!', '<NA>', '[deleted]'])('hold no text in a field with %s', (value) => {
    const { documents, problems } = parse('a.csv', `id,text\n1,${value}\n2,None of the gates opens.\n`);
    expect(documents).toHaveLength(1);
    expect(problems.map(({ line }) => line)).toEqual([2]);
  });
});

it('conversations are read in the parts that Gemini takes', () => {
  const said = [
    { role: 'user', parts: [{ text: 'Why does water rise?' }] },
    { role: 'model', parts: [{ text: 'The gates are shut.' }, { inlineData: 'x' }] },
  ];
  for (const name of ['contents', 'messages'])
    expect(textsOf('a.jsonl', `${JSON.stringify({ [name]: said })}\n`)).toEqual(['Why does water rise?\n\n– The gates are shut.']);
});
