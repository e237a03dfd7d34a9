import { expect } from 'vitest';
import { findReadable } from '../../../src/core/corpus/formats/readable.ts';
import { parseDocument, type ParsedFile, type ParseOptions } from '../../../src/core/corpus/parse.ts';
import type { Passage } from '../../../src/core/corpus/passage.ts';

export function parse(file: string, text: string, tokens = 800, textField = 'text', textFormat?: ParseOptions['textFormat']): ParsedFile {
  return parseDocument(file, text, { tokens, textField, textFormat, readable: findReadable });
}

/** The lines of a page's text, blank ones left out. */
export function linesOfPage(html: string, take: ParseOptions['html'] = 'article'): string[] {
  const { documents } = parseDocument('page.html', html, { tokens: 800, textField: 'text', html: take, readable: findReadable });
  return documents
    .flatMap(({ passages }) => passages.flatMap(({ text }) => text.split('\n').map((line) => line.trim())))
    .filter((line) => line !== '');
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
  const broken: string[] = [];
  let before = 0;
  for (const passage of passages) {
    // Plain comparisons: there are hundreds of thousands, and an `expect` for each takes longer than reading the file.
    const check = (holds: boolean, what: string): void => {
      if (!holds) broken.push(`${what} in ${JSON.stringify(passage)}`);
    };
    const { span, text, anchors } = passage;
    check(span.start >= before && span.end > span.start && span.end <= fileText.length, 'span');
    check(text.trim() !== '', 'text');
    check(/#[0-9a-f]{20}(?:~\d+)?$/.test(passage.id), 'id');
    before = span.end;
    let textEnd = 0;
    let fileEnd = span.start;
    for (const anchor of anchors) {
      check(anchor.text.start >= textEnd && anchor.file.start >= fileEnd, 'order of anchors');
      check(anchor.text.end > anchor.text.start && anchor.file.end > anchor.file.start, 'length of an anchor');
      textEnd = anchor.text.end;
      fileEnd = anchor.file.end;
      const cleaned = text.slice(anchor.text.start, anchor.text.end);
      const raw = fileText.slice(anchor.file.start, anchor.file.end);
      check(cleaned.length !== raw.length || cleaned === raw, 'text of an anchor');
    }
    check(textEnd <= text.length && fileEnd <= span.end, 'end of the anchors');
  }
  expect(broken.slice(0, 3)).toEqual([]);
  expect(new Set(passages.map(({ id }) => id)).size).toBe(passages.length);
}
