import { describe, expect, it } from 'vitest';
import { encodingNamed, encodingNames } from '../../../../src/core/corpus/encodings.ts';
import { decodeFile } from '../../../../src/engine/corpus/decode.ts';
import { likelyEncoding } from '../../../../src/engine/corpus/likely-encoding.ts';
import { Unreadable } from '../../../../src/engine/corpus/unreadable.ts';
import { readSource } from '../../../../src/engine/corpus/read-source.ts';
import { folderWith } from './folder.ts';

/** Bytes of a text in an encoding that has one byte, or two, for each of its characters: by trying all of them. */
function encode(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const codes = new Map<string, readonly number[]>();
  for (let lead = 255; lead >= 0; lead -= 1) {
    const one = decoder.decode(Uint8Array.of(lead));
    if (one.length === 1 && one !== '\uFFFD') codes.set(one, [lead]);
    else
      for (let trail = 255; trail >= 0x40; trail -= 1) {
        const two = decoder.decode(Uint8Array.of(lead, trail));
        if (/^.$/su.test(two) && two !== '\uFFFD' && !codes.has(two)) codes.set(two, [lead, trail]);
      }
  }
  return Buffer.from(Array.from(text).flatMap((char) => codes.get(char) ?? expect.fail(`${char} is not in ${encoding}`)));
}

const utf16 = (text: string, isLittle: boolean): Buffer =>
  isLittle ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16();

function utf32(text: string, isLittle: boolean): Buffer {
  const bytes = Buffer.alloc(4 * Array.from(text).length);
  for (const [at, char] of Array.from(text).entries()) {
    if (isLittle) bytes.writeUInt32LE(char.codePointAt(0)!, 4 * at);
    else bytes.writeUInt32BE(char.codePointAt(0)!, 4 * at);
  }
  return bytes;
}

function reasonOf(bytes: Buffer, file = 'a.txt'): string {
  try {
    decodeFile(bytes, file, undefined);
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
  return expect.fail('was read');
}

describe('a file that says itself what it is', () => {
  const text = '\uFEFFReefs – ü 🌊\r\n';

  it('by a byte-order mark is read, whatever the settings say, and keeps the mark as one character', () => {
    const marked = [utf16(text, true), utf16(text, false), utf32(text, true), utf32(text, false), Buffer.from(text)];
    const decoded = marked.map((bytes) => decodeFile(bytes, 'a.md', 'windows-1252'));
    expect(decoded.map((each) => each.text)).toEqual(marked.map(() => text));
    expect(decoded.map(({ encoding }) => encoding)).toEqual(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be', 'utf-8']);
  });

  it.each([
    ['a.html', '<meta charset=windows-1251>', 'windows-1251', 'Риф'],
    ['a.HTM', '<meta http-equiv="Content-Type" content="text/html; charset=GB2312">', 'gbk', '珊瑚'],
    ['a.xhtml', '<?xml version="1.0" encoding="Shift_JIS"?>', 'shift_jis', 'サンゴ'],
  ])('by a declaration is read (%s)', (file, head, encoding, word) => {
    const { text: read, encoding: found } = decodeFile(encode(`${head}<p>${word}</p>`, encoding), file, undefined);
    expect([read, found]).toEqual([`${head}<p>${word}</p>`, encoding]);
  });

  it('is not believed where all of it is UTF-8, nor in a remark, nor in another format', () => {
    const page = '<meta charset="windows-1252"><p>Größe, Weite, Flüsse über Öl – “so”';
    expect(decodeFile(Buffer.from(page), 'a.html', undefined)).toEqual({ text: page, encoding: 'utf-8' });
    const bytes = encode('<!-- <meta charset="windows-1251"> --><p>Größe', 'windows-1252');
    expect(reasonOf(bytes, 'a.html')).toContain('looks like windows-1252');
    expect(reasonOf(encode('<meta charset="windows-1251"><p>Größe', 'windows-1252'), 'a.md')).toContain('looks like windows-1252');
  });
});

describe('a file that does not', () => {
  const samples: readonly (readonly [string, string])[] = [
    ['windows-1252', 'Die Flüsse führen mehr Wasser – größere auch.'],
    ['windows-1252', 'Où va l’eau ? Elle s’écoule très lentement.'],
    ['windows-1251', 'Кораллы растут медленно, и риф стареет.'],
    ['koi8-r', 'Кораллы растут медленно, и риф стареет.'],
    ['ibm866', 'Кораллы растут медленно, и риф стареет.'],
    ['windows-1253', 'Τα κοράλλια μεγαλώνουν αργά και ο ύφαλος γερνά.'],
    ['shift_jis', 'サンゴはゆっくりと育ち、礁は古くなる。'],
    ['euc-jp', 'サンゴはゆっくりと育ち、礁は古くなる。'],
    ['gb18030', '珊瑚生长得很慢，礁石会变老。海水的温度也会上升。'],
    ['big5', '珊瑚生長得很慢，礁石會變老。海水的溫度也會上升。'],
    ['euc-kr', '산호는 천천히 자라고 암초는 오래된다.'],
  ];
  it.each(samples)('is named by what it looks like: %s', (encoding, text) => {
    const bytes = encode(text, encoding);
    expect(likelyEncoding(bytes)).toBe(encoding);
    expect(reasonOf(bytes)).toContain(
      `it looks like ${encoding}. Save it as UTF-8, or say what it is: corpus.encoding: { "a.txt": ${encoding} }.`,
    );
    expect(decodeFile(bytes, 'a.txt', encodingNamed(encoding))).toEqual({ text, encoding });
  });

  it.each([
    ['utf-16le', 'The reef grows.\n'],
    ['utf-16be', '珊瑚生长得很慢。\n'],
  ] as const)('is named when it is %s without a mark', (encoding, text) => {
    const bytes = utf16(text, encoding === 'utf-16le');
    expect(reasonOf(bytes)).toMatch(`looks like ${encoding} without a byte-order mark`);
    expect(decodeFile(bytes, 'a.txt', encoding).text).toBe(text);
  });

  it('and is UTF-8 but for a few bytes is told by line, and read with their places marked when a setting says so', () => {
    const bytes = Buffer.concat([Buffer.from('Größe\n\nüber '), Buffer.of(0x97), Buffer.from(' Flüsse\n')]);
    expect(reasonOf(bytes)).toMatch(/^The file is UTF-8 but for one place \(line 3\)\..*\{ "a\.txt": utf-8 \}/);
    expect(decodeFile(bytes, 'a.txt', 'utf-8')).toEqual({
      text: 'Größe\n\nüber \uFFFD Flüsse\n',
      encoding: 'utf-8',
      flaws: { count: 1, line: 3 },
    });
  });

  it('and is no text is binary, but for a few zeros in a table', () => {
    expect(reasonOf(Buffer.from('\u0000\u0001PNG ü\u0000'))).toMatch(/^The file is binary: byte 0/);
    const table = `text\n${'A reef grows. '.repeat(40)}\u0000\n`;
    expect(decodeFile(Buffer.from(table), 'a.csv', undefined).text).toBe(table);
    expect(reasonOf(Buffer.from(table), 'a.md')).toMatch(/^The file is binary/);
  });

  it('takes the first pattern of the settings that fits its name', async () => {
    const bytes = encode('Größe', 'windows-1252');
    const root = await folderWith({ 'old/a.TXT': bytes, 'b.txt': bytes });
    const encodings = { 'old/*.txt': 'Latin1', '**': 'koi8-r' };
    expect(await readSource(root, 'old/a.TXT', encodings)).toMatchObject({ text: 'Größe', encoding: 'windows-1252' });
    expect(await readSource(root, 'b.txt', encodings)).toMatchObject({ encoding: 'koi8-r' });
  });
});

it('every name of an encoding is one that the platform decodes, or UTF-32', () => {
  for (const name of encodingNames) {
    expect(encodingNamed(name.toUpperCase())).toBe(name);
    if (!name.startsWith('utf-32')) expect(new TextDecoder(name).encoding).toBe(name);
  }
});

it('reads what a text says of itself on its first lines, in the words of Emacs', () => {
  const text = '.. -*- mode: rst; coding: koi8-r-unix -*-\n\nВода поднимается.\n';
  expect(decodeFile(encode(text, 'koi8-r'), 'a.rst', undefined)).toMatchObject({ text, encoding: 'koi8-r' });
  expect(decodeFile(Buffer.from(text), 'a.rst', undefined)).toMatchObject({ text, encoding: 'utf-8' });
});

it('names a text that is written in seven bits and is none in UTF-8', () => {
  expect(reasonOf(Buffer.from('A lock \u001B$B?e\u001B(B\n', 'latin1'))).toContain('ISO-2022-JP');
});
