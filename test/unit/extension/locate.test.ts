import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findQuote, rangeInEditor, spanOnDisk, withOneLineEnd } from '../../../src/extension/reveal/locate.ts';
import type { TextPosition } from '../../../src/extension/reveal/locate.ts';

/** What an editor holds after loading the text: no byte-order mark, lines without their ends. */
const editorLines = (diskText: string): string[] => withOneLineEnd(diskText).split('\n');

function textBetween(lines: readonly string[], start: TextPosition, end: TextPosition): string {
  if (start.line === end.line) return lines[start.line]!.slice(start.character, end.character);
  return [
    lines[start.line]!.slice(start.character),
    ...lines.slice(start.line + 1, end.line),
    lines[end.line]!.slice(0, end.character),
  ].join('\n');
}

describe('rangeInEditor', () => {
  it('counts lines over all three line ends and leaves the byte-order mark out', () => {
    const text = '\uFEFFone\r\ntwo\rthree\nfour 🌊 five';
    const at = text.indexOf('five');
    expect(rangeInEditor(text, at, at + 4)).toEqual({ start: { line: 3, character: 8 }, end: { line: 3, character: 12 } });
    expect(rangeInEditor(text, 0, 4)).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 3 } });
  });

  it('takes an offset between CR and LF for the end of the line', () => {
    expect(rangeInEditor('ab\r\ncd', 0, 3).end).toEqual({ line: 0, character: 2 });
    expect(rangeInEditor('\r\n', 1, 1).start).toEqual({ line: 0, character: 0 });
  });

  it('refuses a span outside the text', () => {
    expect(() => rangeInEditor('abc', 2, 4)).toThrow(RangeError);
    expect(() => rangeInEditor('abc', 2, 1)).toThrow(RangeError);
  });

  it('selects in the editor exactly what the span holds on disk', () => {
    const piece = fc.oneof(fc.constantFrom('\r\n', '\n', '\r', '🌊', 'e\u0301', '\u2028', 'word ', '\uFEFF'), fc.string({ maxLength: 4 }));
    const text = fc.tuple(fc.boolean(), fc.array(piece)).map(([mark, pieces]) => (mark ? '\uFEFF' : '') + pieces.join(''));
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (diskText, a, b) => {
        const [start, end] = [a % (diskText.length + 1), b % (diskText.length + 1)].sort((x, y) => x - y) as [number, number];
        // Half a CRLF is not something an editor can select.
        const splitsPair = (offset: number): boolean => diskText.slice(offset - 1, offset + 1) === '\r\n' && offset > 0;
        fc.pre(!splitsPair(start) && !splitsPair(end));
        const range = rangeInEditor(diskText, start, end);
        const expected = diskText.slice(start === 0 && diskText.startsWith('\uFEFF') ? 1 : start, end).replace(/\r\n?/g, '\n');
        expect(textBetween(editorLines(diskText), range.start, range.end)).toBe(expected);
      }),
    );
  });
});

describe('findQuote', () => {
  it('takes the occurrence nearest to the old place', () => {
    expect(findQuote('tide … tide … tide', 'tide', 8)).toEqual({ start: 7, end: 11 });
    expect(findQuote('tide … tide … tide', 'tide', 100)).toEqual({ start: 14, end: 18 });
  });

  it('says when the words are gone, and does not find an empty quotation everywhere', () => {
    expect(findQuote('ebb', 'tide', 0)).toBeNull();
    expect(findQuote('ebb', ' ', 0)).toBeNull();
  });
});

describe('spanOnDisk', () => {
  const range = (startLine: number, startCharacter: number, endLine: number, endCharacter: number) => ({
    start: { line: startLine, character: startCharacter },
    end: { line: endLine, character: endCharacter },
  });

  it('counts the byte-order mark and every line end that the editor has made one', () => {
    const disk = '\uFEFFone\r\ntwo\rthree\nfour 🌊 five';
    const span = spanOnDisk(disk, 'two\nthree\nfour', range(1, 0, 3, 4))!;
    expect(disk.slice(span.start, span.end)).toBe('two\rthree\nfour');
    const end = spanOnDisk(disk, 'five', range(3, 8, 3, 12))!;
    expect(disk.slice(end.start, end.end)).toBe('five');
  });

  it('is the way back from where a span of the file stands in an editor', () => {
    const piece = fc.oneof(fc.constantFrom('\r\n', '\n', '\r', '🌊', '\u2028', 'word '), fc.string({ maxLength: 4 }));
    const text = fc.tuple(fc.boolean(), fc.array(piece)).map(([mark, pieces]) => (mark ? '\uFEFF' : '') + pieces.join(''));
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (disk, a, b) => {
        const first = disk.startsWith('\uFEFF') ? 1 : 0;
        const [start, end] = [a, b].map((at) => first + (at % (disk.length + 1 - first))).sort((x, y) => x - y) as [number, number];
        // Half a CRLF is not something an editor can select.
        fc.pre(![start, end].some((at) => at > 0 && disk.slice(at - 1, at + 1) === '\r\n'));
        const there = rangeInEditor(disk, start, end);
        const selected = textBetween(editorLines(disk), there.start, there.end);
        expect(spanOnDisk(disk, selected, there)).toEqual({ start, end });
      }),
    );
  });

  it('finds words that moved in a document that is not saved, the nearest first', () => {
    const disk = '# Tides\r\n\r\nhigh water\r\n\r\nlow water\r\n\r\nhigh water\r\n';
    const span = spanOnDisk(disk, 'low water', range(9, 0, 9, 9))!;
    expect(disk.slice(span.start, span.end)).toBe('low water');
    expect(spanOnDisk(disk, 'high water', range(7, 0, 7, 10))).toEqual({ start: disk.lastIndexOf('high'), end: disk.length - 2 });
    expect(spanOnDisk(disk, 'high water', range(1, 0, 1, 10))).toEqual({ start: disk.indexOf('high'), end: disk.indexOf('high') + 10 });
  });

  it('is nowhere when the file does not have the words', () => {
    expect(spanOnDisk('one\ntwo\n', 'three', range(1, 0, 1, 5))).toBeNull();
  });
});
