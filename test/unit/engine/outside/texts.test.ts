import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { seeded } from '../../../support/seeded.ts';
import { UsageError } from '../../../../src/engine/errors.ts';
import { textOfRow } from '../../../../src/engine/outside/row-text.ts';
import { readOutsideTexts } from '../../../../src/engine/outside/texts.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/leakage');
const items = readFileSync(join(fixtures, 'items.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => z.object({ question: z.string() }).parse(JSON.parse(line)).question);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-outside-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const read = (name: string, content: string | Uint8Array, field?: string) =>
  readOutsideTexts(written(name, content), field === undefined ? {} : { field });

describe('texts of a file from outside', () => {
  it.each([
    ['items.jsonl', 'question', (at: number) => at + 1],
    ['items.jsonl.gz', 'question', (at: number) => at + 1],
    ['items.json', 'question', (at: number) => at + 1],
    ['items.csv', 'question', (at: number) => at + 2],
    ['items.tsv', 'question', (at: number) => at + 2],
    ['items.txt', 'paragraphs', (at: number) => 2 * at + 1],
    ['lines.txt', 'lines', (at: number) => at + 1],
    ['items.parquet', 'question', (at: number) => at + 1],
    ['items.zstd.parquet', 'question', (at: number) => at + 1],
    ['talks.parquet', 'messages', (at: number) => at + 1],
  ])('are the forty of %s', async (name, field, lineOf) => {
    const file = join(fixtures, name);
    expect(items).toHaveLength(40);
    expect(await readOutsideTexts(file)).toEqual({
      file,
      texts: items.map((text, at) => ({ line: lineOf(at), text })),
      passedOver: [],
      fields: [{ name: field, count: 40 }],
    });
  });

  it('are those of the field that is named, by its name or its path', async () => {
    const rows = '{"q": {"stem": "Why?"}, "answer": "Since."}\n{"q": {}, "answer": "So."}\n{"answer": " "}\n';
    const texts = (field: string) => read('named.jsonl', rows, field);
    expect((await texts('answer')).texts.map(({ text }) => text)).toEqual(['Since.', 'So.']);
    expect(await texts('q.stem')).toMatchObject({
      texts: [{ line: 1, text: 'Why?' }],
      passedOver: [{ reason: 'has no field “q.stem”', count: 2, lines: [2, 3] }],
    });
    expect((await texts('answer')).passedOver).toEqual([{ reason: 'has no text in the field “answer”', count: 1, lines: [3] }]);
    await expect(texts('nothing')).rejects.toThrow(
      /named\.jsonl: no text is in the file; 3 records \(1 …\): has no field “nothing”\. Name the field/,
    );
    const parquet = (field: string) => readOutsideTexts(join(fixtures, 'items.parquet'), { field });
    expect((await parquet('level')).texts[39]).toEqual({ line: 40, text: 'easy, or so' });
    await expect(parquet('grade')).rejects.toThrow('there is no column “grade”; there are id, question, answer, level');
    await expect(readOutsideTexts(join(fixtures, 'items.csv'), { field: 'grade' })).rejects.toThrow(
      'no column “grade”; the first row names id, question',
    );
    await expect(readOutsideTexts(join(fixtures, 'items.txt'), { field: 'grade' })).rejects.toThrow('a text has no field');
  });

  it('leave out bad records, which are counted and named', async () => {
    const rows = ['{"question": "One?"}', '{"question": "Two?"', '', '17', '{"id": 4}', '{"question": "Three?"}', 'no', '"Four, alone?"'];
    expect(await read('bad.jsonl', `\uFEFF${rows.join('\r\n')}\r\n`)).toMatchObject({
      texts: [
        { line: 1, text: 'One?' },
        { line: 6, text: 'Three?' },
        { line: 8, text: 'Four, alone?' },
      ],
      passedOver: [
        { reason: 'is not JSON', count: 2, lines: [2, 7] },
        { reason: 'is no record with fields', count: 1, lines: [4] },
        { reason: 'has no text in any field', count: 1, lines: [5] },
      ],
    });
    const csv = 'id,question\n1,"One, or\ntwo?"\n2,\n3,"never closed\n4,Four?\n';
    expect(await read('bad.csv', csv)).toMatchObject({
      texts: [
        { line: 2, text: 'One, or\ntwo?' },
        { line: 6, text: 'Four?' },
      ],
      passedOver: [
        { reason: 'has no text in any field', count: 1, lines: [4] },
        { reason: 'opens a quotation mark that is never closed', count: 1, lines: [5] },
      ],
    });
    const many = await read('many.jsonl', `${'{}\n'.repeat(300)}{"text": "Last."}\n`);
    expect(many.passedOver).toMatchObject([{ count: 300, lines: { length: 100 } }]);
  });

  it('are an item a paragraph, or a line, with the lines they begin on', async () => {
    const of = async (text: string) => (await read('plain.txt', text)).texts.map(({ line, text: item }) => `${line} ${item}`);
    expect(await of('\uFEFF\n One\r\ntwo\r\n \t\r\n\n\nThree\rfour\n\n')).toEqual(['2  One\ntwo', '7 Three\nfour']);
    expect(await of('\n\nOne\ntwo\r\nthree\n\n\n')).toEqual(['3 One', '4 two', '5 three']);
    expect(await of('One')).toEqual(['1 One']);
  });

  it('are those of the records in one object, or of the object where there are none', async () => {
    const of = async (text: string) => (await read('one.json', text)).texts;
    expect(await of('{"version": 2, "data": [{"question": "A?"}, {"question": "B?"}]}')).toEqual([
      { line: 1, text: 'A?' },
      { line: 2, text: 'B?' },
    ]);
    expect(await of('\n{"question": "A?",\n "options": [{"text": "1"}, {"text": "2"}]}')).toEqual([{ line: 2, text: 'A?' }]);
    expect(await of('{"messages": [{"role": "user", "content": "A?"}, {"role": "assistant", "content": "B."}]}')).toEqual([
      { line: 1, text: 'A?' },
    ]);
    expect(await of('["A?", {"question": "B?"}]')).toHaveLength(2);
    await expect(of('{"question": ')).rejects.toThrow('1 record (1 …): is not JSON');
  });

  it('are all texts of a row where no column has a name that is known, the first row included', async () => {
    const { texts, fields } = await read('mmlu.csv', 'What is two and two?,three,4,five,B\nAnd three and three?,five,6,seven,B\n');
    expect(texts).toEqual([
      { line: 1, text: 'What is two and two?\nthree\nfive\nB' },
      { line: 2, text: 'And three and three?\nfive\nseven\nB' },
    ]);
    expect(fields).toEqual([{ name: 'all fields', count: 2 }]);
  });

  it.each([
    ['nothing.jsonl', '', 'the file is empty'],
    ['blank.txt', '\n \n', 'no text is in the file'],
    ['blank.jsonl', '\n\n', 'no text is in the file'],
    ['notes.docx', 'x', 'files of this kind are not read; read are JSONL'],
    ['broken.parquet', 'PAR1 and no more', 'the Parquet file cannot be read'],
    ['broken.jsonl.gz', 'no gzip', 'the file cannot be unpacked'],
    ['empty.csv.gz', gzipSync(''), 'the file is empty'],
    ['latin.txt', Buffer.from('Café à la française, été où hôtel', 'latin1'), /The file is not UTF-8[^]*\. Save it as UTF-8\.$/],
    ['zeros.txt', Buffer.from([65, 0, 0, 0, 66, 67]), /The file is binary[^]*Save it as UTF-8/],
  ])('are refused of %s, and it is said why', async (name, content, message) => {
    const reading = read(name, content);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(name);
  });

  it('are refused of what is no file', async () => {
    await expect(readOutsideTexts(join(folder, 'gone.csv'))).rejects.toThrow('gone.csv: there is no such file');
    mkdirSync(join(folder, 'folder.csv'));
    await expect(readOutsideTexts(join(folder, 'folder.csv'))).rejects.toThrow('this is a folder');
    copyFileSync(join(fixtures, 'items.parquet'), join(folder, 'cut.parquet'));
    writeFileSync(join(folder, 'cut.parquet'), readFileSync(join(folder, 'cut.parquet')).subarray(0, 2000));
    await expect(readOutsideTexts(join(folder, 'cut.parquet'))).rejects.toThrow(/cut\.parquet: the Parquet file cannot be read/);
  });

  it('are read or refused of a damaged Parquet file, and nothing else happens', async () => {
    const draw = seeded('a damaged Parquet file');
    const whole = readFileSync(join(fixtures, 'items.parquet'));
    let refused = 0;
    for (let nth = 0; nth < 200; nth += 1) {
      const bytes = Buffer.from(whole);
      for (let flips = 1 + draw(3); flips > 0; flips -= 1) bytes[draw(bytes.length)]! ^= 1 << draw(8);
      try {
        expect((await read('damaged.parquet', bytes)).texts.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error, `flip ${nth}`).toBeInstanceOf(UsageError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(20);
  });

  it('are no longer read once that is called off', async () => {
    const signal = AbortSignal.abort(new Error('called off'));
    for (const name of ['items.jsonl', 'items.csv', 'items.txt', 'items.parquet'])
      await expect(readOutsideTexts(join(fixtures, name), { signal })).rejects.toThrow('called off');
  });
});

describe('the text of a row', () => {
  it.each([
    ['by the first name that is known', { answer: 'A', text: 'T', Question: 'Q' }, 'Question', 'Q'],
    ['by the next where that says nothing', { question: ' ', prompt: 'P' }, 'prompt', 'P'],
    ['inside of a field', { id: 1, question: { stem: 'S', choices: [{ text: 'C' }] } }, 'question.stem', 'S'],
    ['inside of a field of any name', { doc: { meta: { x: 1 }, body: 'B' } }, 'doc.body', 'B'],
    ['never of an answer before that', { answer: { text: 'A' }, frage: 'Warum?' }, 'all fields', 'A\nWarum?'],
    [
      'the first turn of a conversation',
      {
        messages: [
          { role: 'user', content: 'U' },
          { role: 'assistant', content: 'A' },
        ],
      },
      'messages',
      'U',
    ],
    [
      'that is no system’s',
      {
        conversations: [
          { from: 'system', value: 'S' },
          { from: 'human', value: 'H' },
        ],
      },
      'conversations',
      'H',
    ],
    [
      'of several parts',
      {
        prompt: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'A' },
              { type: 'text', text: 'B' },
            ],
          },
        ],
      },
      'prompt',
      'A\nB',
    ],
    ['of a list', { context: ['One.', 'Two.'] }, 'context', 'One.\nTwo.'],
    ['all of them, but numbers', { a: 'Wer?', b: ['Wo?', '12'], n: 3n }, 'all fields', 'Wer?\nWo?'],
  ])('is %s', (_, row, field, text) => {
    expect(textOfRow(row, undefined)).toEqual({ field, text });
  });

  it('of the field that is named may be a conversation', () => {
    const row = {
      turns: [
        { role: 'user', content: 'U' },
        { role: 'assistant', content: 'A' },
      ],
      id: 7n,
    };
    expect(textOfRow(row, 'turns')).toEqual({ field: 'turns', text: 'U' });
    expect(textOfRow(row, 'turns[1].content')).toEqual({ field: 'turns[1].content', text: 'A' });
    expect(textOfRow(row, 'id')).toEqual({ field: 'id', text: '7' });
  });
});
