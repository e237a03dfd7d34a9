import { createHash } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { projectSettings } from '../../../../src/core/settings.ts';
import { extractText } from '../../../../src/engine/corpus/extract/extraction.ts';
import { readCorpus } from '../../../../src/engine/corpus/read-corpus.ts';
import { readSource } from '../../../../src/engine/corpus/read-source.ts';
import { docx, zipped } from '../extract/archives.ts';
import { column, writePdf } from '../extract/pdf-writer.ts';
import { folderWith } from './folder.ts';

const unwatched = { report: () => undefined, signal: new AbortController().signal };
const noCache = { get: () => undefined, set: () => undefined };
const read = (root: string) =>
  readCorpus({ root, cache: noCache, known: undefined, settings: projectSettings.parse({}), exported: new Set() }, unwatched);

const pdf = (words: string): Uint8Array => writePdf([column(72, 100, [words])]);
const word = docx('<w:p><w:r><w:t>The sea rises.</w:t></w:r></w:p>');
const benchmark = join(import.meta.dirname, '../../../fixtures/leakage/items.parquet');

async function folderOf(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const root = await folderWith({});
  for (const [file, bytes] of Object.entries(files)) await writeFile(join(root, file), bytes);
  return root;
}

describe('a folder with no text in it but in other bytes', () => {
  it('gives documents, whose passages are stretches of the extracted text', async () => {
    const root = await folderOf({
      'a.PDF': pdf('The tide rises.'),
      'b.docx': word,
      'ROWS.JSONL.GZ': gzipSync('{"text": "The first record."}\n{"text": "The second record."}\n'),
      'c.csv.gz': gzipSync('id,text\n1,The moon pulls.\n'),
    });
    const { files } = await read(root);
    const texts = [...files.values()].map(({ file, passages, problems }) => [file, passages.map(({ text }) => text), problems]);
    expect(texts).toEqual([
      ['ROWS.JSONL.GZ', ['The first record.', 'The second record.'], []],
      ['a.PDF', ['The tide rises.'], []],
      ['b.docx', ['The sea rises.'], []],
      ['c.csv.gz', ['The moon pulls.'], []],
    ]);
    for (const { file, passages } of files.values()) {
      const source = await readSource(root, file, undefined);
      if ('problem' in source) throw new Error(source.problem.reason);
      for (const { span, text } of passages) expect(source.text.slice(span.start, span.end)).toBe(text);
    }
    expect(files.get('a.PDF')!.places).toEqual({ unit: 'page', starts: [0] });
  });

  it('gives the rows of Parquet as lines of JSON', async () => {
    const root = await folderOf({});
    await copyFile(benchmark, join(root, 'items.parquet'));
    const source = await readSource(root, 'items.parquet', undefined);
    if ('problem' in source) throw new Error(source.problem.reason);
    const rows = source.text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(rows).toHaveLength(40);
    expect(rows[39]).toMatchObject({ level: 'easy, or so' });
  });

  it('says of each file that cannot be read why, and goes on', async () => {
    const root = await folderOf({
      'a.pdf': writePdf([[]]),
      'b.pdf': new Uint8Array(Buffer.from('no PDF')),
      'c.docx': zipped({ 'word/document.xml': ' '.repeat(20 * 1024 * 1024) }),
      'd.epub': new Uint8Array([1, 2, 3]),
      'e.parquet': new Uint8Array(Buffer.from('PAR1 and no more')),
      'f.jsonl.gz': new Uint8Array(Buffer.from('not packed')),
      'g.jsonl.gz': gzipSync(Buffer.alloc(257 * 1024 * 1024)),
      'h.docx': word,
    });
    const { files } = await read(root);
    const reasons = Object.fromEntries(
      [...files.values()].map(({ file, problems }) => [file, problems.map(({ reason }) => reason).join()]),
    );
    expect(reasons['a.pdf']).toContain('no text layer');
    expect(reasons['b.pdf']).toContain('damaged or cut short');
    expect(reasons['c.docx']).toContain('more than is read');
    expect(reasons['d.epub']).toContain('damaged or cut short');
    expect(reasons['e.parquet']).toContain('damaged or cut short');
    expect(reasons['f.jsonl.gz']).toContain('cannot be unpacked');
    expect(reasons['g.jsonl.gz']).toContain('unpacks to more than 256 MiB');
    expect(reasons['h.docx']).toBe('');
  });
});

it('a file that takes too long is given up, and the next is read', async () => {
  const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  // Hundreds of pages take longer than the no time that is given.
  const slow = new Uint8Array(writePdf(Array.from({ length: 500 }, (_, at) => column(72, 100, [`Page ${at} says something.`]))));
  const quick = new Uint8Array(pdf('The next.'));
  await expect(extractText('pdf', slow, hash(slow), { milliseconds: 0 })).rejects.toThrow('was given up');
  expect((await extractText('pdf', quick, hash(quick))).text).toBe('The next.\n');
});
