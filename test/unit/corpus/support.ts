import { expect } from 'vitest';
import { parseDocument, type ParsedFile } from '../../../src/core/corpus/parse.ts';
import type { Passage } from '../../../src/core/corpus/passage.ts';

export function parse(file: string, text: string, tokens = 800, textField = 'text'): ParsedFile {
  return parseDocument(file, text, { tokens, textField });
}

export function passagesOf(file: string, text: string, tokens = 800): Passage[] {
  const { documents, problems } = parse(file, text, tokens);
  expect(problems).toEqual([]);
  return documents.flatMap((document) => [...document.passages]);
}

/** The cleaned text of the whole file, passages parted by a line of their own. */
export function textOf(file: string, text: string): string {
  return passagesOf(file, text)
    .map((passage) => passage.text)
    .join('\n=====\n');
}

/** What has to hold for every passage of every file, whatever is in it. */
export function checkInvariants(fileText: string, passages: readonly Passage[]): void {
  let before = 0;
  for (const passage of passages) {
    const { span, text, anchors } = passage;
    expect(span.start).toBeGreaterThanOrEqual(before);
    expect(span.end).toBeGreaterThan(span.start);
    expect(span.end).toBeLessThanOrEqual(fileText.length);
    before = span.end;
    expect(text.trim()).not.toBe('');
    let textEnd = 0;
    let fileEnd = span.start;
    for (const anchor of anchors) {
      expect(anchor.text.start).toBeGreaterThanOrEqual(textEnd);
      expect(anchor.file.start).toBeGreaterThanOrEqual(fileEnd);
      expect(anchor.text.end).toBeGreaterThan(anchor.text.start);
      expect(anchor.file.end).toBeGreaterThan(anchor.file.start);
      textEnd = anchor.text.end;
      fileEnd = anchor.file.end;
      const cleaned = text.slice(anchor.text.start, anchor.text.end);
      const raw = fileText.slice(anchor.file.start, anchor.file.end);
      if (cleaned.length === raw.length) expect(cleaned).toBe(raw);
    }
    expect(textEnd).toBeLessThanOrEqual(text.length);
    expect(fileEnd).toBeLessThanOrEqual(span.end);
    expect(passage.id).toMatch(/#[0-9a-f]{20}(?:~\d+)?$/);
  }
  expect(new Set(passages.map(({ id }) => id)).size).toBe(passages.length);
}
